"""The audio system itself: missing, refusing, frozen."""

from collections.abc import Iterator

from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.evidence import Evidence, Reach
from console.words import marked

_CODES = {
    Reach.NO_LIBRARY: Code.NO_AUDIO_SYSTEM,
    Reach.NO_SERVER: Code.NO_AUDIO_SYSTEM,
    Reach.DIED: Code.NO_AUDIO_SYSTEM,
    Reach.BROKEN: Code.NO_AUDIO_SYSTEM,
    Reach.ACCESS_DENIED: Code.AUDIO_ACCESS_DENIED,
    Reach.FROZEN: Code.AUDIO_SYSTEM_FROZEN,
}
_SEEN = {
    Reach.NO_LIBRARY: marked("The program library for sound is missing on this machine."),
    Reach.NO_SERVER: marked("The sound system is not running."),
    Reach.DIED: marked("The sound system ended while it was tested."),
    Reach.BROKEN: marked("The sound system refuses to list its devices."),
    Reach.ACCESS_DENIED: marked("The sound system refuses this user."),
    Reach.FROZEN: marked("The sound system does not answer."),
}


def audio_system(evidence: Evidence) -> Iterator[Cause]:
    """Name what keeps the whole audio system from being used."""
    audio = evidence.audio
    if audio is None or audio.reach is Reach.READY:
        return
    finding = Finding(message=_SEEN[audio.reach], source=Source.AUDIO_SYSTEM, at=audio.at)
    yield Cause(code=_CODES[audio.reach], certainty=Certainty.CERTAIN, subject=audio.name, findings=(finding,))
