"""The log: who did what to which thing, when."""

from collections.abc import Mapping
from typing import Any

from console.domain.audit import AuditEntry
from console.presentation.cell import Cell, Tone
from console.presentation.changes import changes, named
from console.presentation.columns import Column
from console.presentation.detail import Detail, field
from console.presentation.listing import Listing, View
from console.presentation.scene import Scene
from console.words import _, marked

NOUNS = {
    "organisation": marked("organisation"),
    "unit": marked("unit"),
    "service": marked("service"),
    "account": marked("account"),
    "room": marked("room"),
    "place": marked("place"),
    "desk": marked("desk"),
    "browser-check": marked("device check"),
    "call": marked("call"),
    "seat": marked("seat"),
    "workstation": marked("workstation"),
    "enrolment": marked("enrolment code"),
    "alert": marked("alert"),
    "token": marked("token"),
    "calendar": marked("calendar"),
    "wait": marked("wait"),
}

VERBS = {
    "created": marked("created"),
    "changed": marked("changed"),
    "removed": marked("removed"),
    "imported": marked("imported"),
    "closed": marked("closed"),
    "invited": marked("invited"),
    "due": marked("due again"),
    "missed": marked("missed"),
    "ended": marked("ended"),
    "asked-for-help": marked("help asked for"),
    "needs-no-help": marked("help no longer needed"),
    "revoked": marked("revoked"),
    "code-made": marked("code made"),
    "guest-revealed": marked("name shown"),
    "link-made": marked("link made"),
    "link-revoked": marked("link withdrawn"),
    "support-asked": marked("support asked"),
    "support-let-in": marked("support let in"),
    "support-stopped": marked("support put out"),
    "support-left": marked("support left"),
    "consent-given": marked("yes to support"),
    "consent-refused": marked("no to support"),
    "wait-began": marked("wait began"),
    "wait-served": marked("guest served"),
    "wait-left": marked("guest left"),
}


def subject(entry: AuditEntry, scene: Scene) -> str:
    """Say which thing it was: by its name of today, else by its name then, else by the beginning of its id."""
    then: Mapping[str, Any] = entry.after or entry.before or {}
    return named(entry.subject_id, scene) or then.get("displayName") or then.get("name") or entry.subject_id[:8]


def _noun(entry: AuditEntry) -> str:
    noun = entry.action.partition(".")[0]
    return _(NOUNS[noun]) if noun in NOUNS else noun


def _verb(entry: AuditEntry) -> str:
    verb = entry.action.partition(".")[2]
    return _(VERBS[verb]) if verb in VERBS else verb


def _detail(entry: AuditEntry, scene: Scene) -> Detail:
    fields = [
        field(_("When"), f"{scene.weekday(entry.at)} {scene.local(entry.at):%H:%M:%S}"),
        field(_("Who"), scene.helper(entry.actor)),
        field(_("Did"), f"{_noun(entry)} {_verb(entry)}"),
        field(_("To"), subject(entry, scene)),
        *([field(_("Reason"), entry.reason)] if entry.reason else []),
        *changes(entry, scene),
    ]
    return Detail(f"{subject(entry, scene)}: {_noun(entry)} {_verb(entry)}", fields)


def _things(scene: Scene) -> Mapping[str, AuditEntry]:
    return {entry.id: entry for entry in scene.snapshot.audit}


LOG: Listing[AuditEntry] = Listing(
    title=marked("Log"),
    things=_things,
    columns=(
        Column(
            title=marked("When"),
            width=12,
            cell=lambda entry, scene: Cell(scene.moment(entry.at)),
            order=lambda entry, _scene: entry.at,
        ),
        Column(title=marked("Who"), width=14, grow=1, cell=lambda entry, scene: Cell(scene.helper(entry.actor))),
        Column(title=marked("What"), width=14, cell=lambda entry, _scene: Cell(_noun(entry))),
        Column(title=marked("Did"), width=14, cell=lambda entry, _scene: Cell(_verb(entry))),
        Column(title=marked("To"), width=18, grow=2, cell=lambda entry, scene: Cell(subject(entry, scene))),
        Column(
            title=marked("Reason"),
            width=16,
            grow=2,
            rank=1,
            cell=lambda entry, _scene: Cell(entry.reason or "", Tone.QUIET),
        ),
    ),
    views=(
        View(title=marked("all")),
        View(title=marked("today"), keep=lambda entry, scene: scene.is_today(entry.at)),
    ),
    words=lambda entry, scene: " ".join(
        (scene.helper(entry.actor), _noun(entry), _verb(entry), subject(entry, scene), entry.reason or "")
    ),
    rank=lambda entry, _scene: -entry.at.timestamp(),
    detail=_detail,
    empty=lambda _scene: _("Nothing has been recorded yet. What anybody changes is listed here."),
)
