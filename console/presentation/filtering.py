"""What the filter line means: every word must be there; with ! in front, the inverse."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """Which rows are shown."""

    words: tuple[str, ...] = ()
    inverse: bool = False

    @classmethod
    def parse(cls, text: str) -> "Filter":
        """Return the filter that a person typed."""
        inverse = text.startswith("!")
        return cls(tuple(text.removeprefix("!").casefold().split()), inverse)

    def __bool__(self) -> bool:
        return bool(self.words)

    def matches(self, folded: str) -> bool:
        """Tell whether a row with this text, case folded, is shown."""
        return not self.words or all(word in folded for word in self.words) != self.inverse
