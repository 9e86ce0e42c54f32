"""Reads the bodies of requests strictly: a number is no truth value and a text no number."""

from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import ClientException

from console.domain.tokens import Principal


class StrictRequest(Request[Principal, Any, State]):
    """A request whose JSON is read as what its route asks for; the framework's own reading would coerce it."""

    async def json(self) -> Any:
        """Return the body as the type of the route's `data`; raise what is answered with 400."""
        body = self.route_handler.parsed_data_field
        try:
            return msgspec.json.decode(await self.body(), type=Any if body is None else body.annotation)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ClientException(str(error)) from error
