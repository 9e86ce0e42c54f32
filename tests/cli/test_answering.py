"""The person at the terminal, as a test asks them."""

from io import StringIO

import pytest

from console.cli.answering import AtTheTerminal
from console.cli.live_lines import LiveLines
from console.domain.diagnosis.evidence import Question


async def test_nobody_is_asked_about_a_picture_that_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    person = AtTheTerminal(LiveLines(StringIO()))

    assert await person.ask(Question.SEES_PICTURE, "C920") is None
    assert capsys.readouterr().err == ""
