"""Errors between processes: problem details for HTTP (RFC 9457), with a hint of what to do."""

from console.domain.errors import ConsoleError
from console.domain.noun import Noun

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:bedside:problem:"


class Problem(Noun, frozen=True, kw_only=True):
    """A refusal. type: a stable URN, its last part is the error's code. hint: what to do."""

    type: str
    title: str
    status: int
    detail: str = ""
    hint: str = ""


def as_error(problem: Problem) -> ConsoleError:
    """Return the error that the service raised, as this side raises it."""
    return ConsoleError(problem.title, problem.detail, problem.hint, code=problem.type.removeprefix(TYPE))
