"""Where a call is held: a room is virtual and has a link, a place is physical and has devices and a kit."""

from console.domain.noun import UNSET, Thing, Unset, Write
from console.domain.text import Line


class Room(Thing, frozen=True, kw_only=True):
    """A standing virtual room."""

    organisation_id: str
    name: str


class NewRoom(Write, frozen=True, kw_only=True):
    """What it takes to make a room."""

    name: Line


class RoomPatch(Write, frozen=True, kw_only=True):
    """What may change in a room."""

    name: Line | Unset = UNSET


class Place(Thing, frozen=True, kw_only=True):
    """A physical place for video calls. kit: what belongs there, in plain words ("conference speaker")."""

    organisation_id: str
    name: str
    kit: tuple[str, ...] = ()


class NewPlace(Write, frozen=True, kw_only=True):
    """What it takes to make a place."""

    name: Line
    kit: tuple[Line, ...] = ()


class PlacePatch(Write, frozen=True, kw_only=True):
    """What may change in a place."""

    name: Line | Unset = UNSET
    kit: tuple[Line, ...] | Unset = UNSET
