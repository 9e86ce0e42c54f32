"""`bedside feedback`: what people said after calls, and of the pages."""

import argparse
from collections import Counter
from collections.abc import Iterator

from console.cli.asking import asked, tell
from console.cli.running import DONE, whole
from console.client.service import ServiceClient
from console.domain.feedback import Answer, Feedback, Question
from console.words import _, marked

QUESTIONS = {
    Question.TECHNOLOGY: marked("Sound and picture worked"),
    Question.SETTLED: marked("The matter was settled"),
}
ANSWERS = {Answer.YES: marked("yes"), Answer.PARTLY: marked("partly"), Answer.NO: marked("no")}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--days", type=whole(1, 400), metavar=_("NUMBER"), default=30, help=_("how many days back to look (30)")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run(options: argparse.Namespace) -> int:
    """Print the counts and the remarks."""

    async def wish(client: ServiceClient) -> int:
        feedback = await client.feedback(options.days)
        if options.json:
            tell(feedback)
        for line in () if options.json else _lines(feedback):
            print(line)
        return DONE

    return asked(options, wish)


def _lines(feedback: Feedback) -> Iterator[str]:
    yield _("Since {day}", day=feedback.since.isoformat())
    for question, title in QUESTIONS.items():
        counts = Counter[Answer]()
        for one in feedback.answers:
            counts[one.answer] += one.count if one.question is question else 0
        yield f"{_(title)}: " + ", ".join(f"{_(said)} {counts[answer]}" for answer, said in ANSWERS.items())
    for remark in feedback.remarks:
        yield f"{remark.day.isoformat()}  {remark.text}"
