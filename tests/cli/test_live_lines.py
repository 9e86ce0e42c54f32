"""The line that is written over while a test runs."""

from io import StringIO

from console.cli.live_lines import ERASE, LiveLines
from console.diagnostics.bench import Fraction, Level, Step
from console.domain.diagnosis.evidence import Side

STEP = Step(id="loopback", title="From the speaker to the microphone", number=2, of=4)
LEVEL = Level(side=Side.INPUT, endpoint="boom", label="Boom", level=-38.2, peak=-30.0)


class Tty(StringIO):
    def isatty(self) -> bool:
        return True


class Steady:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_terminal_gets_a_line_a_step_and_one_that_is_written_over() -> None:
    stream, clock = Tty(), Steady()
    live = LiveLines(stream, clock)

    live.tell(STEP)
    live.tell(LEVEL)
    live.clear()

    assert stream.getvalue() == (
        f"Step 2 of 4  From the speaker to the microphone\n{ERASE}[####..........]  Boom -38 dBFS{ERASE}"
    )


def test_the_line_is_written_ten_times_a_second_at_most() -> None:
    stream, clock = Tty(), Steady()
    live = LiveLines(stream, clock)
    for _nth in range(50):
        live.tell(Fraction(done=0.5))
    clock.now += 0.11
    live.tell(Fraction(done=0.6))

    assert stream.getvalue().count(ERASE) == 2


def test_a_question_is_not_written_over() -> None:
    stream = Tty()
    live = LiveLines(stream, Steady())
    with live.held():
        live.tell(LEVEL)
        assert stream.getvalue() == ""
    live.tell(LEVEL)
    assert "Boom" in stream.getvalue()


def test_what_is_no_terminal_gets_nothing() -> None:
    stream = StringIO()
    live = LiveLines(stream, Steady())
    live.tell(STEP)
    live.tell(LEVEL)
    live.say("Done.")
    live.clear()

    assert stream.getvalue() == ""
