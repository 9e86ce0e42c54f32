"""What the child program is told and what it prints, one JSON object a line."""

from enum import StrEnum

from console.domain.diagnosis.causes import Action
from console.domain.diagnosis.evidence import AudioState, Reach
from console.domain.noun import Noun


class Order(Noun, frozen=True, kw_only=True):
    """What `apply` is to do. ours: the process ids of this program, whose streams may be changed."""

    action: Action
    ours: frozenset[int] = frozenset()


class Started(Noun, frozen=True, kw_only=True, tag="started"):
    """The libraries are loaded: from here on silence means that the audio system does not answer."""


class Reached(Noun, frozen=True, kw_only=True, tag="reached"):
    """Whether the audio system can be reached; said again when that ends. name: its own, with the version."""

    reach: Reach
    name: str = ""
    sees_states: bool = True


class Seen(Noun, frozen=True, kw_only=True, tag="seen"):
    """The state as it is: after each change, and again and again as a sign of life.

    began: when it was asked for, by the machine's monotonic clock.
    """

    began: float
    state: AudioState


class Applied(Noun, frozen=True, kw_only=True, tag="applied"):
    """The action was done. undo: the one that takes it back."""

    undo: Action


class Refusal(StrEnum):
    """Why an action was not done."""

    NOT_THERE = "not-there"
    REFUSED = "refused"
    NOT_POSSIBLE = "not-possible"
    """This operating system lets no program do it."""


class Refused(Noun, frozen=True, kw_only=True, tag="refused"):
    """The action was not done. detail: what the system said, may be empty."""

    refusal: Refusal
    detail: str = ""


Line = Started | Reached | Seen | Applied | Refused
