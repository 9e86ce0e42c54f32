"""The language of who asks goes with the request, into every thread."""

from sqlalchemy import Connection

from console import words
from console.domain.tokens import Principal, TokenRole
from console.service.backend import Backend
from console.service.transaction import Transaction


async def test_reading_and_writing_speak_the_askers_language(backend: Backend) -> None:
    def reading(_connection: Connection) -> str:
        return words.language()

    def writing(_change: Transaction) -> str:
        return words.language()

    somebody = Principal(token_id="t", name="t", role=TokenRole.ADMIN, organisation_id="o")
    for language in ("fi", "sv", "en"):
        words.use(language)

        assert await backend.read(reading) == language
        assert await backend.write(somebody, writing) == language
