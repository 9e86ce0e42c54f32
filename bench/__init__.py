"""What Bedside costs, measured beside a reference in the same run: one file a part, each with `rows()`."""

from typing import NamedTuple


class Row(NamedTuple):
    """One figure. reference: what was measured beside it, in the same unit.

    at_most, at_least: the target, for the ratio where there is a reference, else for the value.
    """

    name: str
    value: float
    unit: str
    reference: str = ""
    reference_value: float | None = None
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """The figure in multiples of its reference."""
        return self.value / self.reference_value if self.reference_value else None

    @property
    def target(self) -> str:
        """The target in a reader's words."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return "" if self.at_least is None else f"at least {self.at_least:g}"

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where there is none."""
        judged = self.value if self.ratio is None else self.ratio
        if self.at_most is not None:
            return judged <= self.at_most
        return None if self.at_least is None else judged >= self.at_least
