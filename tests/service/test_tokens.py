"""Tokens and the audit over the API."""

import httpx

from console.service.backend import Backend
from tests.service.making import account, as_role, listed, made, with_secret


async def test_secret_of_a_token_is_told_once_and_kept_nowhere(api: httpx.AsyncClient, backend: Backend) -> None:
    token = await made(api, "tokens", name="Reception", role="viewer")

    assert token["secret"].startswith("bedside_")
    everywhere = [(await api.get(f"/api/v1/{path}")).text for path in ("tokens", "audit")]
    path = backend.database.engine.url.database or ""
    with open(path, "rb") as file, open(f"{path}-wal", "rb") as log:  # noqa: PTH123
        kept = file.read() + log.read()
    assert not any(token["secret"] in text for text in everywhere)
    assert token["secret"].encode() not in kept


async def test_revoked_token_opens_nothing(api: httpx.AsyncClient) -> None:
    token = await made(api, "tokens", name="Reception", role="viewer")
    async with with_secret(api, token["secret"]) as reception:
        assert (await reception.get("/api/v1/rooms")).status_code == 200

        assert (await api.delete(f"/api/v1/tokens/{token['id']}")).status_code == 204

        assert (await reception.get("/api/v1/rooms")).status_code == 401
    assert [entry["action"] for entry in await listed(api, "audit", subject=token["id"])] == [
        "token.revoked",
        "token.created",
    ]


async def test_employees_token_must_name_an_account(api: httpx.AsyncClient) -> None:
    answer = await api.post("/api/v1/tokens", json={"name": "Desk", "role": "employee"})

    assert (answer.status_code, answer.json()["hint"]) == (422, "Give accountId.")


async def test_nobody_makes_an_agents_token_by_hand(api: httpx.AsyncClient) -> None:
    assert (await api.post("/api/v1/tokens", json={"name": "PC", "role": "agent"})).status_code == 422


async def test_token_for_another_organisations_account_is_refused(api: httpx.AsyncClient) -> None:
    ours = await account(api)
    founded = await made(api, "organisations", name="Kela")
    async with with_secret(api, founded["token"]["secret"]) as kela:
        answer = await kela.post("/api/v1/tokens", json={"name": "x", "role": "employee", "accountId": ours["id"]})

    assert answer.status_code == 409


async def test_audit_is_for_helpers(api: httpx.AsyncClient) -> None:
    for role, status in {"support": 200, "viewer": 403}.items():
        async with await as_role(api, role) as client:
            assert (await client.get("/api/v1/audit")).status_code == status
