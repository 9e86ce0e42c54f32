"""The agent's life: watch and report, rest while paused, end cleanly when told to."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from console.agent.checking import Checker
from console.agent.connection import how_to_enrol
from console.agent.files import AgentFiles, seen
from console.agent.recorder import Recorder
from console.agent.reporter import Reporter
from console.agent.spool import Spool
from console.domain.errors import ConsoleError
from console.domain.noun import Clock
from console.media.inventory.watching import watch
from console.words import _

log = logging.getLogger(__name__)


def run(files: AgentFiles, clock: Clock) -> None:
    """Report until SIGTERM or Ctrl+C. Raises ConsoleError if this home has no enrolled agent, or one that runs."""
    if files.identity() is None:
        raise ConsoleError(_("This workstation is not enrolled yet."), hint=how_to_enrol(), code="not-enrolled")
    with held(files), Spool(files.spool_path) as spool:
        asyncio.run(_until_told(files, spool, clock))


@contextmanager
def held(files: AgentFiles) -> Iterator[None]:
    """Hold the home for one agent; raise agent-running while another one does. The system frees it when we die."""
    files.make()
    lock = FileLock(files.lock_path, timeout=0, mode=0o600)
    with files.usable():
        try:
            lock.acquire()
        except Timeout as error:
            raise ConsoleError(
                _("An agent is running in this home already."),
                str(files.home),
                _("See how it fares with: bedside agent --show"),
                code="agent-running",
            ) from error
    try:
        yield
    finally:
        lock.release()


def is_running(files: AgentFiles) -> bool:
    """Tell whether an agent runs in this home."""
    with files.usable():
        if not files.lock_path.exists():
            return False
    try:
        with held(files):
            return False
    except ConsoleError as error:
        return error.code == "agent-running"


async def _until_told(files: AgentFiles, spool: Spool, clock: Clock) -> None:
    told = asyncio.Event()
    _on_stop_signals(told.set)
    recorder = Recorder(spool, clock)
    reporter = Reporter(files, spool, recorder, clock)
    checker = Checker(files, recorder, clock)
    living = asyncio.create_task(_live(files, recorder, reporter, checker, clock))
    stopping = asyncio.create_task(told.wait())
    await asyncio.wait({living, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    living.cancel()
    try:
        await living
    except asyncio.CancelledError:
        log.info(_("The agent has ended."))
    finally:
        await reporter.close()
        await checker.close()


def _on_stop_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Not loop.add_signal_handler, which Windows does not have.
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop))


async def _live(files: AgentFiles, recorder: Recorder, reporter: Reporter, checker: Checker, clock: Clock) -> None:
    while True:
        log.info(_("Watching this workstation's devices."))
        async with asyncio.TaskGroup() as work:
            tasks = [
                work.create_task(watch(recorder.observe, set_anew=recorder.note_setting)),
                work.create_task(reporter.run()),
                work.create_task(checker.check_quietly()),
                work.create_task(checker.answer_support()),
            ]
            await seen(lambda: files.paused_until(clock()) is not None)
            for task in tasks:
                task.cancel()
        log.info(_("Paused."))
        async with asyncio.TaskGroup() as rest:
            notice = rest.create_task(reporter.tell_pause())
            await seen(lambda: files.paused_until(clock()) is None)
            notice.cancel()
