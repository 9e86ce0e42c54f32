"""What is written of a calendar at a time, so that the one writer is soon free for others."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
CALLS_AT_A_TIME = 500
"""The most calls in one transaction, but for a series of more: a series is kept with all of its calls or not at all."""


def parts(series: Sequence[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield the series in their order, some at a time. size: how many calls a series is about."""
    part, calls = list[T](), 0
    for one in series:
        weight = max(1, size(one))
        if part and calls + weight > CALLS_AT_A_TIME:
            yield part
            part, calls = [], 0
        part.append(one)
        calls += weight
    if part:
        yield part
