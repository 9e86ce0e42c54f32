"""The audio system itself: missing, refusing, frozen; or the test's own program, that could not use it."""

from collections.abc import Iterator

from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.evidence import Ended, Evidence, Reach
from console.words import marked

_NO_LIBRARY = marked("The program library for sound is missing on this machine.")
_CODES = {
    Reach.NO_LIBRARY: Code.LIBRARY_MISSING,
    Reach.NO_SERVER: Code.NO_AUDIO_SYSTEM,
    Reach.DIED: Code.NO_AUDIO_SYSTEM,
    Reach.BROKEN: Code.NO_AUDIO_SYSTEM,
    Reach.ACCESS_DENIED: Code.AUDIO_ACCESS_DENIED,
    Reach.FROZEN: Code.AUDIO_SYSTEM_FROZEN,
    Reach.UNSEEN: Code.TEST_ENDED,
}
_SEEN = {
    Reach.NO_LIBRARY: _NO_LIBRARY,
    Reach.NO_SERVER: marked("The sound system is not running."),
    Reach.DIED: marked("The sound system ended while it was tested."),
    Reach.BROKEN: marked("The sound system refuses to list its devices."),
    Reach.ACCESS_DENIED: marked("The sound system refuses this user."),
    Reach.FROZEN: marked("The sound system does not answer."),
    Reach.UNSEEN: marked("The program that looks at the sound system ended by itself."),
}
_ENDED = {
    Ended.NO_LIBRARY: _NO_LIBRARY,
    Ended.BROKEN_LIBRARY: marked("The test's own program broke down while it loaded the library for sound."),
    Ended.CRASHED: marked("The test's own program broke down; the sound system went on."),
    Ended.STOOD_STILL: marked("The test's own program stood still; the sound system went on."),
}
_OF_LIBRARY = frozenset({Ended.NO_LIBRARY, Ended.BROKEN_LIBRARY})


def audio_system(evidence: Evidence) -> Iterator[Cause]:
    """Name what keeps the whole audio system from being used."""
    audio, ended = evidence.audio, evidence.ended
    if audio is not None and audio.reach is not Reach.READY:
        finding = Finding(message=_SEEN[audio.reach], source=Source.AUDIO_SYSTEM, at=audio.at)
        yield _cause(_CODES[audio.reach], finding, audio.name)
    elif ended is not None:
        code = Code.LIBRARY_MISSING if ended.why in _OF_LIBRARY else Code.TEST_ENDED
        yield _cause(code, Finding(message=_ENDED[ended.why], source=Source.STREAM, at=ended.at))


def _cause(code: Code, finding: Finding, subject: str = "") -> Cause:
    # Why a program ended nobody knows: whether it happens again, only another test can tell.
    certainty = Certainty.LIKELY if code is Code.TEST_ENDED else Certainty.CERTAIN
    return Cause(code=code, certainty=certainty, subject=subject, findings=(finding,))
