"""What the page of a device check and the service say to each other, in JSON over POST and GET."""

from typing import Annotated

from msgspec import Meta

from console.domain.browser_checks import BrowserResult
from console.domain.noun import Noun

Told = Annotated[str, Meta(min_length=1, max_length=200)]


class CheckKey(Noun, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What opens an invitation: its link's secret, or the code as it was typed. Of both, the secret counts."""

    secret: Told | None = None
    code: Told | None = None


class CheckWelcome(Noun, frozen=True, kw_only=True):
    """Who invites to the check."""

    organisation: str
    demonstration: bool = False


class Found(Noun, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a page found, so far or at its end."""

    result: BrowserResult
    done: bool = False
