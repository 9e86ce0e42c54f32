"""A diagnosis in words: causes and findings are data, text is made here, in the language in use."""

from contextvars import copy_context
from typing import assert_never

from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Cause, Certainty, Finding, Source
from console.domain.diagnosis.phrases import OVER, PHRASES
from console.domain.diagnosis.phrases.phrase import Phrases
from console.domain.diagnosis.result import LinkName, LinkState
from console.words import LANGUAGES, _, language, marked, use

_VERDICTS = {
    CheckOutcome.HEALTHY: marked("All is well."),
    CheckOutcome.FAULT: marked("Something is wrong."),
    CheckOutcome.UNSURE: marked("Not sure: something may be wrong."),
    CheckOutcome.UNABLE: marked("This could not be tested."),
}
_CERTAINTIES = {
    Certainty.CERTAIN: marked("certain"),
    Certainty.LIKELY: marked("likely"),
    Certainty.POSSIBLE: marked("possible"),
}
_SOURCES = {
    Source.AUDIO_SYSTEM: marked("the sound system"),
    Source.PROBE: marked("the test sound"),
    Source.STREAM: marked("this program's own sound"),
    Source.PERSON: marked("a person's answer"),
    Source.CAMERA: marked("the camera"),
    Source.NETWORK: marked("the network"),
    Source.BASELINE: marked("the last good test"),
}
_LINKS = {
    LinkName.DEVICE: marked("device"),
    LinkName.CAPTURED: marked("captured"),
    LinkName.SENT: marked("sent"),
    LinkName.RECEIVED: marked("received"),
    LinkName.PLAYED: marked("played"),
}


def verdict(outcome: CheckOutcome) -> str:
    """Return the verdict as a sentence."""
    return _(_VERDICTS[outcome])


def nothing_tested() -> str:
    """Return what is said where nothing could be tested and no more is known of why."""
    return _("Nothing could be tested here, so nothing is known.")


def certainty(of: Certainty) -> str:
    """Return how sure it is, as a word within a line."""
    return _(_CERTAINTIES[of])


def source(of: Source) -> str:
    """Return who says so, as words within a line."""
    return _(_SOURCES[of])


def title(cause: Cause) -> str:
    """Return what is wrong, as one sentence."""
    return _(_phrases(cause).title)


def explained(cause: Cause) -> str:
    """Return what that means, as one sentence."""
    return _(_phrases(cause).explained)


def mend(cause: Cause) -> str:
    """Return the one thing to do, as one sentence."""
    action = cause.action
    device = (action.label or action.name) if action else ""
    volume = action.volume if action and action.volume is not None else 1.0
    return _(_phrases(cause).mend, device=device or cause.subject or "-", percent=round(volume * 100))


def say(cause: Cause, spoken: str | None = None) -> str:
    """Return the sentence to read aloud to the other person. spoken: a language, else the one in use."""
    return copy_context().run(_in, spoken or language(), _phrases(cause).say)


def said(cause: Cause) -> dict[str, str]:
    """Return the sentence to read aloud in each language."""
    return {spoken: say(cause, spoken) for spoken in LANGUAGES}


def evidence(finding: Finding) -> str:
    """Return a piece of evidence as one sentence."""
    return _(finding.message, **{name: _plain(value) for name, value in finding.values.items()})


def ago(seconds: float) -> str:
    """Return an age, as words within a line."""
    if seconds >= 2 * 86_400:
        return _("{n} days ago", n=round(seconds / 86_400))
    return _("{n} s ago", n=round(seconds))


def link(name: LinkName) -> str:
    """Return the name of a link of the chain, as a word within a line."""
    return _(_LINKS[name])


def link_state(state: LinkState) -> str:
    """Return what is known of a link, as a word within a line."""
    match state:
        case LinkState.OK:
            return _("ok")
        case LinkState.FAULT:
            return _("fault")
        case LinkState.UNKNOWN:
            return "-"
        case LinkState.LEFT_OUT:
            return _("not tested")
        case _:
            assert_never(state)


def _phrases(cause: Cause) -> Phrases:
    return OVER[cause.code] if cause.is_over else PHRASES[cause.code]


def _in(spoken: str, message: str) -> str:
    use(spoken)
    return _(message)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"
