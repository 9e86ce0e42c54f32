"""Today at a glance: how much is going on, who waits, and the day's calls on a line of time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from console.domain.calls import Call, CallStatus
from console.domain.desks import Desk
from console.presentation.alerts import needs_help
from console.presentation.cell import Cell, Line, Tone
from console.presentation.scene import Scene
from console.words import _, plural

LABEL = 18
TAIL = 28
EARLIEST, LATEST = 8, 16

# What is drawn where several calls of a row overlap: the one that matters most.
MARKS = {
    CallStatus.WAITING: Cell("!", Tone.WARNING),
    CallStatus.RUNNING: Cell("#", Tone.GOOD),
    CallStatus.MISSED: Cell("x", Tone.NOTICE),
    CallStatus.SCHEDULED: Cell("=", Tone.KEY),
    CallStatus.ENDED: Cell("-", Tone.QUIET),
}
WEIGHTS = {status: weight for weight, status in enumerate(MARKS)}


def of_today(scene: Scene) -> list[Call]:
    """Return the calls of the town's today that were not cancelled."""
    calls = scene.snapshot.calls.values()
    return [call for call in calls if call.status is not CallStatus.CANCELLED and scene.is_today(call.dtstart)]


def counts_line(scene: Scene) -> Line:
    """Say in one line how much is going on."""
    calls = of_today(scene)
    status = Counter(call.status for call in calls)
    help_wanted = sum(needs_help(alert, scene) for alert in scene.snapshot.alerts.values())
    ahead = [call.dtstart for call in calls if call.status is CallStatus.SCHEDULED and call.dtstart > scene.now]
    coming = _("Next call {time}", time=scene.time(min(ahead))) if ahead else _("No more calls today")
    return [
        Cell(_("Help {n}", n=help_wanted), Tone.URGENT if help_wanted else Tone.GOOD),
        Cell("   "),
        Cell(_("Running {n}", n=status[CallStatus.RUNNING])),
        Cell("   "),
        _waiting(scene, status[CallStatus.WAITING]),
        Cell("   "),
        Cell(coming),
    ]


def _waiting(scene: Scene, in_calls: int) -> Cell:
    waits = [wait.since for desk in scene.snapshot.desks.values() for wait in desk.waits]
    total = in_calls + len(waits)
    longest = f" ({_('longest {span}', span=scene.age(min(waits)))})" if waits else ""
    return Cell(_("Waiting {n}", n=total) + longest, Tone.WARNING if total else Tone.NORMAL)


def legend() -> str:
    """Say what the marks of the line of time mean."""
    return _("# running  = booked  ! waiting  x missed  - over")


def timeline(scene: Scene, width: int, height: int) -> list[Line]:
    """Return the day as lines: the hours, then a row for each unit (each department where there is little room),
    then the desks where one is served without booking.
    """
    calls = of_today(scene)
    desks = [desk_line(desk, scene) for desk in sorted(scene.snapshot.desks.values(), key=lambda desk: desk.name)]
    room = max(1, height - 1 - len(desks))
    rows = _grouped(calls, scene, by_unit=True)
    if len(rows) > room:
        rows = _grouped(calls, scene, by_unit=False)
    scale = _Scale(scene, calls, width)
    drawn = [_row(name, rows[name], scene, scale) for name in sorted(rows, key=str.casefold)]
    if len(drawn) > room:
        left_out = plural("and {n} more", "and {n} more", len(drawn) - room + 1)
        drawn = [*drawn[: room - 1], [Cell(left_out, Tone.QUIET)]]
    return [scale.hours(), *drawn, *desks][:height]


class _Scale:
    """Where a moment of today stands on the line."""

    def __init__(self, scene: Scene, calls: Sequence[Call], width: int) -> None:
        starts = [scene.local(call.dtstart).hour for call in calls]
        ends = [scene.local(call.dtend - timedelta(seconds=1)).hour + 1 for call in calls]
        self.first = min([EARLIEST, *starts])
        self.hours_shown = max([LATEST, *ends]) - self.first
        self.step = max(3, (width - LABEL - TAIL) // self.hours_shown)
        self.width = self.step * self.hours_shown
        self._midnight = scene.local(scene.now).replace(hour=0, minute=0, second=0, microsecond=0)
        self.now = self.place(scene.now)

    def place(self, moment: datetime) -> int:
        hours = (moment - self._midnight).total_seconds() / 3600 - self.first
        return int(hours * self.step)

    def hours(self) -> Line:
        """Return the line of the hours, with now marked: at its place, or beside the digits that stand there."""
        text = "".join(f"{hour:02}".ljust(self.step) for hour in range(self.first, self.first + self.hours_shown))
        mark = text.find(" ", self.now)
        if not 0 <= self.now < self.width or mark < 0:
            return [Cell(" " * LABEL + text, Tone.QUIET)]
        before, after = text[:mark], text[mark + 1 :]
        return [Cell(" " * LABEL + before, Tone.QUIET), Cell("▼", Tone.STRONG), Cell(after, Tone.QUIET)]


def _grouped(calls: Iterable[Call], scene: Scene, *, by_unit: bool) -> Mapping[str, list[Call]]:
    rows: defaultdict[str, list[Call]] = defaultdict(list)
    for call in calls:
        host = scene.snapshot.accounts.get(call.host_id)
        unit = host.unit if host is not None and by_unit else None
        room = scene.snapshot.rooms.get(call.room_id or "")
        department = call.department or (host.department if host is not None else None)
        rows[unit or department or (room.name if room is not None else _("Others"))].append(call)
    return rows


def _row(name: str, calls: Sequence[Call], scene: Scene, scale: _Scale) -> Line:
    status = Counter(call.status for call in calls)
    cells = [Cell("·" if place % scale.step == 0 else " ", Tone.QUIET) for place in range(scale.width)]
    if 0 <= scale.now < scale.width:
        cells[scale.now] = Cell("|", Tone.QUIET)
    for call in sorted(calls, key=lambda call: -WEIGHTS[call.status]):
        first = max(0, scale.place(call.dtstart))
        last = min(scale.width, max(first + 1, scale.place(call.dtend)))
        cells[first:last] = [MARKS[call.status]] * (last - first)
    return [Cell(_label(name)), *_joined(cells), Cell(" "), *_tail(status)]


def _label(name: str) -> str:
    return (name if len(name) < LABEL else name[: LABEL - 2] + "…").ljust(LABEL)


def _joined(cells: Iterable[Cell]) -> list[Cell]:
    joined: list[Cell] = []
    for cell in cells:
        if joined and joined[-1].tone is cell.tone:
            joined[-1] = cell._replace(text=joined[-1].text + cell.text)
        else:
            joined.append(cell)
    return joined


def _tail(status: Mapping[CallStatus, int]) -> Line:
    parts = [
        (_("{n} waiting", n=status[CallStatus.WAITING]), Tone.WARNING, status[CallStatus.WAITING]),
        (_("{n} running", n=status[CallStatus.RUNNING]), Tone.GOOD, status[CallStatus.RUNNING]),
        (_("{n} ahead", n=status[CallStatus.SCHEDULED]), Tone.NORMAL, status[CallStatus.SCHEDULED]),
    ]
    said = [Cell(f"{text} ", tone) for text, tone, n in parts if n]
    return said or [Cell(_("all over"), Tone.QUIET)]


def desk_line(desk: Desk, scene: Scene) -> Line:
    """Say how a desk is doing: open or closed, who is on duty, how many wait and for how long."""
    label = Cell(_label(desk.name), Tone.STRONG)
    if not desk.is_open:
        return [label, Cell(_("desk closed"), Tone.QUIET)]
    staff = Cell(_("desk open, {n} on duty", n=len(desk.staffed_by)), Tone.NORMAL if desk.staffed_by else Tone.WARNING)
    if not desk.waits:
        return [label, staff, Cell(f"  {_('nobody waiting')}", Tone.QUIET)]
    longest = scene.age(min(wait.since for wait in desk.waits))
    waits = _("{n} waiting, longest {span}", n=len(desk.waits), span=longest)
    return [label, staff, Cell(f"  {waits}", Tone.WARNING)]
