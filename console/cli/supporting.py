"""What the one who supports is told while those in the call say yes or no."""

import sys
from collections.abc import Sequence

from console.domain.assisting import PRESENT
from console.domain.calls import Consent, SeatState
from console.domain.errors import ConsoleError
from console.presentation.calls import seat_name
from console.wire.meeting import SeatSeen
from console.words import _


class Answers:
    """The others' answers, told on standard error as they come. over: why support is not let in, or not any more."""

    def __init__(self, own_seat: str) -> None:
        self._own_seat = own_seat
        self._state = SeatState.EXPECTED
        self.over: ConsoleError | None = None

    def heed(self, seats: Sequence[SeatSeen]) -> bool:
        """Take note of the seats as they are now; return whether support may stay, or go on waiting."""
        before = self._state
        self._state = next((seat.state for seat in seats if seat.id == self._own_seat), SeatState.LEFT)
        if self._state in PRESENT:
            self.over = next((_refused(seat) for seat in seats if seat.consent is Consent.NO), None)
        elif before in PRESENT:
            self.over = _put_out()
        if self._state is not before and self.over is None:
            _tell(self._state, before)
        return self.over is None


def _tell(state: SeatState, before: SeatState) -> None:
    if state is SeatState.JOINED:
        said = _("Everybody has said yes: you hear and see the call, and they are shown that you do.")
    elif state is SeatState.WAITING and before is SeatState.JOINED:
        said = _("You are out until everybody has said yes again.")
    elif state is SeatState.WAITING:
        said = _("Waiting for everyone's yes: those in the call are asked on their pages.")
    else:
        return
    print(said, file=sys.stderr, flush=True)


def _refused(seat: SeatSeen) -> ConsoleError:
    return ConsoleError(
        _("{seat} does not agree that support hears and sees the call.", seat=seat_name(seat).capitalize()),
        "",
        _("Help by message and phone, or talk it over and ask again."),
        code="no-consent",
    )


def _put_out() -> ConsoleError:
    return ConsoleError(
        _("You are not in the call any more: it is full without you, or your seat was taken back."),
        "",
        _("Help by message and phone, or ask again later."),
        code="no-room",
    )
