"""The acts of a day: who does what, and when by the service's clock."""

from datetime import datetime

from console.demo.machines import Condition
from console.demo.schedule import CallKey
from console.domain.accounts import OnboardingStage
from console.domain.calls import SeatRole, SeatState
from console.domain.noun import Noun


class Act(Noun, frozen=True, kw_only=True):
    """Something that somebody does at a moment."""

    at: datetime


class TakesSeat(Act, frozen=True, kw_only=True):
    """A participant of a call waits, joins or leaves. number: "guest 1"."""

    call: CallKey
    role: SeatRole
    number: int = 1
    state: SeatState


class CallsOff(Act, frozen=True, kw_only=True):
    """A call is cancelled."""

    call: CallKey


class Progresses(Act, frozen=True, kw_only=True):
    """Somebody comes a step further with the use of video."""

    user_name: str
    stage: OnboardingStage


class StaffsDesk(Act, frozen=True, kw_only=True):
    """Those on duty at the desk change; with nobody left and open False it is closed."""

    staff: tuple[str, ...]
    open: bool = True


class Arrives(Act, frozen=True, kw_only=True):
    """A guest comes to the desk without an appointment. guest: counts those of the day, from 1."""

    guest: int


class GivesUp(Act, frozen=True, kw_only=True):
    """A guest at the desk waits no longer."""

    guest: int


class Serves(Act, frozen=True, kw_only=True):
    """Somebody of the desk takes a waiting guest into a call that starts now."""

    guest: int
    host: str

    @property
    def call(self) -> CallKey:
        """By what the call is known from then on."""
        return CallKey(self.host, self.at)


class MachineBecomes(Act, frozen=True, kw_only=True):
    """Something happens to a workstation."""

    machine: str
    condition: Condition
