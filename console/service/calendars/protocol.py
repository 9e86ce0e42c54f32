"""What goes to the child process and what comes back, as MessagePack."""

from typing import TypeAlias

import msgspec

from console.service.calendars.model import CalendarFile, Expansion, Wanted


class Read(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read this file. timezone: the town's. language: for the warnings."""

    data: bytes
    timezone: str
    language: str


class Expand(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Expand these series."""

    wanted: tuple[Wanted, ...]
    language: str


class Failure(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A ConsoleError."""

    title: str
    detail: str
    hint: str
    code: str


Request: TypeAlias = Read | Expand
Answer: TypeAlias = CalendarFile | Expansion | Failure
