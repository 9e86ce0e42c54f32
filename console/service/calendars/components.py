"""From bytes to the components of a calendar, with the few lines of each that are needed.

What can name a person is dropped here, line by line, before anything looks at it. So is most of a large file.
"""

import re

import msgspec
from icalendar.parser import Contentline
from icalendar.parser.content_line import NEWLINE, UFOLD

from console.domain.errors import ConsoleError
from console.words import _

_KEPT = frozenset(
    {
        *("METHOD", "UID", "SEQUENCE", "STATUS", "CLASS", "ORGANIZER", "ATTENDEE"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("TZID", "TZOFFSETFROM", "TZOFFSETTO"),
    }
)
_NAME = re.compile(r"[A-Za-z0-9-]+")
_BLANK_LINES = re.compile(r"[\r\n]{2,}")


class Component(msgspec.Struct, kw_only=True):
    """A component as written: the lines kept of it, unfolded, by name, and the components in it."""

    name: str
    lines: dict[str, list[Contentline]] = msgspec.field(default_factory=dict)
    components: list["Component"] = msgspec.field(default_factory=list)

    def line(self, name: str) -> Contentline | None:
        """Return the first line of that name."""
        return next(iter(self.lines.get(name, ())), None)

    def value(self, name: str) -> str:
        """Return the text after the first colon of the first line of that name, "" where there is none."""
        return (self.line(name) or "").partition(":")[2].strip()

    def walk(self, name: str) -> list["Component"]:
        """Return the components of that name directly in this one."""
        return [component for component in self.components if component.name == name]


def calendars(data: bytes) -> list[Component]:
    """Return the calendars (VCALENDAR) of a file. Raises ConsoleError where it can't be one."""
    text = _text(data)
    if text.lstrip()[:15].upper() != "BEGIN:VCALENDAR":
        raise ConsoleError(
            _("This is not a calendar file."),
            _("A calendar file begins with BEGIN:VCALENDAR."),
            _("Export the calendar in the iCalendar format (.ics)."),
            code="not-a-calendar",
        )
    return _components(text.lstrip()).walk("VCALENDAR")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConsoleError(
            _("The calendar file is not in UTF-8."),
            _("Byte {n} is not valid.", n=error.start + 1),
            _("Export the calendar again, or save the file as UTF-8 text."),
            code="calendar-encoding",
        ) from None


def _components(text: str) -> Component:
    stack = [Component(name="")]
    # Blank lines go first: on a long run of them the unfolding takes quadratic time.
    for line in NEWLINE.split(UFOLD.sub("", _BLANK_LINES.sub("\n", text))):
        match = _NAME.match(line)
        name = match[0].upper() if match else ""
        if name == "BEGIN":
            stack.append(Component(name=_after_colon(line)))
        elif name == "END":
            _close(stack, _after_colon(line))
        elif name in _KEPT:
            stack[-1].lines.setdefault(name, []).append(Contentline(line))
    if len(stack) > 1:
        raise _broken(_("It ends too early: END:{name} is missing.", name=stack[-1].name[:40]))
    return stack[0]


def _close(stack: list[Component], name: str) -> None:
    if len(stack) < 2 or stack[-1].name != name:
        raise _broken(_("END:{name} stands where nothing of that name has begun.", name=name[:40]))
    closed = stack.pop()
    stack[-1].components.append(closed)


def _after_colon(line: str) -> str:
    return line.partition(":")[2].strip().upper()


def _broken(detail: str) -> ConsoleError:
    return ConsoleError(
        _("The calendar file is broken."),
        detail,
        _("Export the calendar again: the file may have been cut off or edited."),
        code="calendar-broken",
    )
