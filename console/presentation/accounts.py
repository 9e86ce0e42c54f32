"""Accounts: who has one, whether it is used, how far along each person is."""

from typing import Any

from console.domain.accounts import Account, Usage, usage
from console.presentation import browser_checks
from console.presentation.cell import Cell, Tone, sign
from console.presentation.columns import Column
from console.presentation.detail import Detail, Field, field
from console.presentation.listing import Listing, View
from console.presentation.scene import NEVER, UNKNOWN, Scene
from console.presentation.terms import ROLES, STAGE_ORDER, STAGES, USAGE, USAGE_TONES
from console.words import _, marked

NOT_IN_USE = frozenset({Usage.INVITED, Usage.NEVER_USED, Usage.IDLE})


def _usage(account: Account, scene: Scene) -> Cell:
    use = usage(account, scene.now)
    return Cell(_(USAGE[use]), USAGE_TONES.get(use, Tone.NORMAL))


def _sign(account: Account, scene: Scene) -> Cell:
    return sign(USAGE_TONES.get(usage(account, scene.now), Tone.NORMAL))


def _stage(account: Account, _scene: Scene) -> Cell:
    number = STAGE_ORDER[account.onboarding_stage]
    return Cell(f"{number}/{len(STAGE_ORDER)} {_(STAGES[account.onboarding_stage])}")


def _quiet_unless_active(text: str | None, account: Account) -> Cell:
    return Cell(text or UNKNOWN, Tone.NORMAL if account.active else Tone.QUIET)


def _rank(account: Account, _scene: Scene) -> Any:
    return account.display_name.casefold()


def _words(account: Account, scene: Scene) -> str:
    return " ".join(
        (
            account.display_name,
            account.user_name,
            account.email,
            account.external_id or "",
            account.department or "",
            account.unit or "",
            _(USAGE[usage(account, scene.now)]),
            _(STAGES[account.onboarding_stage]),
            _(ROLES[account.role]),
        )
    )


def _detail(account: Account, scene: Scene) -> Detail:
    fields: list[Field] = [
        field(_("Use"), _usage(account, scene)),
        field(_("Onboarding"), _stage(account, scene)),
        field(_("Unit"), ", ".join(part for part in (account.unit, account.department) if part) or UNKNOWN),
        field(_("User name"), account.user_name),
        field(_("E-mail"), account.email),
        field(_("Employee no."), account.external_id or UNKNOWN),
        field(_("Role"), _(ROLES[account.role])),
        field(_("Invited"), scene.moment(account.invited_at)),
        field(_("Signed in"), scene.moment(account.signed_in_at)),
        field(_("Latest call"), scene.moment(account.last_used_at)),
        *browser_checks.of_account(account.id, scene),
        *_next_calls(account, scene),
    ]
    return Detail(account.display_name, fields)


def _next_calls(account: Account, scene: Scene) -> list[Field]:
    coming = sorted(
        call.dtstart
        for call in scene.snapshot.calls.values()
        if call.host_id == account.id and call.dtend > scene.now and call.status == "scheduled"
    )
    label = _("Next calls")
    return [field(label if number == 0 else "", scene.moment(start)) for number, start in enumerate(coming[:5])]


def _empty(_scene: Scene) -> str:
    return _("Nobody has an account yet. Press n to create the first one.")


ACCOUNTS: Listing[Account] = Listing(
    title=marked("Accounts"),
    things=lambda scene: scene.snapshot.accounts,
    columns=(
        Column(title="", width=2, cell=_sign, order=lambda account, scene: usage(account, scene.now)),
        Column(
            title=marked("Name"),
            width=18,
            grow=3,
            cell=lambda account, _scene: _quiet_unless_active(account.display_name, account),
        ),
        Column(title=marked("Unit"), width=16, grow=2, cell=lambda each, _scene: _quiet_unless_active(each.unit, each)),
        Column(
            title=marked("Department"),
            width=18,
            grow=2,
            rank=5,
            cell=lambda account, _scene: _quiet_unless_active(account.department, account),
        ),
        Column(title=marked("Use"), width=10, cell=_usage, order=lambda account, scene: usage(account, scene.now)),
        Column(
            title=marked("Onboarding"),
            width=15,
            grow=1,
            rank=1,
            cell=_stage,
            order=lambda account, _scene: STAGE_ORDER[account.onboarding_stage],
        ),
        Column(
            title=marked("Latest call"),
            width=12,
            grow=1,
            rank=2,
            cell=lambda account, scene: Cell(scene.day_or_time(account.last_used_at)),
            order=lambda account, _scene: account.last_used_at or NEVER,
        ),
        Column(
            title=marked("Role"),
            width=13,
            rank=6,
            cell=lambda account, _scene: Cell(_(ROLES[account.role])),
        ),
        Column(
            title=marked("User name"),
            width=16,
            grow=1,
            rank=7,
            cell=lambda account, _scene: Cell(account.user_name, Tone.QUIET),
        ),
    ),
    views=(
        View(title=marked("all")),
        View(title=marked("not in use"), keep=lambda each, scene: usage(each, scene.now) in NOT_IN_USE),
        View(title=marked("off"), keep=lambda account, _scene: not account.active),
    ),
    words=_words,
    rank=_rank,
    detail=_detail,
    empty=_empty,
)
