"""Signalling: what is said over a WebSocket to bring two media peers together. JSON, one message a frame.

`kind` names the message. A peer that does not know a kind answers with a refusal and goes on.
"""

from typing import TypeAlias

import msgspec

from console.domain.noun import Noun
from console.wire.problems import Problem

LONGEST = 64 * 1024
"""Bytes of a message: a description of ten streams needs less."""


class Signal(Noun, frozen=True, kw_only=True, tag_field="kind", tag=str.lower):
    """Base of the messages."""


class Ping(Signal, frozen=True, kw_only=True):
    """Are you there? number: comes back with the pong."""

    number: int = 0


class Pong(Signal, frozen=True, kw_only=True):
    """The answer to a ping."""

    number: int = 0


class Prepare(Signal, frozen=True, kw_only=True):
    """An offer is about to come: get ready."""


class Prepared(Signal, frozen=True, kw_only=True):
    """The answer to that: getting ready has begun."""


class Offer(Signal, frozen=True, kw_only=True):
    """A session description that wants an answer (RFC 8829), with all its candidates."""

    sdp: str


class Answer(Signal, frozen=True, kw_only=True):
    """The answering session description, with all its candidates."""

    sdp: str


class Refusal(Signal, frozen=True, kw_only=True):
    """What was asked can't be done, and why."""

    problem: Problem


Message: TypeAlias = Ping | Pong | Prepare | Prepared | Offer | Answer | Refusal
_decoder = msgspec.json.Decoder(Message)


def decoded(text: str | bytes) -> Message:
    """Return what was said; raise msgspec.DecodeError for what is no message."""
    message: Message = _decoder.decode(text)
    return message


def encoded(message: Message) -> str:
    """Return a message as it is sent."""
    return msgspec.json.encode(message).decode()
