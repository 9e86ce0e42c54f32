"""Accounts over the API."""

import httpx

PERSON = {"userName": "maija.saari", "displayName": "Maija Saari", "email": "maija.saari@example.org"}


async def create(api: httpx.AsyncClient, **fields: object) -> httpx.Response:
    return await api.post("/api/v1/accounts", json={**PERSON, **fields})


async def test_admin_creates_an_account_from_three_fields(api: httpx.AsyncClient) -> None:
    answer = await create(api)

    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert answer.json()["role"] == "employee"
    assert answer.json()["invitedAt"] == "2026-03-12T10:00:00Z"


async def test_account_is_found_by_any_letter_of_the_name(api: httpx.AsyncClient) -> None:
    await create(api, displayName="Äijä Öhman")

    found = await api.get("/api/v1/accounts", params={"q": "äIJÄ ÖH"})

    assert [item["displayName"] for item in found.json()["items"]] == ["Äijä Öhman"]


async def test_second_account_of_a_name_is_refused_whatever_the_case(api: httpx.AsyncClient) -> None:
    await create(api)

    answer = await create(api, userName="MAIJA.Saari", email="other@example.org")

    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "That user name is taken already."


async def test_of_two_writers_one_is_refused(api: httpx.AsyncClient) -> None:
    account = (await create(api)).json()
    path = f"/api/v1/accounts/{account['id']}"

    first = await api.patch(path, json={"unit": "Kirjasto"}, headers={"If-Match": '"1"'})
    second = await api.patch(path, json={"unit": "Museo"}, headers={"If-Match": '"1"'})

    assert (first.status_code, second.status_code) == (200, 412)
    assert (await api.get(path)).json()["unit"] == "Kirjasto"


async def test_writer_who_does_not_say_what_was_seen_is_refused(api: httpx.AsyncClient) -> None:
    account = (await create(api)).json()

    answer = await api.patch(f"/api/v1/accounts/{account['id']}", json={"unit": "Kirjasto"})

    assert answer.status_code == 428


async def test_name_with_a_hidden_character_is_refused(api: httpx.AsyncClient) -> None:
    answer = await create(api, displayName="Maija\u202eiraaS")

    assert answer.status_code == 400
    assert "displayName" in answer.json()["detail"]


async def test_a_cursor_that_no_page_gave_is_refused_in_words(api: httpx.AsyncClient) -> None:
    refused = await api.get("/api/v1/accounts", params={"cursor": "zzz"})

    assert refused.status_code == 400
    assert "the `next` of the page before" in refused.json()["detail"]


async def test_list_goes_on_from_its_cursor(api: httpx.AsyncClient) -> None:
    for number in range(5):
        await create(api, userName=f"u{number}", email=f"u{number}@example.org")

    first = (await api.get("/api/v1/accounts", params={"limit": 3})).json()
    rest = (await api.get("/api/v1/accounts", params={"limit": 3, "cursor": first["next"]})).json()

    assert [item["userName"] for item in first["items"] + rest["items"]] == ["u0", "u1", "u2", "u3", "u4"]
    assert rest["next"] is None
