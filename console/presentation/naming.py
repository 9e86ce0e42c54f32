"""Names that people type for things, and the things they mean."""

from collections.abc import Iterable

from console.domain.accounts import Account
from console.domain.errors import ConsoleError
from console.domain.organisations import Service
from console.domain.places import Place, Room
from console.presentation.scene import Scene
from console.words import _


def people(scene: Scene) -> list[str]:
    """Return what can be typed for a person: the display name."""
    return sorted(account.display_name for account in scene.snapshot.accounts.values() if account.active)


def person(text: str, scene: Scene) -> Account:
    """Return the one person that was meant: by user name, by name, or by the beginning of either."""
    typed = text.casefold()
    if not typed:
        raise ConsoleError(_("A name is needed."), "", _("Write the name as it is in Accounts."))
    accounts = [account for account in scene.snapshot.accounts.values() if account.active]
    exact = [each for each in accounts if typed in (each.user_name.casefold(), each.display_name.casefold())]
    begun = [each for each in accounts if each.display_name.casefold().startswith(typed)]
    found = exact or begun
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(account.user_name for account in found[:4])
        raise ConsoleError(_("{text} fits several people.", text=text), names, _("Write the user name of one."))
    raise ConsoleError(
        _("Nobody called {text} has an account.", text=text), "", _("Write the name as it is in Accounts.")
    )


def named(text: str, things: Iterable[Room] | Iterable[Place] | Iterable[Service]) -> str | None:
    """Return the id of the thing with this name, None for no name."""
    if not text:
        return None
    found = next((thing.id for thing in things if thing.name.casefold() == text.casefold()), None)
    if found is None:
        raise ConsoleError(
            _("There is nothing called {text}.", text=text), "", _("Write the name as the list offers it.")
        )
    return found
