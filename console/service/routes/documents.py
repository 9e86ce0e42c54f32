"""A document that is shared in a call: it comes as it is, without a name, and goes out as pictures of its pages."""

import asyncio
from typing import Annotated

from litestar import Response, delete, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath, QueryParameter

from console.domain.calls import Call
from console.domain.errors import ConsoleError
from console.domain.noun import new_id
from console.service import links
from console.service.backend import Backend
from console.service.origins import refuse_foreign
from console.service.routes.given import TheBackend
from console.service.routes.meetings import COOKIE, AnyRequest
from console.service.sharing import worker
from console.service.sharing.documents import Shared, is_in, refuse_others
from console.service.sharing.refusals import LARGEST, interrupted, no_document, not_in, refuse_too_large
from console.wire import paths
from console.wire.meeting import Document

PATH = f"{paths.CALL_PAGE}/{{seat_id:str}}/document"
COMES_WITHIN = 300.0
"""Seconds: 20 MB need 160 at a megabit a second."""

TRIAL_WIDTH = 1280
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@post(PATH, opt={"open": True}, include_in_schema=False, request_max_body_size=None)
async def share(request: AnyRequest, backend: TheBackend, seat_id: FromPath[str]) -> Response[Document]:
    """Show a document to everyone in the call. Its bytes stay in memory, and only for as long as it is shown."""
    refuse_foreign(request, backend)
    call = await _joined(request, backend, seat_id)
    size = _told_size(request)
    refuse_too_large(size or 0)
    with backend.meetings.documents.coming(call.id, LARGEST if size is None else size):
        data = await _body(request)
        pages = await worker.pages(data, backend.stopping)
        seen = Document(id=new_id(backend.clock()), pages=pages, page=1, seat=seat_id)
        shared = Shared(seen, data)
        await shared.picture(1, TRIAL_WIDTH, backend.stopping)  # what can't be drawn is told to who shares it alone
        backend.meetings.share(call, shared)
        try:
            await _joined(request, backend, seat_id)  # what is committed after this look is heard of
        except ConsoleError:
            backend.meetings.take_away(call.id)
            raise
    return Response(seen, status_code=201, headers=HEADERS)


@get(f"{PATH}/{{document_id:str}}/{{page:int}}", opt={"open": True}, include_in_schema=False)
async def show_page(
    request: AnyRequest,
    backend: TheBackend,
    seat_id: FromPath[str],
    document_id: FromPath[str],
    page: FromPath[int],
    width: Annotated[int, QueryParameter(name="width", ge=1, le=10_000, required=False)] = TRIAL_WIDTH,
) -> Response[bytes]:
    """Answer a page as a picture."""
    call = await _joined(request, backend, seat_id)
    shared = backend.meetings.documents.of(call.id)
    if shared is None or shared.seen.id != document_id:
        raise no_document()
    picture = await shared.picture(page, width, backend.stopping)
    return Response(picture.data, media_type=picture.kind, headers=HEADERS)


@delete(PATH, status_code=204, opt={"open": True}, include_in_schema=False)
async def take_back(request: AnyRequest, backend: TheBackend, seat_id: FromPath[str]) -> None:
    """Show it no more, and forget it. Who shares it or hosts may."""
    refuse_foreign(request, backend)
    call = await _joined(request, backend, seat_id)
    if (shared := backend.meetings.documents.of(call.id)) is not None:
        refuse_others(call, seat_id, shared)
        backend.meetings.take_away(call.id)


async def _joined(request: AnyRequest, backend: Backend, seat_id: str) -> Call:
    secret = request.cookies.get(COOKIE, "")
    call, _holder = await backend.read(lambda connection: links.held(connection, seat_id, secret, backend.clock))
    if not is_in(call, seat_id):
        raise not_in()
    return call


def _told_size(request: AnyRequest) -> int | None:
    told = request.headers.get("content-length", "")
    return int(told) if told.isdecimal() else None


async def _body(request: AnyRequest) -> bytes:
    """Return what is sent; no more than is allowed is ever held."""
    data = bytearray()
    try:
        async with asyncio.timeout(COMES_WITHIN):
            async for part in request.stream():
                refuse_too_large(len(data) + len(part))
                data += part
    except (TimeoutError, HTTPException) as error:
        raise interrupted() from error
    return bytes(data)


handlers = [share, show_page, take_back]
