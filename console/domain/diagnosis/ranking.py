"""Many causes become one list: the same ones joined, mere consequences left out, the rest in the order of mending."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from console.domain.diagnosis.causes import Cause, Certainty, Code, Source

ORDER: tuple[Code, ...] = (
    # The sound system.
    Code.NO_AUDIO_SYSTEM,
    Code.AUDIO_SYSTEM_FROZEN,
    Code.AUDIO_ACCESS_DENIED,
    Code.LIBRARY_MISSING,
    # The device is there.
    Code.NO_MICROPHONE,
    Code.MICROPHONE_UNPLUGGED,
    Code.NO_SPEAKER,
    Code.SPEAKER_UNPLUGGED,
    # It is the right one.
    Code.WRONG_MICROPHONE,
    Code.WRONG_SPEAKER,
    # Nothing mutes it.
    Code.MICROPHONE_MUTED,
    Code.MONITOR_MUTED,
    Code.SPEAKER_MUTED,
    # It is loud enough, not too loud.
    Code.MICROPHONE_VOLUME_ZERO,
    Code.SPEAKER_VOLUME_ZERO,
    Code.MICROPHONE_VOLUME_LOW,
    Code.SPEAKER_VOLUME_LOW,
    Code.MICROPHONE_OVERDRIVEN,
    Code.SPEAKER_OVERDRIVEN,
    # The program's own stream gets through.
    Code.RECORDING_STREAM_MOVED,
    Code.PLAYBACK_STREAM_MOVED,
    Code.RECORDING_STREAM_MUTED,
    Code.PLAYBACK_STREAM_MUTED,
    Code.RECORDING_STREAM_QUIET,
    Code.PLAYBACK_STREAM_QUIET,
    Code.SPEAKER_SUSPENDED,
    Code.MICROPHONE_SUSPENDED,
    Code.MICROPHONE_BUSY,
    Code.SPEAKER_BUSY,
    Code.WRONG_SAMPLE_RATE,
    Code.MICROPHONE_FAILED,
    Code.SPEAKER_FAILED,
    # What is heard.
    Code.FLAT_LINE,
    Code.NO_SIGNAL,
    Code.NOT_AUDIBLE,
    Code.SPEAKER_NOT_HEARD,
    Code.QUIETER_THAN_BEFORE,
    Code.QUIET_VOICE,
    Code.ONE_CHANNEL_DEAD,
    Code.POLARITY_CANCELLED,
    Code.CHANNELS_SWAPPED,
    Code.NARROW_BAND,
    Code.ECHO,
    Code.DROPOUTS,
    Code.NOISE,
    Code.CLIPPING,
    Code.OTHER_SOUND,
    # The test itself.
    Code.TEST_ENDED,
    # The camera.
    Code.NO_CAMERA,
    Code.CAMERA_ACCESS_DENIED,
    Code.CAMERA_BUSY,
    Code.CAMERA_FAILED,
    Code.CAMERA_BLACK,
    Code.CAMERA_FROZEN,
    Code.CAMERA_DARK,
    Code.CAMERA_LOW_FRAME_RATE,
    Code.CAMERA_SEES_NOBODY,
    # The network, from the name up.
    Code.DNS_FAILURE,
    Code.SERVICE_UNREACHABLE,
    Code.TLS_UNTRUSTED,
    Code.SERVICE_ACCESS_DENIED,
    Code.WEBSOCKET_BLOCKED,
    Code.EVENTS_BLOCKED,
    Code.TURN_CREDENTIALS_REFUSED,
    Code.TURN_UNREACHABLE,
    Code.UDP_BLOCKED,
    Code.MEDIA_BLOCKED,
    Code.HIGH_LOSS,
    Code.HIGH_LATENCY,
    Code.HIGH_JITTER,
)
"""Of equally certain causes the first is mended first: what comes later can't be seen before it is."""

_SILENCE = frozenset(
    {
        Code.NO_SIGNAL,
        Code.FLAT_LINE,
        Code.NOT_AUDIBLE,
        Code.QUIET_VOICE,
        Code.QUIETER_THAN_BEFORE,
        Code.SPEAKER_NOT_HEARD,
    }
)
_CUT_OFF = _SILENCE | {Code.DROPOUTS}
_NO_MICROPHONE = _CUT_OFF | {Code.WRONG_MICROPHONE, Code.MICROPHONE_FAILED}
_NO_SPEAKER = _CUT_OFF | {Code.WRONG_SPEAKER, Code.SPEAKER_FAILED}
_NO_SYSTEM = (
    _NO_MICROPHONE
    | _NO_SPEAKER
    | {
        Code.NO_MICROPHONE,
        Code.NO_SPEAKER,
        Code.MICROPHONE_UNPLUGGED,
        Code.SPEAKER_UNPLUGGED,
        Code.MICROPHONE_SUSPENDED,
        Code.SPEAKER_SUSPENDED,
    }
)

_SOUND = frozenset({Source.AUDIO_SYSTEM, Source.STREAM})
_OF_MONITOR = frozenset({Code.MONITOR_MUTED, Code.MICROPHONE_VOLUME_ZERO, Code.MICROPHONE_VOLUME_LOW})

CONSEQUENCES: Mapping[Code, frozenset[Code]] = {
    Code.NO_AUDIO_SYSTEM: _NO_SYSTEM | {Code.AUDIO_SYSTEM_FROZEN},
    Code.AUDIO_SYSTEM_FROZEN: _NO_SYSTEM,
    Code.AUDIO_ACCESS_DENIED: _NO_SYSTEM,
    Code.LIBRARY_MISSING: _NO_SYSTEM,
    Code.TEST_ENDED: _CUT_OFF | {Code.AUDIO_SYSTEM_FROZEN, Code.MICROPHONE_FAILED, Code.SPEAKER_FAILED},
    Code.NO_MICROPHONE: _NO_MICROPHONE,
    Code.MICROPHONE_UNPLUGGED: _NO_MICROPHONE | {Code.NO_MICROPHONE, Code.RECORDING_STREAM_MOVED},
    Code.NO_SPEAKER: _NO_SPEAKER,
    Code.SPEAKER_UNPLUGGED: _NO_SPEAKER | {Code.NO_SPEAKER, Code.PLAYBACK_STREAM_MOVED},
    Code.WRONG_MICROPHONE: _SILENCE,
    Code.WRONG_SPEAKER: _SILENCE,
    Code.MICROPHONE_MUTED: _NO_MICROPHONE,
    Code.MONITOR_MUTED: _NO_MICROPHONE,
    Code.SPEAKER_MUTED: _NO_SPEAKER,
    Code.MICROPHONE_VOLUME_ZERO: _NO_MICROPHONE,
    Code.SPEAKER_VOLUME_ZERO: _NO_SPEAKER,
    Code.MICROPHONE_VOLUME_LOW: _SILENCE | {Code.WRONG_MICROPHONE},
    Code.SPEAKER_VOLUME_LOW: _SILENCE | {Code.WRONG_SPEAKER},
    Code.MICROPHONE_OVERDRIVEN: frozenset({Code.CLIPPING}),
    Code.SPEAKER_OVERDRIVEN: frozenset({Code.CLIPPING}),
    Code.RECORDING_STREAM_MOVED: _NO_MICROPHONE,
    Code.PLAYBACK_STREAM_MOVED: _NO_SPEAKER,
    Code.RECORDING_STREAM_MUTED: _NO_MICROPHONE,
    Code.PLAYBACK_STREAM_MUTED: _NO_SPEAKER,
    Code.RECORDING_STREAM_QUIET: _SILENCE | {Code.WRONG_MICROPHONE},
    Code.PLAYBACK_STREAM_QUIET: _SILENCE | {Code.WRONG_SPEAKER},
    Code.SPEAKER_SUSPENDED: _NO_SPEAKER | {Code.MICROPHONE_FAILED},
    Code.MICROPHONE_SUSPENDED: _NO_MICROPHONE,
    Code.MICROPHONE_BUSY: _NO_MICROPHONE,
    Code.SPEAKER_BUSY: _NO_SPEAKER,
    Code.WRONG_SAMPLE_RATE: _SILENCE,
    Code.MICROPHONE_FAILED: _CUT_OFF,
    Code.SPEAKER_FAILED: _CUT_OFF,
    Code.CAMERA_BLACK: frozenset({Code.CAMERA_FROZEN, Code.CAMERA_LOW_FRAME_RATE}),
    Code.CAMERA_DARK: frozenset({Code.CAMERA_LOW_FRAME_RATE}),
    Code.TURN_UNREACHABLE: frozenset({Code.MEDIA_BLOCKED}),
    Code.TURN_CREDENTIALS_REFUSED: frozenset({Code.MEDIA_BLOCKED}),
    Code.UDP_BLOCKED: frozenset({Code.MEDIA_BLOCKED}),
}
"""What a cause brings about by itself: it is not named a second time."""


def ranked(causes: Iterable[Cause], *, is_monitor: bool = False) -> tuple[Cause, ...]:
    """Return the causes joined, without mere consequences, most certain first and then in the order of mending.

    is_monitor: what is tested as the microphone is a speaker's monitor, and wrong whatever is set on it.
    """
    joined = _joined(causes)
    explained = {code for cause in joined if _explains(cause) for code in _consequences(cause.code, is_monitor)}
    return tuple(sorted((cause for cause in joined if cause.code not in explained), key=_rank))


def _consequences(code: Code, is_monitor: bool) -> frozenset[Code]:
    found = CONSEQUENCES.get(code, frozenset())
    return found - {Code.WRONG_MICROPHONE} if is_monitor and code in _OF_MONITOR else found


def _explains(cause: Cause) -> bool:
    # That another microphone hears does not say why this one is silent.
    if cause.code is Code.WRONG_MICROPHONE:
        return cause.certainty is Certainty.CERTAIN
    # A look at the camera or the network that ended has silenced nothing.
    if cause.code is Code.TEST_ENDED:
        return any(finding.source in _SOUND for finding in cause.findings)
    return cause.certainty is not Certainty.POSSIBLE


def _rank(cause: Cause) -> tuple[int, int]:
    return list(Certainty).index(cause.certainty), ORDER.index(cause.code)


def _joined(causes: Iterable[Cause]) -> list[Cause]:
    """Join what several rules say of the same device: the surest one's mend, everybody's evidence."""
    found: dict[tuple[Code, str], Cause] = {}
    for cause in causes:
        key = (cause.code, cause.subject)
        found[key] = _both(found[key], cause) if key in found else cause
    return list(found.values())


def _both(one: Cause, other: Cause) -> Cause:
    surer, weaker = sorted((one, other), key=_rank)
    new = tuple(finding for finding in weaker.findings if finding not in surer.findings)
    return replace(surer, findings=(*surer.findings, *new), action=surer.action or weaker.action)
