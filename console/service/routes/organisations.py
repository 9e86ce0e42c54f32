"""The organisation of whoever asks, and new ones of this home."""

import msgspec
from litestar import Response, get, patch, post
from litestar.params import JSONBody

from console.domain.errors import ConsoleError
from console.domain.noun import new_id
from console.domain.organisations import NewOrganisation, Organisation, OrganisationPatch, is_known_timezone
from console.domain.tokens import Founded, Token, TokenRole
from console.service import reading
from console.service.auth import admins, owner, people
from console.service.problems import described
from console.service.resources import ORGANISATIONS
from console.service.routes import tokens
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import IfMatch, changes_of, tagged, version_of
from console.service.transaction import Transaction
from console.wire import paths
from console.words import _


@get(
    paths.ORGANISATION, operation_id="show_organisation", tags=["organisation"], guards=[people], responses=described()
)
async def show_organisation(backend: TheBackend, principal: Asker) -> Response[Organisation]:
    """Show the organisation that the token belongs to."""
    return tagged(
        await backend.read(
            lambda connection: reading.one(connection, ORGANISATIONS, principal, principal.organisation_id)
        )
    )


@patch(
    paths.ORGANISATION,
    operation_id="change_organisation",
    tags=["organisation"],
    guards=[admins],
    responses=described(412, 422, 428),
)
async def change_organisation(
    backend: TheBackend, principal: Asker, data: JSONBody[OrganisationPatch], if_match: IfMatch = None
) -> Response[Organisation]:
    """Change the organisation; record the day on which its staff were told what agents report."""
    version = version_of(if_match)
    changes = changes_of(data)

    def work(change: Transaction) -> Organisation:
        before = change.seen(ORGANISATIONS, principal.organisation_id, version)
        _refuse_unknown_timezone(changes.get("timezone"))
        return change.update(ORGANISATIONS, before, changes, version=version)

    return tagged(await backend.write(principal, work))


@post(
    paths.ORGANISATIONS,
    operation_id="create_organisation",
    tags=["organisation"],
    guards=[owner],
    responses=described(422),
)
async def create_organisation(backend: TheBackend, principal: Asker, data: JSONBody[NewOrganisation]) -> Founded:
    """Make one more organisation in this home, with an admin's token for it. Only the home's owner may."""
    _refuse_unknown_timezone(data.timezone)
    organisation = Organisation(id=new_id(backend.clock()), **msgspec.structs.asdict(data))
    founder = msgspec.structs.replace(principal, organisation_id=organisation.id)

    def work(change: Transaction) -> Token:
        change.insert(ORGANISATIONS, organisation)
        return tokens.add(
            change,
            Token(
                id=new_id(change.now),
                organisation_id=organisation.id,
                name=principal.name,
                role=TokenRole.ADMIN,
                created_at=change.now,
            ),
        )

    return Founded(organisation=organisation, token=await backend.write(founder, work))


def _refuse_unknown_timezone(name: object) -> None:
    if isinstance(name, str) and not is_known_timezone(name):
        raise ConsoleError(
            _("There is no time zone of that name."),
            name,
            _("Write it as the IANA does, like Europe/Helsinki."),
            code="unprocessable",
        )


handlers = [show_organisation, change_organisation, create_organisation]
