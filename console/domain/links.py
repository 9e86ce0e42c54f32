"""Links: the address by which a participant takes a seat, without an account and without installing anything."""

from datetime import datetime, timedelta

from console.domain.calls import Call, SeatRole
from console.domain.noun import Noun

GOOD_AFTER = timedelta(hours=4)
"""How long after its call's planned end a link still opens: appointments run late."""


class SeatLink(Noun, frozen=True, kw_only=True):
    """A seat's link, told once: only a hash of its secret is kept. The secret is in the fragment, which no log sees."""

    seat_id: str
    role: SeatRole
    number: int
    url: str
    expires_at: datetime


def good_until(call: Call) -> datetime:
    """Return until when the call's links open: they move with the call."""
    return call.dtend + GOOD_AFTER
