"""A test as the screen holds it: the case, what is seen of it, and the question that waits for a key."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from console.client.service import ServiceClient
from console.diagnostics import baselines, undoing
from console.diagnostics.bench import Plan, Progress
from console.diagnostics.mending import Case
from console.domain.diagnosis.causes import Cause
from console.domain.diagnosis.evidence import Question
from console.domain.noun import Clock
from console.presentation.diagnosis.sight import BEGUN, Asked, Sight


class Examination:
    """One at a time. seen: called whenever there is something else to be seen. It is the person whom a test asks."""

    def __init__(self, clock: Clock, seen: Callable[[], None]) -> None:
        self.sight = Sight()
        self.case: Case | None = None
        self.stopped = False
        self._clock = clock
        self._seen = seen
        self._answer: asyncio.Future[bool] | None = None

    async def begin(self, plan: Plan, service: ServiceClient) -> None:
        """Begin a case with its first test. Raise ConsoleError where the plan can't be followed."""
        self.case = Case(
            plan=plan,
            clock=self._clock,
            tell=self._tell,
            person=self,
            service=service,
            file=baselines.own_file(),
            undo_file=undoing.own_file(),
        )
        await self.test()

    async def test(self) -> None:
        """Test again. Cancelling ends the test and its sound."""
        assert self.case is not None
        self.stopped = False
        self._see(BEGUN)
        try:
            diagnosis = await self.case.test()
        except asyncio.CancelledError:
            self.stopped = True
            raise
        finally:
            self._see(replace(self.sight, running=False, asked=None, picture=None))
        self._see(self.sight.ended(diagnosis))

    @property
    def mendable(self) -> Cause | None:
        """The first cause that the program knows how to mend and has not tried to."""
        if self.sight.diagnosis is None or self.case is None:
            return None
        return next(iter(self.case.mendable), None)

    # The person who is asked

    async def ask(self, question: Question, about: str = "") -> bool | None:
        """Show the question and return what was answered."""
        self._answer = asyncio.get_running_loop().create_future()
        self._see(replace(self.sight, asked=Asked(question, about)))
        try:
            return await self._answer
        finally:
            self._answer = None
            self._see(replace(self.sight, asked=None))

    def answer(self, yes: bool) -> None:
        """Answer the question that waits."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(yes)

    def _tell(self, told: Progress) -> None:
        self._see(self.sight.after(told))

    def _see(self, sight: Sight) -> None:
        self.sight = sight
        self._seen()
