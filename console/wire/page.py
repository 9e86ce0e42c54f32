"""A page of a list, and the clock of the service."""

from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from console.domain.noun import Noun

T = TypeVar("T")
MOST_ITEMS = 1_000


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """Items in their stable order, and the cursor of the next page or None."""

    items: list[T]
    next: str | None = None


class ClockReading(Noun, frozen=True, kw_only=True):
    """The service's time and how many of its seconds pass in one of ours (1.0 but in a demonstration)."""

    now: datetime
    rate: float = 1.0


class Health(Noun, frozen=True, kw_only=True):
    """The answer of a service that can answer."""

    status: str
    version: str
    clock: ClockReading
