"""Makes things over the API, as a client would, and fails where the service refuses."""

from typing import Any

import httpx


async def made(api: httpx.AsyncClient, path: str, **fields: object) -> dict[str, Any]:
    """Make a thing and return it."""
    answer = await api.post(f"/api/v1/{path}", json=fields)
    assert answer.is_success, answer.text
    thing: dict[str, Any] = answer.json()
    return thing


async def changed(api: httpx.AsyncClient, path: str, thing: dict[str, Any], **fields: object) -> dict[str, Any]:
    """Change a thing as it was last seen and return it."""
    answer = await api.patch(
        f"/api/v1/{path}/{thing['id']}", json=fields, headers={"If-Match": f'"{thing["version"]}"'}
    )
    assert answer.is_success, answer.text
    after: dict[str, Any] = answer.json()
    return after


async def listed(api: httpx.AsyncClient, path: str, **params: str) -> list[dict[str, Any]]:
    """Return a whole list."""
    answer = await api.get(f"/api/v1/{path}", params={"limit": "1000", **params})
    assert answer.is_success, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def account(api: httpx.AsyncClient, name: str = "maija.saari", **fields: object) -> dict[str, Any]:
    """Make an account."""
    return await made(api, "accounts", userName=name, displayName=name.title(), email=f"{name}@example.org", **fields)


async def as_role(api: httpx.AsyncClient, role: str, account_id: str | None = None) -> httpx.AsyncClient:
    """Return a client of the same service with a new token of that role."""
    token = await made(api, "tokens", name=f"{role}'s", role=role, accountId=account_id)
    return with_secret(api, token["secret"])


def with_secret(api: httpx.AsyncClient, secret: str) -> httpx.AsyncClient:
    """Return a client of the same service with another token."""
    return httpx.AsyncClient(
        transport=api._transport, base_url=api.base_url, headers={"Authorization": f"Bearer {secret}"}
    )


async def call(api: httpx.AsyncClient, **fields: object) -> dict[str, Any]:
    """Make a call of an account's, now."""
    now = (await api.get("/healthz")).json()["clock"]["now"]
    return await made(api, "calls", **{"host": "maija.saari", "dtstart": now, **fields})


async def links(api: httpx.AsyncClient, of: dict[str, Any]) -> dict[str, str]:
    """Make a link for each seat of a call; return their addresses by the seats' ids."""
    return {seat["id"]: (await made(api, f"calls/{of['id']}/seats/{seat['id']}/link"))["url"] for seat in of["seats"]}


def seat_ids(of: dict[str, Any]) -> list[str]:
    """Return the ids of a call's seats: the host's first."""
    return [seat["id"] for seat in of["seats"]]
