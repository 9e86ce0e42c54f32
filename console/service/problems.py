"""Refusals as problem details (RFC 9457), in the asker's language."""

import msgspec
import structlog
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec

from console.domain.errors import ConsoleError
from console.domain.text import in_words
from console.wire.problems import MEDIA_TYPE, TYPE, Problem
from console.words import _

log = structlog.get_logger()

STATUS = {
    "not-a-calendar": 422,
    "calendar-encoding": 422,
    "calendar-broken": 422,
    "calendar-unreadable": 422,
    "calendar-too-large": 413,
    "document-unreadable": 422,
    "document-too-large": 413,
    "too-many-documents": 503,
    "service-stopping": 503,
    "no-echo": 503,
    "invalid": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not-found": 404,
    "not-allowed": 405,
    "conflict": 409,
    "gone": 410,
    "precondition-failed": 412,
    "too-large": 413,
    "unprocessable": 422,
    "precondition-required": 428,
    "too-many-requests": 429,
    "database-locked": 503,
    "database-read-only": 503,
    "database-unreachable": 503,
    "database-full": 507,
}
_CODES = {status: code for code, status in STATUS.items()}


def described(*statuses: int) -> dict[int, ResponseSpec]:
    """Return the refusals of a route, for the API's document."""
    return {
        status: ResponseSpec(
            data_container=Problem, media_type=MEDIA_TYPE, generate_examples=False, description=_CODES[status]
        )
        for status in sorted({*statuses, 400, 401, 403})
    }


def as_problem(error: ConsoleError) -> Problem:
    """Return what a person is told, as it is sent."""
    return Problem(
        type=TYPE + error.code,
        title=error.title,
        status=STATUS.get(error.code, 500),
        detail=error.detail,
        hint=error.hint,
    )


def for_console_error(request: Request[object, object, State], error: ConsoleError) -> Response[Problem]:
    """Answer with what a person is told."""
    return _answer(as_problem(error))


def for_http_exception(request: Request[object, object, State], error: HTTPException) -> Response[Problem]:
    """Answer for what the framework refused: an unknown path, a wrong method, a body of the wrong shape."""
    code = _CODES.get(error.status_code, "refused" if error.status_code < 500 else "error")
    title, hint = _framework_words(error.status_code)
    return _answer(
        Problem(type=TYPE + code, title=title, status=error.status_code, detail=_detail(error), hint=hint),
        dict(error.headers or {}),
    )


def for_anything_else(request: Request[object, object, State], error: Exception) -> Response[Problem]:
    """Answer for our own mistake; what it was is in the log, not in the answer."""
    log.error("request failed", method=request.method, route=request.scope.get("path_template"), exc_info=error)
    return _answer(
        Problem(
            type=TYPE + "error",
            title=_("Something went wrong in the service."),
            status=500,
            hint=_("Try again; if it stays so, look into the service's log."),
        )
    )


def _framework_words(status: int) -> tuple[str, str]:
    words = {
        400: (_("The request is not in the form that is asked for."), _("See the detail, mend it and send it again.")),
        404: (_("There is no such thing here."), _("See that the address is right.")),
        405: (_("That can't be done with this address."), _("See the API's document for what can.")),
        413: (_("That is too large."), _("Send it in smaller parts.")),
    }
    return words.get(status, (_("The request was refused."), _("See the API's document.")))


def _detail(error: HTTPException) -> str:
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        return "; ".join(f"{part.get('key', '')}: {in_words(part.get('message', ''))}" for part in error.extra)
    return in_words(error.detail) if error.status_code < 500 else ""


_RETRY_AFTER = {429: "60", 503: "2"}  # seconds


def _answer(problem: Problem, headers: dict[str, str] | None = None) -> Response[Problem]:
    if wait := _RETRY_AFTER.get(problem.status):
        headers = {**(headers or {}), "Retry-After": wait}
    if problem.status == 401:
        headers = {**(headers or {}), "WWW-Authenticate": "Bearer"}
    return Response(
        problem,
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=headers,
        type_encoders={Problem: msgspec.to_builtins},
    )
