"""Figures for Prometheus: what is asked and how fast it is answered, who listens, what there is."""

import time
from collections.abc import Iterable, Mapping

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Column, Connection, Table, func, select

from console.service import schema
from console.service.hub import Hub
from console.service.transaction import Committed

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
Counts = Mapping[str, Mapping[str, int]]
"""How many there are of each state, by name of the figure."""

# What is counted when it is asked for, and by which column.
COUNTED: Mapping[str, tuple[Table, Column[object], str]] = {
    "accounts": (schema.account, schema.account.c.active, "active"),
    "calls": (schema.call, schema.call.c.status, "status"),
    "workstations": (schema.workstation, schema.workstation.c.online, "online"),
    "alerts": (schema.alert, schema.alert.c.state, "state"),
}


class Metrics:
    """The figures of one service, in a registry of its own."""

    def __init__(self, hub: Hub) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "bedside_http_requests", "Requests answered", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "bedside_http_request_seconds",
            "Time until an answer began",
            ["method", "route"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._events = Counter("bedside_events", "Events committed", ["topic"], registry=self._registry)
        listeners = Gauge("bedside_listeners", "Open event streams", registry=self._registry)
        listeners.set_function(lambda: len(hub.listeners()))
        hub.watch(self._count_event)

    def _count_event(self, event: Committed) -> None:
        self._events.labels(event.topic).inc()

    def measured(self, app: ASGIApp) -> ASGIApp:
        """Return the application with its answers counted and timed, by route and not by address."""

        async def measuring(scope: Scope, receive: Receive, send: Send) -> None:
            begun = time.perf_counter()

            async def counting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self._count_request(scope, message["status"], time.perf_counter() - begun)
                await send(message)

            await app(scope, receive, counting)

        return measuring

    def _count_request(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = str(scope.get("method")), str(scope.get("path_template", "none"))
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(method, route).observe(seconds)

    def exposition(self, counts: Counts) -> bytes:
        """Return all figures in Prometheus' text format."""
        counted = CollectorRegistry()
        counted.register(_Counted(counts))
        return generate_latest(self._registry) + generate_latest(counted)


class _Counted(Collector):
    """What was counted for the one who asks, as gauges."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, by_state in self._counts.items():
            family = GaugeMetricFamily(f"bedside_{name}", f"{name.capitalize()} kept", labels=[COUNTED[name][2]])
            for state, number in by_state.items():
                family.add_metric([state], number)
            yield family


def count(connection: Connection, organisation_id: str) -> Counts:
    """Count what an organisation has."""
    counts = {}
    for name, (table, column, _label) in COUNTED.items():
        mine = table.c.organisation_id == organisation_id
        rows = connection.execute(select(column, func.count()).where(mine).group_by(column))
        counts[name] = {str(state).lower(): number for state, number in rows}
    return counts
