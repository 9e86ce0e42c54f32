"""Causes: what is wrong, how certain that is, on what evidence, and the one thing that mends it."""

from enum import StrEnum

import msgspec

from console.domain.diagnosis.evidence import Side
from console.domain.noun import Moment, Noun


class Code(StrEnum):
    """What can be wrong. A code is never renamed; more may be added."""

    NO_AUDIO_SYSTEM = "no-audio-system"
    AUDIO_ACCESS_DENIED = "audio-access-denied"
    AUDIO_SYSTEM_FROZEN = "audio-system-frozen"
    LIBRARY_MISSING = "library-missing"
    TEST_ENDED = "test-ended"
    NO_MICROPHONE = "no-microphone"
    NO_SPEAKER = "no-speaker"
    MICROPHONE_MUTED = "microphone-muted"
    MICROPHONE_VOLUME_ZERO = "microphone-volume-zero"
    MICROPHONE_VOLUME_LOW = "microphone-volume-low"
    MICROPHONE_OVERDRIVEN = "microphone-overdriven"
    SPEAKER_MUTED = "speaker-muted"
    SPEAKER_VOLUME_ZERO = "speaker-volume-zero"
    SPEAKER_VOLUME_LOW = "speaker-volume-low"
    SPEAKER_OVERDRIVEN = "speaker-overdriven"
    WRONG_MICROPHONE = "wrong-microphone"
    WRONG_SPEAKER = "wrong-speaker"
    MICROPHONE_UNPLUGGED = "microphone-unplugged"
    SPEAKER_UNPLUGGED = "speaker-unplugged"
    MICROPHONE_SUSPENDED = "microphone-suspended"
    MICROPHONE_BUSY = "microphone-busy"
    MICROPHONE_FAILED = "microphone-failed"
    SPEAKER_SUSPENDED = "speaker-suspended"
    SPEAKER_BUSY = "speaker-busy"
    SPEAKER_FAILED = "speaker-failed"
    SPEAKER_NOT_HEARD = "speaker-not-heard"
    PLAYBACK_STREAM_MUTED = "playback-stream-muted"
    PLAYBACK_STREAM_QUIET = "playback-stream-quiet"
    PLAYBACK_STREAM_MOVED = "playback-stream-moved"
    RECORDING_STREAM_MUTED = "recording-stream-muted"
    RECORDING_STREAM_QUIET = "recording-stream-quiet"
    RECORDING_STREAM_MOVED = "recording-stream-moved"
    MONITOR_MUTED = "monitor-muted"
    NO_SIGNAL = "no-signal"
    FLAT_LINE = "flat-line"
    NOT_AUDIBLE = "not-audible"
    QUIET_VOICE = "quiet-voice"
    QUIETER_THAN_BEFORE = "quieter-than-before"
    NOISE = "noise"
    OTHER_SOUND = "other-sound"
    ECHO = "echo"
    DROPOUTS = "dropouts"
    ONE_CHANNEL_DEAD = "one-channel-dead"
    CHANNELS_SWAPPED = "channels-swapped"
    POLARITY_CANCELLED = "polarity-cancelled"
    NARROW_BAND = "narrow-band"
    CLIPPING = "clipping"
    WRONG_SAMPLE_RATE = "wrong-sample-rate"
    NO_CAMERA = "no-camera"
    CAMERA_BUSY = "camera-busy"
    CAMERA_ACCESS_DENIED = "camera-access-denied"
    CAMERA_FAILED = "camera-failed"
    CAMERA_BLACK = "camera-black"
    CAMERA_FROZEN = "camera-frozen"
    CAMERA_DARK = "camera-dark"
    CAMERA_LOW_FRAME_RATE = "camera-low-frame-rate"
    CAMERA_SEES_NOBODY = "camera-sees-nobody"
    SERVICE_UNREACHABLE = "service-unreachable"
    DNS_FAILURE = "dns-failure"
    TLS_UNTRUSTED = "tls-untrusted"
    SERVICE_ACCESS_DENIED = "service-access-denied"
    EVENTS_BLOCKED = "events-blocked"
    WEBSOCKET_BLOCKED = "websocket-blocked"
    UDP_BLOCKED = "udp-blocked"
    TURN_UNREACHABLE = "turn-unreachable"
    TURN_CREDENTIALS_REFUSED = "turn-credentials-refused"
    MEDIA_BLOCKED = "media-blocked"
    HIGH_LOSS = "high-loss"
    HIGH_LATENCY = "high-latency"
    HIGH_JITTER = "high-jitter"


SETTINGS = frozenset(
    {
        Code.MICROPHONE_MUTED,
        Code.MICROPHONE_VOLUME_ZERO,
        Code.MICROPHONE_VOLUME_LOW,
        Code.MICROPHONE_OVERDRIVEN,
        Code.SPEAKER_MUTED,
        Code.SPEAKER_VOLUME_ZERO,
        Code.SPEAKER_VOLUME_LOW,
        Code.SPEAKER_OVERDRIVEN,
        Code.MONITOR_MUTED,
    }
)
"""What a machine's user sets, and may mean as long as nobody is to be heard."""


class Certainty(StrEnum):
    """How sure: certain only where state and signal agree."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Source(StrEnum):
    """Who says so."""

    AUDIO_SYSTEM = "audio-system"
    PROBE = "probe"
    STREAM = "stream"
    PERSON = "person"
    CAMERA = "camera"
    NETWORK = "network"
    BASELINE = "baseline"


class Finding(Noun, frozen=True, kw_only=True):
    """One piece of evidence for a cause. message: an English message id, shown by `_(message, **values)`."""

    message: str
    source: Source
    at: Moment
    values: dict[str, str | float] = msgspec.field(default_factory=dict)


class Remedy(StrEnum):
    """What the program itself can do about a cause, where it may."""

    UNMUTE = "unmute"
    SET_VOLUME = "set-volume"
    MAKE_DEFAULT = "make-default"
    RESUME = "resume"
    UNMUTE_STREAM = "unmute-stream"
    SET_STREAM_VOLUME = "set-stream-volume"
    MOVE_STREAM = "move-stream"
    MUTE = "mute"
    """This one and the next two only take a remedy back."""
    SUSPEND = "suspend"
    MUTE_STREAM = "mute-stream"


class Action(Noun, frozen=True, kw_only=True):
    """A remedy to apply. name: of the endpoint; to a stream of this program: of the endpoint that it belongs to.

    volume: what to set, 1.0 is 100 %. volumes: the same, one a channel, where they differ.
    """

    remedy: Remedy
    side: Side
    name: str
    label: str = ""
    volume: float | None = None
    volumes: tuple[float, ...] = ()


class Cause(Noun, frozen=True, kw_only=True):
    """Something wrong. subject: the device or address, as a person calls it. action None: only a person can mend it.

    is_over: it came and went while the test ran.
    """

    code: Code
    certainty: Certainty
    subject: str = ""
    findings: tuple[Finding, ...] = ()
    action: Action | None = None
    is_over: bool = False
