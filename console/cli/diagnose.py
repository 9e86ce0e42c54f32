"""`bedside diagnose`: tests this machine's sound, picture and network, names what is wrong and mends what it may."""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import get_terminal_size

from console.cli.answering import AtTheTerminal
from console.cli.asking import tell
from console.cli.live_lines import LiveLines
from console.cli.running import in_one_line, remote, say
from console.cli.taking_back import taken_back
from console.cli.watching import watched, windows
from console.client.service import ServiceClient
from console.diagnostics import baselines, undoing
from console.diagnostics.bench import Plan
from console.diagnostics.mending import Case
from console.diagnostics.reporting import write
from console.domain.devices import CheckOutcome
from console.domain.diagnosis import wording
from console.domain.diagnosis.causes import Cause
from console.domain.diagnosis.result import Depth, Diagnosis, Subject
from console.domain.diagnosis.telling import told
from console.domain.errors import ConsoleError
from console.presentation.diagnosis.summary import summary
from console.words import _, language

STATUS = {CheckOutcome.HEALTHY: 0, CheckOutcome.FAULT: 1, CheckOutcome.UNSURE: 2, CheckOutcome.UNABLE: 2}
MOST_MENDS = 8
LONGEST_WATCH = 3600.0
"""Seconds."""
WIDEST = 100


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    remote(parser)
    subjects = [subject.value for subject in Subject]
    parser.add_argument("subject", nargs="?", choices=subjects, default=Subject.ALL.value, help=_("what to test"))
    depth = parser.add_mutually_exclusive_group()
    depth.add_argument("--quick", action="store_true", help=_("a short test; this is what happens without an option"))
    depth.add_argument("--full", action="store_true", help=_("a thorough test"))
    depth.add_argument(
        "--watch",
        dest="listening",
        type=_seconds,
        metavar="SECONDS",
        help=_("listen for so long, an hour at most: finds sound that comes and goes"),
    )
    parser.add_argument(
        "--keep", action="store_true", help=_("with --full: hold later tests against this one, if all is well")
    )
    parser.add_argument("--input", metavar="NAME", help=_("the microphone to test; without it, the default one"))
    parser.add_argument("--output", metavar="NAME", help=_("the speaker to test; without it, the default one"))
    parser.add_argument("--camera", metavar="NAME", help=_("the camera to test; without it, the first one"))
    mending = parser.add_mutually_exclusive_group()
    mending.add_argument("--mend", action="store_true", help=_("mend what can be mended from here, and test again"))
    mending.add_argument(
        "--undo", action="store_true", help=_("take back what was mended in the last 24 hours; nothing is tested")
    )
    parser.add_argument("--yes", action="store_true", help=_("mend without asking first"))
    parser.add_argument("--report", type=Path, metavar="DIR", help=_("write a report to this folder, for a ticket"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 1.0 <= seconds <= LONGEST_WATCH:
        raise argparse.ArgumentTypeError(_("{text} is not a number of seconds from 1 to 3600", text=text))
    return seconds


def run(options: argparse.Namespace) -> int:
    """Test, tell, and mend if asked to. Who reads JSON gets a verdict even where nothing could be tested."""
    try:
        return asyncio.run(taken_back(_now) if options.undo else _Command(options).run())
    except ConsoleError as error:
        if options.json:
            unable = Diagnosis(verdict=CheckOutcome.UNABLE, at=_now(), seconds=0.0)
            tell(told(unable, reason=in_one_line(error)))
        return say(error)


@dataclass
class _Command:
    options: argparse.Namespace

    async def run(self) -> int:
        if self.options.keep and not self.options.full:
            raise ConsoleError(_("Only a full test is kept."), "", _("Write: bedside diagnose --full --keep"))
        live = LiveLines(sys.stderr)
        person = AtTheTerminal(live) if sys.stdin.isatty() and sys.stderr.isatty() else None
        service = await self._service()
        case = Case(
            plan=self._plan(person is not None),
            clock=_now,
            tell=live.tell,
            person=person,
            service=service,
            file=baselines.own_file(),
            anew=self.options.keep,
            undo_file=undoing.own_file(),
        )
        try:
            diagnosis = await self._tested(case, live)
            if self.options.mend:
                diagnosis = await self._mended(case, person, live)
        finally:
            live.clear()
            if service is not None:
                await service.close()
        if self.options.keep:
            print(_kept(case), file=sys.stderr)
        self._tell(diagnosis, case)
        try:
            if self.options.report:
                await self._report(diagnosis, live)
        except ConsoleError as error:
            return say(error)
        return STATUS[diagnosis.verdict]

    async def _tested(self, case: Case, live: LiveLines) -> Diagnosis:
        if not self.options.listening:
            return await case.test()
        count = windows(self.options.listening)[0]

        def changed(line: str) -> None:
            live.clear()
            print(line, file=sys.stderr if self.options.json else sys.stdout, flush=True)

        return await watched(case, count, changed)

    def _plan(self, person: bool) -> Plan:
        options = self.options
        depth = Depth.FULL if options.full else Depth.WATCH if options.listening else Depth.QUICK
        return Plan(
            subject=Subject(options.subject),
            depth=depth,
            input=options.input,
            output=options.output,
            camera=options.camera,
            seconds=windows(options.listening)[1] if options.listening else 0.0,
            person=person,
        )

    async def _service(self) -> ServiceClient | None:
        """Return the service that the network is tested to, None where there is none or it isn't asked for."""
        from console.client import credentials, embedded
        from console.wire.run_file import home_of

        if self.options.subject not in {Subject.NETWORK, Subject.ALL}:
            return None
        if url := self.options.service:
            return ServiceClient(url, await credentials.token_for(url.rstrip("/")))
        found = await embedded.find(home_of(self.options.home))
        if found is not None:
            return ServiceClient(found.url, found.admin_token)
        if self.options.subject == Subject.ALL:
            print(_("The network was not tested: there is no service to test it to."), file=sys.stderr)
            return None
        raise ConsoleError(
            _("There is no service to test the network to."), "", _("Name one with --service URL."), code="no-service"
        )

    async def _mended(self, case: Case, person: AtTheTerminal | None, live: LiveLines) -> Diagnosis:
        """Mend one cause after another, each followed by a test, until nothing is left that may be mended."""
        assert case.latest is not None
        for _nth in range(MOST_MENDS):
            cause = case.next_mend
            if cause is None or not await self._agreed(cause, case.latest, person, live):
                break
            try:
                await case.mend(cause)
            except ConsoleError as error:
                live.clear()
                say(error)
                break
            await case.test()
        return case.latest

    async def _agreed(self, cause: Cause, found: Diagnosis, person: AtTheTerminal | None, live: LiveLines) -> bool:
        if self.options.yes or person is None:
            return True
        live.clear()
        for line in summary(found, _now(), language(), width=_width()):
            print(line, file=sys.stderr)
        return await person.agrees(_("Do this now? {mend}", mend=wording.mend(cause)))

    async def _report(self, diagnosis: Diagnosis, live: LiveLines) -> None:
        for file in await write(diagnosis, self.options.report.expanduser(), subject=_("this machine")):
            live.say(_("Written: {file}", file=file))

    def _tell(self, diagnosis: Diagnosis, case: Case) -> None:
        if self.options.json:
            tell(told(diagnosis, mended=[mend.action for mend in case.mends], recovery=case.recovery))
            return
        for mend in case.mends:
            print(_("Done: {mend}", mend=wording.mend(mend.cause)))
        if case.mends:
            print(_("Take it back within 24 hours: bedside diagnose --undo"))
        for line in summary(diagnosis, _now(), language(), case.recovery, width=_width()):
            print(line)


def _kept(case: Case) -> str:
    if case.is_kept:
        return _("Later tests are held against this one.")
    return _(
        "Later tests are not held against this one: all must be well with the devices in use, none turned down low."
    )


def _width() -> int:
    return min(WIDEST, get_terminal_size((WIDEST, 24)).columns)


def _now() -> datetime:
    return datetime.now(UTC)
