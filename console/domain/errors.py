"""The one error that people are told about."""


class ConsoleError(Exception):
    """Something that went wrong, in a person's words.

    title: one sentence of what happened. detail: what is known of it, may be empty.
    hint: one sentence of what to do. code: a stable slug for programs, the last part of the problem's type (RFC 9457).
    The error does not know how it is drawn.
    """

    def __init__(self, title: str, detail: str = "", hint: str = "", *, code: str = "error") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.detail, self.hint) if part)
