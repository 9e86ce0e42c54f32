"""Events: what changed, in the order in which it was committed, as server-sent events."""

from datetime import datetime
from enum import StrEnum

import msgspec

from console.domain.noun import Noun


class Topic(StrEnum):
    """What an event is about: the nouns that are shown live."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    SERVICE = "service"
    ACCOUNT = "account"
    ROOM = "room"
    PLACE = "place"
    DESK = "desk"
    CALL = "call"
    WORKSTATION = "workstation"
    CHECK = "check"
    BROWSER_CHECK = "browser-check"
    ALERT = "alert"
    AUDIT = "audit"
    TOKEN = "token"


class Event(Noun, frozen=True, kw_only=True):
    """One committed change. id: rises in commit order. items: the things as they are now; a bulk chunk has many.

    removed: ids of things that are gone. An event carries what a read would: no guest's name, nothing that is hidden
    from the listener.
    """

    id: int
    at: datetime
    topic: Topic
    items: tuple[msgspec.Raw, ...] = ()
    removed: tuple[str, ...] = ()


# Names of server-sent events besides `change`: `reload` says that what was missed can't be told any more, `clock`
# carries a ClockReading, `stop` says that the service is going down.
CHANGE = "change"
RELOAD = "reload"
CLOCK = "clock"
STOP = "stop"
