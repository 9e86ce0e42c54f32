"""Inviting somebody to a device check: what Calls and Accounts do alike."""

from console.domain.browser_checks import NewCheckInvitation
from console.screens.town import TownScreen
from console.widgets.dialog import Tell
from console.words import _


async def invite(screen: TownScreen, new: NewCheckInvitation, whom: str) -> None:
    """Show the code and the link, this once, and copy the link. Raise ConsoleError where nobody can be invited."""
    invitation = await screen.around.client.invite_to_check(new)
    page = invitation.url.partition("#")[0]
    text = "\n\n".join(
        (
            _("On the phone, say: open {page} and type this code.", page=page),
            f"    {invitation.code}",
            _("Or send this link; it is copied already:"),
            invitation.url,
            _(
                "Only one of them opens, once, until {time}. What is found is shown here, live.",
                time=screen.around.scene.time(invitation.expires_at),
            ),
        )
    )
    screen.app.copy_to_clipboard(invitation.url)
    screen.call_later(screen.app.push_screen, Tell(_("Device check: {whom}", whom=whom), text, invitation.url))
