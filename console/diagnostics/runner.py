"""Runs the checks of a plan one after the other and has what they gathered judged."""

import time
from importlib import import_module

from msgspec.structs import replace

from console.client.service import ServiceClient
from console.diagnostics.bench import Bench, Check, Nobody, Person, Plan, Step, Tell
from console.diagnostics.checks import CHECKS, Entry
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty
from console.domain.diagnosis.evidence import Earlier, Evidence
from console.domain.diagnosis.judging import judge
from console.domain.diagnosis.result import Complaint, Depth, Diagnosis, Subject
from console.domain.noun import Clock
from console.words import _


def chosen(plan: Plan) -> list[Entry]:
    """Return the plan's checks in their order."""
    return [
        entry
        for entry in CHECKS
        if plan.depth in entry.depths
        and (plan.person or not entry.asks)
        and (plan.complaint in entry.complaints if plan.complaint else plan.subject in entry.subjects)
    ]


async def run(
    plan: Plan,
    *,
    clock: Clock,
    tell: Tell,
    person: Person | None = None,
    service: ServiceClient | None = None,
    earlier: Earlier | None = None,
) -> Diagnosis:
    """Test what the plan says. earlier: the machine's baseline. Cancelling ends the test and its sound at once."""
    began = time.monotonic()
    evidence = Evidence(
        started_at=clock(),
        input=plan.input,
        output=plan.output,
        earlier=earlier,
        others_hear_echo=plan.complaint is Complaint.ECHO,
        unasked=plan.depth is Depth.SILENT,
    )
    bench = Bench(plan=plan, clock=clock, evidence=evidence, tell=tell, person=person or Nobody(), service=service)
    entries = chosen(plan)
    for number, entry in enumerate(entries, 1):
        if entry.asks and _is_certain(bench):
            continue
        tell(Step(id=entry.id, title=_(entry.title), number=number, of=len(entries)))
        check: Check = import_module(entry.module).CHECK
        await check(bench)
    diagnosis = judge(bench.evidence, at=clock(), seconds=time.monotonic() - began)
    if diagnosis.verdict is CheckOutcome.HEALTHY and _was_missed(plan, bench.evidence):
        return replace(diagnosis, verdict=CheckOutcome.UNABLE)
    return diagnosis


def _was_missed(plan: Plan, evidence: Evidence) -> bool:
    """Tell whether speech alone was to be tested and nobody spoke: settings without a fault are no proof of a voice."""
    is_about_speech = plan.complaint is None and plan.subject is Subject.SPEECH
    return is_about_speech and evidence.speech is None and not evidence.loudness


def _is_certain(bench: Bench) -> bool:
    """Tell whether a cause is certain already: then nobody is asked to read or to listen."""
    judged = judge(bench.evidence, at=bench.clock(), seconds=0)
    return any(cause.certainty is Certainty.CERTAIN for cause in judged.causes)
