"""Accounts: who has one, who uses it, how far along each person is."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType

from console.domain.accounts import Account, AccountPatch, NewAccount, Role
from console.domain.browser_checks import NewCheckInvitation
from console.domain.errors import ConsoleError
from console.domain.tokens import TokenRole
from console.domain.visibility import ADMINS, HELPERS
from console.presentation.accounts import ACCOUNTS
from console.presentation.terms import ROLES
from console.screens.commands import Command
from console.screens.inviting import invite
from console.screens.list_screen import LIST_KEYS, ListScreen
from console.widgets.form import Form, FormField
from console.words import _, marked


class AccountsScreen(ListScreen[Account]):
    """Makes accounts, changes them, turns them off and on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", marked("New"), tooltip=marked("Create an account")),
        Binding("e", "edit", marked("Edit"), tooltip=marked("Change the selected account")),
        Binding("o", "off", marked("Off/on"), tooltip=marked("Turn the selected account off or on")),
        *LIST_KEYS,
    ]

    ALLOWED: ClassVar[Mapping[str, frozenset[TokenRole]]] = {
        "new": ADMINS,
        "edit": ADMINS,
        "off": ADMINS,
        "invite": HELPERS,
    }

    listing = ACCOUNTS

    def action_new(self) -> None:
        """Ask for a new account."""
        note = _("The person, support and admins see these. Nothing is sent to anybody yet.")
        self.app.push_screen(Form(_("New account"), note, self._fields(None), self._create))

    def action_edit(self) -> None:
        """Change the selected account."""
        account = self.selected
        if account is None:
            return

        async def change(values: Mapping[str, str]) -> None:
            patch = AccountPatch(
                display_name=values["display_name"],
                email=values["email"],
                external_id=values["external_id"] or None,
                department=values["department"] or None,
                unit=values["unit"] or None,
                role=Role(values["role"]),
            )
            after = await self.around.client.change_account(account, patch)
            self.done(
                _("{name} was changed.", name=after.display_name),
                lambda: self.around.client.change_account(after, _as_before(account)),
            )

        note = _("The person, support and admins see these. The user name {name} stays.", name=account.user_name)
        self.app.push_screen(Form(account.display_name, note, self._fields(account), change))

    def action_off(self) -> None:
        """Turn the selected account off, or on again."""
        account = self.selected
        if account is not None:
            self.carry_out(self._turn(account))

    def commands(self) -> Iterable[Command]:
        """Offer to invite the selected person to a device check."""
        if self.selected is not None and self.check_action("invite", ()):
            yield Command(_("Invite to a device check"), self.action_invite)
        yield from super().commands()

    def action_invite(self) -> None:
        """Invite the selected person to check their devices."""
        account = self.selected
        if account is not None:
            self.carry_out(invite(self, NewCheckInvitation(account_id=account.id), account.display_name))

    async def _create(self, values: Mapping[str, str]) -> None:
        new = NewAccount(
            user_name=_given(values, "user_name", _("A user name is needed.")),
            display_name=_given(values, "display_name", _("A name is needed.")),
            email=_given(values, "email", _("An e-mail address is needed.")),
            external_id=values["external_id"] or None,
            department=values["department"] or None,
            unit=values["unit"] or None,
            role=Role(values["role"]),
        )
        account = await self.around.client.create_account(new)
        self.done(_("{name} has an account.", name=account.display_name))

    async def _turn(self, account: Account) -> None:
        name = account.display_name
        if account.active:
            title, question = (
                _("Turn {name} off?", name=name),
                _("{name} can no longer sign in. Calls stay as they are.", name=name),
            )
        else:
            title, question = _("Turn {name} on?", name=name), _("{name} can sign in again.", name=name)
        if not await self.confirmed(title, question + " " + _("Everybody who uses this console sees it.")):
            return
        after = await self.around.client.change_account(account, AccountPatch(active=not account.active))
        said = _("{name} is on.", name=name) if after.active else _("{name} is off.", name=name)
        self.done(said, lambda: self.around.client.change_account(after, AccountPatch(active=account.active)))

    def _fields(self, account: Account | None) -> list[FormField]:
        units = self.around.scene.snapshot.units.values()
        departments = sorted({unit.department for unit in units})
        names = sorted({unit.name for unit in units if unit.name})
        fields = [
            FormField(name="display_name", label=_("Name"), value=account.display_name if account else ""),
            FormField(name="email", label=_("E-mail"), value=account.email if account else ""),
            FormField(name="unit", label=_("Unit"), value=(account.unit if account else "") or "", suggestions=names),
            FormField(
                name="department",
                label=_("Department"),
                value=(account.department if account else "") or "",
                suggestions=departments,
            ),
            FormField(
                name="external_id", label=_("Employee no."), value=(account.external_id if account else "") or ""
            ),
            FormField(
                name="role",
                label=_("Role"),
                value=account.role if account else Role.EMPLOYEE,
                options=[(role.value, _(ROLES[role])) for role in Role],
            ),
        ]
        if account is None:
            fields.insert(1, FormField(name="user_name", label=_("User name"), placeholder="anna.esimerkki"))
        return fields


def _given(values: Mapping[str, str], name: str, missing: str) -> str:
    if not values[name]:
        raise ConsoleError(missing, "", _("Fill it in."))
    return values[name]


def _as_before(account: Account) -> AccountPatch:
    return AccountPatch(
        display_name=account.display_name,
        email=account.email,
        external_id=account.external_id,
        department=account.department,
        unit=account.unit,
        role=account.role,
    )


SCREEN = AccountsScreen
