"""Where a call is held: a room is virtual and has a link, a place is physical and has devices and a kit."""

from console.domain.noun import UNSET, Thing, Unset, Write


class Room(Thing, frozen=True, kw_only=True):
    """A standing virtual room."""

    organisation_id: str
    name: str


class NewRoom(Write, frozen=True, kw_only=True):
    """What it takes to make a room."""

    name: str


class RoomPatch(Write, frozen=True, kw_only=True):
    """What may change in a room."""

    name: str | Unset = UNSET


class Place(Thing, frozen=True, kw_only=True):
    """A physical place for video calls. kit: what belongs there, in plain words ("conference speaker")."""

    organisation_id: str
    name: str
    kit: tuple[str, ...] = ()


class NewPlace(Write, frozen=True, kw_only=True):
    """What it takes to make a place."""

    name: str
    kit: tuple[str, ...] = ()


class PlacePatch(Write, frozen=True, kw_only=True):
    """What may change in a place."""

    name: str | Unset = UNSET
    kit: tuple[str, ...] | Unset = UNSET
