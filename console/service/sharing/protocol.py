"""What goes to the child process and what comes back, as MessagePack."""

from enum import StrEnum
from typing import TypeAlias

import msgspec


class Why(StrEnum):
    """Why a document is not shown."""

    UNKNOWN = "unknown"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_LARGE_A_PICTURE = "too-large-a-picture"
    BROKEN = "broken"


class Count(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """How many pages has this document?"""

    data: bytes


class Draw(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Draw a page. page: from 1. width: in pixels, of the widest that is wanted."""

    data: bytes
    page: int
    width: int


class Pages(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """So many pages; a picture is one."""

    count: int


class Picture(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A page as it is drawn. kind: image/png or image/jpeg."""

    kind: str
    data: bytes


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """It is not shown."""

    why: Why


Request: TypeAlias = Count | Draw
Answer: TypeAlias = Pages | Picture | Refused
