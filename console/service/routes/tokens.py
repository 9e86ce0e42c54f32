"""Tokens: made by an admin, told once, revoked at once."""

import msgspec
from litestar import Response, delete, get, post
from litestar.params import JSONBody

from console.domain.errors import ConsoleError
from console.domain.noun import new_id
from console.domain.tokens import NewToken, Token, TokenRole
from console.service import reading
from console.service.auth import admins
from console.service.problems import described
from console.service.resources import ACCOUNTS, TOKENS
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import Cursor, Limit, ThingId, tagged
from console.service.secrets import hashed, new_secret
from console.service.supporting import let_out_unwelcome
from console.service.transaction import Transaction
from console.wire import paths
from console.wire.page import Page
from console.words import _


@get(paths.TOKENS, operation_id="list_token", tags=["token"], guards=[admins], responses=described())
async def list_tokens(backend: TheBackend, principal: Asker, cursor: Cursor = None, limit: Limit = 100) -> Page[Token]:
    """List tokens, revoked ones too. Nobody can read a secret again."""
    return await backend.read(lambda connection: reading.page(connection, TOKENS, principal, cursor, limit))


@post(paths.TOKENS, operation_id="create_token", tags=["token"], guards=[admins], responses=described(409, 422))
async def create_token(backend: TheBackend, principal: Asker, data: JSONBody[NewToken]) -> Response[Token]:
    """Make a token. Its secret is in this answer and nowhere else."""
    return tagged(await backend.write(principal, lambda change: create(change, data)), 201)


@delete(
    f"{paths.TOKENS}/{{thing_id:str}}",
    operation_id="revoke_token",
    tags=["token"],
    guards=[admins],
    responses=described(404),
)
async def revoke_token(backend: TheBackend, principal: Asker, thing_id: ThingId) -> None:
    """Revoke a token: it opens nothing more, and the streams that it opened end."""

    def work(change: Transaction) -> None:
        token = change.get(TOKENS, thing_id)
        change.update(TOKENS, token, {"revoked_at": token.revoked_at or change.now}, action="revoked")

    await backend.write(principal, work)
    backend.forget(thing_id)
    await let_out_unwelcome(backend)


def create(change: Transaction, new: NewToken) -> Token:
    """Add a token and return it with its secret."""
    _refuse_what_no_token_may_be(new)
    change.refer(ACCOUNTS, new.account_id)
    return add(
        change,
        Token(
            id=new_id(change.now),
            organisation_id=change.principal.organisation_id,
            name=new.name,
            role=new.role,
            account_id=new.account_id,
            created_at=change.now,
            expires_at=new.expires_at,
        ),
    )


def add(change: Transaction, token: Token) -> Token:
    """Keep a token's hash and return it with its secret."""
    secret = new_secret()
    change.insert(TOKENS, token, hash=hashed(secret))
    return msgspec.structs.replace(token, secret=secret)


def _refuse_what_no_token_may_be(new: NewToken) -> None:
    if new.role is TokenRole.AGENT:
        raise ConsoleError(
            _("An agent's token is not made by hand."),
            "",
            _("Make an enrolment code for the workstation: its agent trades it for a token."),
            code="unprocessable",
        )
    if new.role is TokenRole.EMPLOYEE and new.account_id is None:
        raise ConsoleError(
            _("An employee's token must name the account whose calls it sees."),
            "",
            _("Give accountId."),
            code="unprocessable",
        )


handlers = [list_tokens, create_token, revoke_token]
