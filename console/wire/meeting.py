"""Signalling of a call: what a page, or another peer, and the service say over a seat's WebSocket.

JSON, one message a frame, as in `signalling`. Media goes between the participants; the service hands their
descriptions on and knows no media.
"""

from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from console.domain import calls
from console.domain.calls import CallStatus, Identification, SeatRole, SeatState
from console.domain.noun import Noun
from console.domain.text import Id
from console.wire.ice import IceServers
from console.wire.signalling import LONGEST, Refusal, Signal

PAGE_ID = r"^[0-9a-f]{32}$"
"""A page makes its id anew each time it is loaded: by it the others know whether their connections can still live."""

Text = Annotated[str, Meta(max_length=LONGEST // 2)]
Typing = Annotated[str, Meta(max_length=2_000)]
StreamId = Annotated[str, Meta(min_length=1, max_length=64)]


class Invitation(Noun, frozen=True, kw_only=True):
    """What a seat's page shows before anything is asked of its participant.

    host: the employee's name. service: None where even that is confidential. now: by the service's clock.
    sign_language: this seat's picture is of signs, so its frames are worth more than its size.
    """

    seat_id: str
    role: SeatRole
    number: int
    status: CallStatus
    dtstart: datetime
    dtend: datetime
    timezone: str
    host: str
    organisation: str
    service: str | None = None
    demonstration: bool = False
    now: datetime
    sign_language: bool = False


class LinkSecret(Noun, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secret of a link, as the page found it in its address's fragment."""

    secret: Annotated[str, Meta(min_length=1, max_length=200)]


class SeatSeen(Noun, frozen=True, kw_only=True):
    """A seat as the others see it. page: who is connected there now, None where nobody is.

    offers: whether it begins a negotiation; a program that can't take an offer back leaves that to browsers.
    muted, camera, held, screen: as in Sending. help: its participant asks for help.
    consent: what its participant says to support hearing and seeing the call. person: who supports, by name.
    """

    id: str
    role: SeatRole
    number: int
    state: SeatState
    page: str | None = None
    offers: bool = True
    muted: bool = False
    camera: bool = False
    identified: Identification = Identification.NOT_YET
    consent: calls.Consent = calls.Consent.NOT_ASKED
    person: str | None = None
    held: bool = False
    screen: StreamId | None = None
    help: bool = False
    sign_language: bool = False


class AskIn(Signal, frozen=True, kw_only=True):
    """I am ready: a guest asks to be let in, a host comes in."""


class Admit(Signal, frozen=True, kw_only=True):
    """The host lets a waiting participant in."""

    seat: Id


class Identify(Signal, frozen=True, kw_only=True):
    """The host notes how a participant was identified."""

    seat: Id
    how: Identification


class Consent(Signal, frozen=True, kw_only=True):
    """I agree, or don't or not any more, that support hears and sees this call."""

    yes: bool


class Description(Noun, frozen=True, kw_only=True):
    """A session description (W3C WebRTC, RTCSessionDescriptionInit)."""

    type: Annotated[str, Meta(pattern="^(offer|answer|rollback)$")]
    sdp: Text = ""


class Candidate(Noun, frozen=True, kw_only=True):
    """An ICE candidate (W3C WebRTC, RTCIceCandidateInit); an empty one is the last."""

    candidate: Text = ""
    sdp_mid: Annotated[str, Meta(max_length=64)] | None = msgspec.field(name="sdpMid", default=None)
    sdp_m_line_index: Annotated[int, Meta(ge=0, le=64)] | None = msgspec.field(name="sdpMLineIndex", default=None)
    username_fragment: Annotated[str, Meta(max_length=256)] | None = msgspec.field(
        name="usernameFragment", default=None
    )


class Negotiate(Signal, frozen=True, kw_only=True):
    """A description or a candidate for another seat; told to that seat with `seat` naming who said it.

    renew: the connection between the two is of no use any more, and the one who said it has made another.
    """

    seat: Id
    page: Annotated[str, Meta(pattern=PAGE_ID)]
    description: Description | None = None
    candidate: Candidate | None = None
    renew: bool = False


class Typed(Signal, frozen=True, kw_only=True):
    """Real-time text (as RFC 4103 means it): a line as it stands now; seen by the others while it is typed."""

    line: Annotated[int, Meta(ge=0, le=100_000)]
    text: Typing
    done: bool = False
    seat: Id | None = None


class Sending(Signal, frozen=True, kw_only=True):
    """What of me is sent just now.

    held: I am away for a moment. screen: the id of the media stream in which I share my screen, beside my picture.
    """

    muted: bool
    camera: bool
    held: bool = False
    screen: StreamId | None = None


class Help(Signal, frozen=True, kw_only=True):
    """I need help, or not any more."""

    wanted: bool


class Place(Noun, frozen=True, kw_only=True):
    """A place on a page, from its upper left corner: 0 to 1 of its width and of its height."""

    x: Annotated[float, Meta(ge=0, le=1)]
    y: Annotated[float, Meta(ge=0, le=1)]


class Pointer(Place, frozen=True, kw_only=True):
    """Where a seat's participant points."""

    seat: str


class Document(Signal, frozen=True, kw_only=True):
    """What is shared, as it is now; told to everyone who was let in. id: None where nothing is shared.

    pages: how many. page: the one that everyone sees, from 1. seat: who shares it.
    """

    id: str | None = None
    pages: int = 0
    page: int = 0
    seat: str = ""
    pointer: Pointer | None = None


class Turn(Signal, frozen=True, kw_only=True):
    """Turn to a page, for everyone."""

    page: Annotated[int, Meta(ge=1, le=100_000)]


class Point(Signal, frozen=True, kw_only=True):
    """Point at a place of the page that is seen; at none, to point no more."""

    at: Place | None = None


class Leave(Signal, frozen=True, kw_only=True):
    """I leave."""


class End(Signal, frozen=True, kw_only=True):
    """The host ends the call for everyone."""


class Welcome(Signal, frozen=True, kw_only=True):
    """The service's first word. seat: your own. servers: for this call's connections."""

    seat: str
    servers: IceServers


class Seats(Signal, frozen=True, kw_only=True):
    """The call and its seats as they are now; told anew whenever that changes."""

    status: CallStatus
    seats: tuple[SeatSeen, ...]


class Farewell(Signal, frozen=True, kw_only=True):
    """The service's last word. why: replaced (another page took the seat), withdrawn (the link), too-slow, stopping."""

    why: str


FromSeat: TypeAlias = (
    AskIn | Admit | Identify | Consent | Negotiate | Typed | Sending | Help | Turn | Point | Leave | End
)
ToSeat: TypeAlias = Welcome | Seats | Negotiate | Typed | Document | Farewell | Refusal
_from_seat = msgspec.json.Decoder(FromSeat)
_to_seat = msgspec.json.Decoder(ToSeat)


def decoded(text: str | bytes) -> FromSeat:
    """Return what a seat said; raise msgspec.DecodeError for what is no message."""
    message: FromSeat = _from_seat.decode(text)
    return message


def heard(text: str | bytes) -> ToSeat:
    """Return what the service said; raise msgspec.DecodeError for what is no message."""
    message: ToSeat = _to_seat.decode(text)
    return message


def encoded(message: FromSeat | ToSeat) -> str:
    """Return a message as it is sent."""
    return msgspec.json.encode(message).decode()
