"""The steps on the way to the service: which failed, and what that means beside those that worked."""

from collections.abc import Iterator

from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.evidence import Evidence, Hop, HopFailure, NetworkStep
from console.words import marked

_SEEN = {
    HopFailure.UNKNOWN_NAME: marked("{step}: nobody knows the name {target}."),
    HopFailure.NO_RESOLVER: marked("{step}: no name server answers."),
    HopFailure.REFUSED: marked("{step}: {target} refuses the connection."),
    HopFailure.NO_ANSWER: marked("{step}: {target} does not answer."),
    HopFailure.UNTRUSTED: marked("{step}: the certificate of {target} is signed by somebody unknown."),
    HopFailure.EXPIRED: marked("{step}: the certificate of {target} has expired."),
    HopFailure.WRONG_NAME: marked("{step}: the certificate of {target} is made for another name."),
    HopFailure.WRONG_ANSWER: marked("{step}: {target} answers with something else."),
    HopFailure.NOT_AUTHORISED: marked("{step}: {target} does not accept the token."),
    HopFailure.NO_CANDIDATE: marked("{step}: a relay was asked for at {target} and none was given."),
    HopFailure.CREDENTIALS_REFUSED: marked("{step}: {target} refuses the credentials."),
    HopFailure.TEST_ENDED: marked("{step}: the test's own program ended by itself."),
}
WORKED = marked("{step}: works.")
NAMES = {
    Hop.DNS: "DNS",
    Hop.TCP: "TCP",
    Hop.TLS: "TLS",
    Hop.HTTP: "HTTP",
    Hop.EVENTS: "Server-sent events",
    Hop.WEBSOCKET: "WebSocket",
    Hop.STUN: "UDP, STUN",
    Hop.TURN_UDP: "TURN, UDP",
    Hop.TURN_TCP: "TURN, TCP",
    Hop.TURN_TLS: "TURN, TLS",
    Hop.MEDIA: "RTP",
}
"""The standards' names of the steps, the same in every language."""

_UNTRUSTED = frozenset({HopFailure.UNTRUSTED, HopFailure.EXPIRED, HopFailure.WRONG_NAME})
_TURN = (Hop.TURN_UDP, Hop.TURN_TCP, Hop.TURN_TLS)
_MISSING = frozenset({HopFailure.NO_ANSWER, HopFailure.REFUSED})


def network(evidence: Evidence) -> Iterator[Cause]:
    """Name what keeps this machine from the service, and calls from getting through."""
    steps = {step.hop: step for step in evidence.steps if not step.skipped}
    yield from _to_service(steps)
    yield from _live(steps)
    yield from _relay(steps)
    yield from _datagrams(steps)
    yield from _media(evidence, steps)


def _to_service(steps: dict[Hop, NetworkStep]) -> Iterator[Cause]:
    """The first failed step of those that build on one another is the cause."""
    failed = next((step for hop in _IN_ORDER if (step := steps.get(hop)) and step.failure), None)
    if failed is None:
        return
    if failed.failure in _UNTRUSTED:
        code = Code.TLS_UNTRUSTED
    elif failed.hop is Hop.DNS:
        code = Code.DNS_FAILURE
    elif failed.failure is HopFailure.NOT_AUTHORISED:
        code = Code.SERVICE_ACCESS_DENIED
    else:
        code = Code.SERVICE_UNREACHABLE
    before = _IN_ORDER[: _IN_ORDER.index(failed.hop)]
    yield _cause(code, Certainty.CERTAIN, failed, *(steps[hop] for hop in before if hop in steps))


_IN_ORDER = (Hop.DNS, Hop.TCP, Hop.TLS, Hop.HTTP)


def _live(steps: dict[Hop, NetworkStep]) -> Iterator[Cause]:
    http = steps.get(Hop.HTTP)
    for hop, code in ((Hop.EVENTS, Code.EVENTS_BLOCKED), (Hop.WEBSOCKET, Code.WEBSOCKET_BLOCKED)):
        step = steps.get(hop)
        if step is None or step.failure is None or (http is not None and http.failure is not None):
            continue
        if step.failure is HopFailure.NOT_AUTHORISED:
            yield _cause(Code.SERVICE_ACCESS_DENIED, Certainty.CERTAIN, step)
        else:
            # Where plain requests get through and this kind does not, it is this kind that is stopped.
            yield _cause(code, Certainty.CERTAIN if http else Certainty.LIKELY, step, *([http] if http else []))


def _relay(steps: dict[Hop, NetworkStep]) -> Iterator[Cause]:
    tried = [step for hop in _TURN if (step := steps.get(hop))]
    failed = [step for step in tried if step.failure]
    for step in failed:
        if step.failure is HopFailure.CREDENTIALS_REFUSED:
            yield _cause(Code.TURN_CREDENTIALS_REFUSED, Certainty.CERTAIN, step)
            return
    for step in failed:
        if step.failure in _UNTRUSTED:
            yield _cause(Code.TLS_UNTRUSTED, Certainty.CERTAIN, step)
    others = [step for step in failed if step.failure not in _UNTRUSTED]
    if others and len(failed) == len(tried):
        yield _cause(Code.TURN_UNREACHABLE, Certainty.CERTAIN, *others)


def _datagrams(steps: dict[Hop, NetworkStep]) -> Iterator[Cause]:
    """UDP is blocked where it gets no answer while TCP works."""
    by_udp = [step for hop in (Hop.STUN, Hop.TURN_UDP) if (step := steps.get(hop))]
    by_tcp = [step for hop in (Hop.TCP, Hop.TURN_TCP, Hop.TURN_TLS) if (step := steps.get(hop)) and not step.failure]
    if not by_udp or not by_tcp or any(step.failure not in _MISSING for step in by_udp):
        return
    same_server = [step for step in by_tcp if step.hop in _TURN]
    relays = [step for hop in _TURN if (step := steps.get(hop))]
    if same_server:
        # The very server that is silent by UDP answers by TCP.
        yield _cause(Code.UDP_BLOCKED, Certainty.CERTAIN, *by_udp, *same_server)
    elif not any(step.hop is not Hop.TURN_UDP for step in relays):
        yield _cause(Code.UDP_BLOCKED, Certainty.LIKELY, *by_udp, *by_tcp)


def _media(evidence: Evidence, steps: dict[Hop, NetworkStep]) -> Iterator[Cause]:
    step, back = steps.get(Hop.MEDIA), evidence.round_trip_signal
    if step is not None and step.failure is HopFailure.TEST_ENDED:
        yield Cause(code=Code.TEST_ENDED, certainty=Certainty.LIKELY, findings=(_finding(step),))
    elif step is not None and step.failure is not None:
        refused = step.failure is HopFailure.CREDENTIALS_REFUSED
        code = Code.TURN_CREDENTIALS_REFUSED if refused else Code.MEDIA_BLOCKED
        yield _cause(code, Certainty.CERTAIN, step)
    elif back is not None and not back.matched:
        message = marked("The test sound did not come back from the service.")
        finding = Finding(message=message, source=Source.PROBE, at=back.at)
        subject = step.target if step else ""
        yield Cause(code=Code.MEDIA_BLOCKED, certainty=Certainty.LIKELY, subject=subject, findings=(finding,))


def _cause(code: Code, certainty: Certainty, failed: NetworkStep, *others: NetworkStep) -> Cause:
    findings = tuple(_finding(step) for step in (failed, *others))
    return Cause(code=code, certainty=certainty, subject=failed.target, findings=findings)


def _finding(step: NetworkStep) -> Finding:
    message = WORKED if step.failure is None else _SEEN[step.failure]
    values: dict[str, str | float] = {"step": NAMES[step.hop]}
    if step.failure is not None:
        values["target"] = step.target
    return Finding(message=message, source=Source.NETWORK, at=step.at, values=values)
