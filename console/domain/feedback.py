"""What people say of a call's technology and of the pages: counted by the day, and never tied to who said it."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from console.domain.noun import Noun, Write

LONGEST = 2_000


class Question(StrEnum):
    """What is asked when a call has ended."""

    TECHNOLOGY = "technology"
    """Did the technology work?"""
    SETTLED = "settled"
    """Was the matter settled?"""


class Answer(StrEnum):
    """What can be answered."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Impressions(Write, frozen=True, kw_only=True):
    """One participant's answers; what was not answered is left out."""

    technology: Answer | None = None
    settled: Answer | None = None


class NewRemark(Write, frozen=True, kw_only=True):
    """What somebody writes of the pages."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class AnswerCount(Noun, frozen=True, kw_only=True):
    """How many answered so on a day. No call, no seat and no hour is kept with it."""

    day: date
    question: Question
    answer: Answer
    count: int


class Remark(Noun, frozen=True, kw_only=True):
    """What somebody wrote of the pages on a day."""

    day: date
    text: str


class Feedback(Noun, frozen=True, kw_only=True):
    """Everything that was said since a day, newest first."""

    since: date
    answers: tuple[AnswerCount, ...]
    remarks: tuple[Remark, ...]
