"""Organisations, units, services, rooms and places over the API."""

import httpx

from tests.service.making import account, as_role, changed, listed, made, with_secret


async def test_owner_founds_an_organisation_that_sees_nothing_of_the_first(api: httpx.AsyncClient) -> None:
    theirs = await account(api)
    founded = await made(api, "organisations", name="Kela")

    async with with_secret(api, founded["token"]["secret"]) as kela:
        assert (await kela.get("/api/v1/organisation")).json()["name"] == "Kela"
        assert await listed(kela, "accounts") == []
        assert (await kela.get(f"/api/v1/accounts/{theirs['id']}")).status_code == 404
        assert [entry["action"] for entry in await listed(kela, "audit")] == ["token.created", "organisation.created"]


async def test_admin_who_is_not_the_owner_founds_nothing(api: httpx.AsyncClient) -> None:
    async with await as_role(api, "admin") as admin:
        assert (await admin.post("/api/v1/organisations", json={"name": "Kela"})).status_code == 403


async def test_admin_records_when_staff_were_informed(api: httpx.AsyncClient) -> None:
    answer = await api.patch(
        "/api/v1/organisation", json={"staffInformedOn": "2026-03-01"}, headers={"If-Match": '"1"'}
    )

    assert answer.json()["staffInformedOn"] == "2026-03-01"
    assert answer.headers["ETag"] == '"2"'


async def test_unknown_time_zone_is_refused(api: httpx.AsyncClient) -> None:
    answer = await api.patch("/api/v1/organisation", json={"timezone": "Europe/Ahtari"}, headers={"If-Match": "*"})

    assert answer.status_code == 422
    assert answer.json()["title"] == "There is no time zone of that name."


async def test_second_thing_of_a_name_is_refused_whatever_the_case(api: httpx.AsyncClient) -> None:
    for path in ("rooms", "places"):
        await made(api, path, name="Äänekoski")
        assert (await api.post(f"/api/v1/{path}", json={"name": "äänekoski"})).status_code == 409


async def test_admin_changes_a_place_and_its_kit(api: httpx.AsyncClient) -> None:
    place = await made(api, "places", name="Archive", kit=["headset"])

    after = await changed(api, "places", place, kit=["headset", "conference speaker"])

    assert after["kit"] == ["headset", "conference speaker"]
    assert (await api.get(f"/api/v1/places/{place['id']}")).json() == after


async def test_unit_that_an_account_names_is_in_the_list(api: httpx.AsyncClient) -> None:
    await made(api, "units", department="Sivistysosasto", name="Kirjasto")
    await account(api, department="Sivistysosasto", unit="Nuorisotoimi")

    units = {(unit["department"], unit["name"]) for unit in await listed(api, "units")}

    assert units == {("Sivistysosasto", "Kirjasto"), ("Sivistysosasto", ""), ("Sivistysosasto", "Nuorisotoimi")}


async def test_viewer_reads_and_changes_nothing(api: httpx.AsyncClient) -> None:
    room = await made(api, "rooms", name="Region")
    async with await as_role(api, "viewer") as viewer:
        assert await listed(viewer, "rooms") == [room]
        assert (await viewer.post("/api/v1/rooms", json={"name": "Other"})).status_code == 403
        path = f"/api/v1/rooms/{room['id']}"
        assert (await viewer.patch(path, json={"name": "Other"}, headers={"If-Match": "*"})).status_code == 403
