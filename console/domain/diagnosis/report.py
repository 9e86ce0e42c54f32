"""A diagnosis for a ticket, in Markdown: verdict, causes, evidence, figures; no recording, and no name of a device."""

import re
from collections.abc import Iterator
from datetime import UTC

from console.domain.diagnosis import wording
from console.domain.diagnosis.baseline import drift
from console.domain.diagnosis.causes import Cause, Finding
from console.domain.diagnosis.evidence import Endpoint
from console.domain.diagnosis.figures import figures
from console.domain.diagnosis.nameless import nameless
from console.domain.diagnosis.result import Diagnosis
from console.domain.diagnosis.tested import shown
from console.words import _

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(diagnosis: Diagnosis, *, subject: str) -> str:
    """Return the report, in the language in use. subject: what was tested, such as a workstation's name."""
    diagnosis = nameless(diagnosis)
    at = diagnosis.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    lines = [
        f"# {_('Sound, picture and network: {subject}', subject=_plain(subject))}",
        "",
        f"**{wording.verdict(diagnosis.verdict)}** {at}, {diagnosis.seconds:g} s",
        "",
        *_chain(diagnosis),
        *_causes(diagnosis),
        *_devices(diagnosis),
        *_figures(diagnosis),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _chain(diagnosis: Diagnosis) -> Iterator[str]:
    if diagnosis.chain:
        yield " > ".join(f"{wording.link(link.name)} {wording.link_state(link.state)}" for link in diagnosis.chain)
        yield ""


def _causes(diagnosis: Diagnosis) -> Iterator[str]:
    for number, cause in enumerate(diagnosis.causes, 1):
        yield f"## {number}. {wording.title(cause)}"
        yield ""
        yield f"`{cause.code}`, {wording.certainty(cause.certainty)}{_about(cause)}. {wording.explained(cause)}"
        yield ""
        yield from (_finding(finding, diagnosis) for finding in cause.findings)
        yield ""
        yield f"{_('Mend:')} {_plain(wording.mend(cause))}"
        yield ""
        if sentence := wording.say(cause):
            yield f"{_('Say:')} {_plain(sentence)}"
            yield ""


def _about(cause: Cause) -> str:
    return f", {_plain(cause.subject)}" if cause.subject else ""


def _finding(finding: Finding, diagnosis: Diagnosis) -> str:
    age = max(0, round((diagnosis.at - finding.at).total_seconds()))
    said = _plain(wording.evidence(finding))
    return f"- {said} ({wording.source(finding.source)}, {wording.ago(age)})"


def _devices(diagnosis: Diagnosis) -> Iterator[str]:
    yield f"## {_('Devices')}"
    yield ""
    yield f"- {_('Microphone')}: {_device(diagnosis.input)}"
    yield f"- {_('Speaker')}: {_device(diagnosis.output)}"
    evidence = diagnosis.evidence
    if evidence is not None and evidence.audio is not None and evidence.audio.name:
        yield f"- {_('Sound system')}: {_plain(evidence.audio.name)}"
    if evidence is not None:
        yield from (f"- {_plain(sentence)}" for sentence in drift(evidence))
    yield ""


def _device(endpoint: Endpoint | None) -> str:
    return "-" if endpoint is None else _plain(shown(endpoint))


def _figures(diagnosis: Diagnosis) -> Iterator[str]:
    if diagnosis.measures:
        yield f"## {_('Measured')}"
        yield ""
        yield from (f"- {line}" for line in figures(diagnosis.measures))


def _plain(text: str) -> str:
    """Return the text with all that Markdown or HTML would read as markup made harmless, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
