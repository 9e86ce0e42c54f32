"""A question before a change takes the answers that the questions of a test take."""

import pytest
from textual.app import App

from console.widgets.dialog import Confirm
from console.widgets.themes import THEMES


class Asking(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("enter", True), ("n", None), ("escape", None)])
async def test_a_question_is_answered_by_letters_too(key: str, answer: bool | None) -> None:
    answers: list[bool | None] = []
    app = Asking()
    async with app.run_test() as pilot:
        app.push_screen(Confirm("Mend this?", "Unmute: Boom"), answers.append)
        await pilot.pause()
        await pilot.press(key)

    assert answers == [answer]
