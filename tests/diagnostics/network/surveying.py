"""Runs the network check as `bedside diagnose network` does, and looks its steps up."""

from collections.abc import Mapping
from datetime import UTC, datetime

from console.client.service import ServiceClient
from console.diagnostics.bench import Bench, Plan
from console.diagnostics.checks.network import check
from console.domain.diagnosis.evidence import Evidence, Hop, HopFailure, NetworkStep, PathQuality
from console.domain.diagnosis.result import Depth, Subject


def now() -> datetime:
    return datetime.now(UTC)


class Surveyed:
    """What the check learned."""

    def __init__(self, evidence: Evidence) -> None:
        self.steps: Mapping[Hop, NetworkStep] = {step.hop: step for step in evidence.steps}
        self.paths: Mapping[Hop, PathQuality] = {path.over: path for path in evidence.paths}
        self.order = [step.hop for step in evidence.steps]

    @property
    def worked(self) -> set[Hop]:
        return {hop for hop, step in self.steps.items() if not step.failure and not step.skipped}

    @property
    def failed(self) -> dict[Hop, HopFailure]:
        return {hop: step.failure for hop, step in self.steps.items() if step.failure}

    @property
    def skipped(self) -> set[Hop]:
        return {hop for hop, step in self.steps.items() if step.skipped}


async def survey(url: str | None, token: str = "", certificate: str | None = None) -> Surveyed:
    service = None if url is None else ServiceClient(url, token, certificate=certificate)
    bench = Bench(
        plan=Plan(subject=Subject.NETWORK, depth=Depth.QUICK),
        clock=now,
        evidence=Evidence(started_at=now()),
        tell=lambda progress: None,
        service=service,
    )
    await check(bench)
    if service is not None:
        await service.close()
    return Surveyed(bench.evidence)
