"""The one error that people are told about."""

import errno
import socket

from console.words import _, marked


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


def reason(error: OSError) -> str:
    """Return why the system did not do something, in a plain sentence; nothing where that says no more to anybody."""
    if isinstance(error, socket.gaierror):
        return _("No machine of that name is known.")
    sentence = _(_REASONS.get(error.errno or 0, ""))
    return f"{error.filename}: {sentence}".strip(": ") if error.filename else sentence


_REASONS = {
    errno.ENOENT: marked("There is no such file or folder."),
    errno.EACCES: marked("This user may not do that."),
    errno.EPERM: marked("This user may not do that."),
    errno.EROFS: marked("It is on a disk that can only be read."),
    errno.ENOSPC: marked("The disk is full."),
    errno.ENOTDIR: marked("There is a file where a folder should be."),
    errno.EEXIST: marked("There is a file where a folder should be."),
    errno.EISDIR: marked("That is a folder, not a file."),
    errno.EADDRINUSE: marked("Another program uses the port."),
    errno.EADDRNOTAVAIL: marked("This machine has no such address."),
    errno.ECONNREFUSED: marked("Nothing answers at that address."),
    errno.ECONNRESET: marked("The connection was cut off."),
    errno.ETIMEDOUT: marked("It took too long to answer."),
    errno.EHOSTUNREACH: marked("There is no way to that address through the network."),
    errno.ENETUNREACH: marked("There is no way to that address through the network."),
}
