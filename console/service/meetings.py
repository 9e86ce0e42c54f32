"""Who is connected to which call just now, and what they are told. The seats themselves are in the database."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from console.domain.calls import Call
from console.service.hub import Hub
from console.service.sharing.documents import Documents, Shared, is_in, refuse_others
from console.service.sharing.refusals import no_document, no_page
from console.service.transaction import Committed
from console.wire.events import Topic
from console.wire.meeting import (
    Document,
    Farewell,
    Negotiate,
    Place,
    Pointer,
    Seats,
    SeatSeen,
    Sending,
    ToSeat,
    Typed,
)

ABSENT_FOR = timedelta(seconds=60)
"""After so long without a page a participant has left: a reload or a change of network is far quicker."""

MOST_UNREAD = 500
"""Messages that a page may leave unread: far more than a call's beginning needs."""

FEW_UNREAD = 50
"""With more than these unread a page is not told of each move of a pointer."""


@dataclass(eq=False)
class Chair:
    """One page's connection to its seat. said: what it is to be told next. document: what it was last told of one."""

    seat_id: str
    page: str
    offers: bool = True
    said: "asyncio.Queue[ToSeat]" = field(default_factory=lambda: asyncio.Queue(MOST_UNREAD))
    sending: Sending = field(default_factory=lambda: Sending(muted=False, camera=False))
    document: Document | None = None
    over: bool = False

    def tell(self, message: ToSeat) -> None:
        """Queue a message; a page that reads nothing is let go, and may come again."""
        if self.over:
            return
        if self.said.full():
            self.let_go("too-slow")
        else:
            self.said.put_nowait(message)

    def let_go(self, why: str) -> None:
        """Say a last word; nothing is said after it."""
        if self.over:
            return
        self.over = True
        while self.said.full():
            self.said.get_nowait()
        self.said.put_nowait(Farewell(why=why))


class Meeting:
    """The pages that are connected to one call."""

    def __init__(self, call: Call, documents: Documents) -> None:
        self.call = call
        self.documents = documents
        self.chairs: dict[str, Chair] = {}

    def tell_all(self) -> None:
        """Tell everyone how the seats are now."""
        seats = Seats(status=self.call.status, seats=tuple(self._seen()))
        for chair in self.chairs.values():
            chair.tell(seats)
        self.tell_document()

    def _seen(self) -> Iterator[SeatSeen]:
        for seat in self.call.seats:
            chair = self.chairs.get(seat.id)
            yield SeatSeen(
                id=seat.id,
                role=seat.role,
                number=seat.number,
                state=seat.state,
                page=chair.page if chair else None,
                offers=chair.offers if chair else True,
                muted=chair.sending.muted if chair else False,
                camera=chair.sending.camera if chair else False,
                identified=seat.identified,
                consent=seat.consent,
                person=seat.person,
                held=chair.sending.held if chair else False,
                screen=chair.sending.screen if chair else None,
                help=seat.help_since is not None,
                sign_language=seat.sign_language,
            )

    def sends(self, sender: Chair, sending: Sending) -> None:
        """Show the others what of a participant is sent."""
        sender.sending = sending
        self.tell_all()

    def is_in(self, seat_id: str) -> bool:
        """Tell whether a seat's participant has been let in, and the call goes on."""
        return is_in(self.call, seat_id)

    def hand_on(self, sender: Chair, message: Negotiate) -> None:
        """Hand a description or a candidate to the seat that it is for; what is for nobody is dropped.

        Both must have been let in: a guest who waits hears and sees nobody, and nobody sees that guest.
        """
        to = self.chairs.get(message.seat)
        if to is None or to is sender or not (self.is_in(sender.seat_id) and self.is_in(to.seat_id)):
            return
        to.tell(
            Negotiate(
                seat=sender.seat_id,
                page=sender.page,
                description=message.description,
                candidate=message.candidate,
                renew=message.renew,
            )
        )

    def spell(self, sender: Chair, message: Typed) -> None:
        """Show the others what is being typed."""
        if not self.is_in(sender.seat_id):
            return
        said = Typed(line=message.line, text=message.text, done=message.done, seat=sender.seat_id)
        for chair in self.chairs.values():
            if chair is not sender and self.is_in(chair.seat_id):
                chair.tell(said)

    def turn(self, sender: Chair, page: int) -> None:
        """Turn to a page for everyone. Who shares it or hosts may; nobody points there yet."""
        shared = self.shared_with(sender)
        refuse_others(self.call, sender.seat_id, shared)
        if page > shared.seen.pages:
            raise no_page()
        shared.seen = msgspec.structs.replace(shared.seen, page=page, pointer=None)
        self.tell_document()

    def point(self, sender: Chair, at: Place | None) -> None:
        """Point at a place of the page: one pointer, the last who points has it."""
        shared = self.shared_with(sender)
        pointer = Pointer(x=at.x, y=at.y, seat=sender.seat_id) if at else None
        shared.seen = msgspec.structs.replace(shared.seen, pointer=pointer)
        self.tell_document()

    def shared_with(self, chair: Chair) -> Shared:
        """Return the document that a page sees; raise not-found where it sees none."""
        shared = self.documents.of(self.call.id)
        if shared is None or not self.is_in(chair.seat_id):
            raise no_document()
        return shared

    def tell_document(self) -> None:
        """Tell what is shared to everyone who is in and does not know it yet."""
        shared = self.documents.of(self.call.id)
        now = shared.seen if shared else Document()
        for chair in self.chairs.values():
            if not self.is_in(chair.seat_id):
                chair.document = None  # who comes in again is told again
            elif chair.document != now and not (_only_pointed(chair.document, now) and chair.said.qsize() > FEW_UNREAD):
                chair.document = now
                chair.tell(now)


def _only_pointed(before: Document | None, now: Document) -> bool:
    return before is not None and msgspec.structs.replace(before, pointer=now.pointer) == now


class Meetings:
    """The calls to which somebody is connected."""

    def __init__(self, hub: Hub) -> None:
        self._meetings: dict[str, Meeting] = {}
        self._gone: dict[str, tuple[Call, datetime]] = {}
        self.documents = Documents()
        hub.watch(self._heard)

    def enter(self, call: Call, seat_id: str, page: str, *, offers: bool) -> tuple[Meeting, Chair]:
        """Connect a page to its seat; a page that was there before is told that it was replaced."""
        meeting = self._meetings.setdefault(call.id, Meeting(call, self.documents))
        if (before := meeting.chairs.get(seat_id)) is not None:
            before.let_go("replaced")
        self._gone.pop(seat_id, None)
        chair = meeting.chairs[seat_id] = Chair(seat_id, page, offers)
        return meeting, chair

    def leave(self, meeting: Meeting, chair: Chair, now: datetime) -> None:
        """Disconnect a page. Unless it comes again, its participant is taken as gone after a while."""
        if meeting.chairs.get(chair.seat_id) is not chair:
            return
        del meeting.chairs[chair.seat_id]
        self._gone[chair.seat_id] = (meeting.call, now)
        meeting.tell_all()
        if not meeting.chairs and self._meetings.get(meeting.call.id) is meeting:
            del self._meetings[meeting.call.id]

    def absent(self, now: datetime) -> list[tuple[Call, str]]:
        """Return the calls and seats that have been without their page for too long, each once."""
        absent = [(call, seat) for seat, (call, since) in self._gone.items() if now - since > ABSENT_FOR]
        for _call, seat in absent:
            del self._gone[seat]
        return absent

    def let_out(self, call_id: str, seat_id: str) -> None:
        """End the connection of a seat whose link was withdrawn."""
        if (meeting := self._meetings.get(call_id)) is not None and (chair := meeting.chairs.get(seat_id)) is not None:
            chair.let_go("withdrawn")

    def share(self, call: Call, shared: Shared) -> None:
        """Show a document to everyone who is in a call; the one before it is gone."""
        self.documents.put(call.id, shared)
        self._tell_document(call.id)

    def take_away(self, call_id: str) -> None:
        """Show a call's document no more: it is gone."""
        self.documents.take_away(call_id)
        self._tell_document(call_id)

    def _tell_document(self, call_id: str) -> None:
        if (meeting := self._meetings.get(call_id)) is not None:
            meeting.tell_document()

    def close(self) -> None:
        """Say farewell to everyone: the service stops. Their media goes on, and they come back."""
        for meeting in self._meetings.values():
            for chair in meeting.chairs.values():
                chair.let_go("stopping")

    def _heard(self, event: Committed) -> None:
        # What a page shows follows from what was committed, whoever did it: a page, a console, the timekeeper.
        if event.topic is not Topic.CALL:
            return
        for call_id in event.removed:
            self.documents.take_away(call_id)
        for call in event.items:
            if not isinstance(call, Call):
                continue
            self.documents.look(call)
            if (meeting := self._meetings.get(call.id)) is not None:
                meeting.call = call
                meeting.tell_all()
