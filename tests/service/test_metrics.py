"""Figures for Prometheus."""

import httpx
from prometheus_client.parser import text_string_to_metric_families

from console.service.backend import Backend
from tests.conftest import client_of
from tests.service.making import account, as_role, changed


async def scraped(api: httpx.AsyncClient) -> dict[tuple[str, ...], float]:
    answer = await api.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    return {
        (sample.name, *sorted(f"{key}={value}" for key, value in sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_scraper_learns_what_was_asked_by_route_and_what_there_is(api: httpx.AsyncClient) -> None:
    aino = await account(api, "aino")
    await changed(api, "accounts", await account(api, "eino"), active=False)
    await api.get(f"/api/v1/accounts/{aino['id']}")
    await api.get("/api/v1/nothing/of/the/kind")

    async with await as_role(api, "scrape") as scraper:
        figures = await scraped(scraper)

    route = "route=/api/v1/accounts/{thing_id}"
    assert figures["bedside_http_requests_total", "method=GET", route, "status=200"] == 1
    assert figures["bedside_http_request_seconds_count", "method=GET", route] == 1
    assert figures["bedside_http_requests_total", "method=GET", "route=none", "status=404"] == 1
    assert figures["bedside_events_total", "topic=account"] == 3
    assert figures["bedside_accounts", "active=true"] == 1
    assert figures["bedside_accounts", "active=false"] == 1
    assert figures["bedside_listeners",] == 0


async def test_two_services_of_one_process_count_apart(api: httpx.AsyncClient, backend: Backend) -> None:
    other = Backend(backend.database, backend.clock)
    await other.start("tester")
    await account(api)
    async with client_of(other, other.owner_secret) as client:
        assert not any("accounts" in "".join(key) and "POST" in "".join(key) for key in await scraped(client))


async def test_figures_are_for_admins_and_scrapers(api: httpx.AsyncClient) -> None:
    for role, status in {"admin": 200, "support": 403, "viewer": 403}.items():
        async with await as_role(api, role) as client:
            assert (await client.get("/metrics")).status_code == status
    async with await as_role(api, "scrape") as scraper:
        assert (await scraper.get("/api/v1/accounts")).status_code == 403
