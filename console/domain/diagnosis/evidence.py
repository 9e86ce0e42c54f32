"""What was seen, heard and answered: typed facts, each with its time. The rules look at nothing else.

Levels are dBFS: 20 log10 of the root mean square of samples in -1 to 1 (a full-scale sine reads -3.01), never below
SILENCE. Volumes are the user's own scale: 1.0 is 100 %, and a volume v changes the level by 60 log10(v) dB.
"""

from enum import StrEnum

from console.domain.noun import Moment, Noun

SILENCE = -180.0
"""dBFS of exact zeros."""


class Side(StrEnum):
    """Of two directions of sound, as the machine has them: a microphone is an input, a speaker an output."""

    INPUT = "input"
    OUTPUT = "output"


class Reach(StrEnum):
    """Whether this machine's audio system can be reached."""

    READY = "ready"
    NO_LIBRARY = "no-library"
    NO_SERVER = "no-server"
    ACCESS_DENIED = "access-denied"
    FROZEN = "frozen"
    BROKEN = "broken"
    DIED = "died"
    """It was there when the test began and went while it ran."""
    UNSEEN = "unseen"
    """The program that looks at it ended without a word of it."""


class AudioSystem(Noun, frozen=True, kw_only=True):
    """The audio system. name: its own, with the version, empty where it can't be asked."""

    at: Moment
    reach: Reach
    name: str = ""
    sees_states: bool = True
    """Whether mutes and volumes can be seen: False where only PortAudio's list is to be had."""


class EndpointState(StrEnum):
    """What an endpoint is doing."""

    RUNNING = "running"
    IDLE = "idle"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class Endpoint(Noun, frozen=True, kw_only=True):
    """A microphone, a speaker, or a speaker's monitor, as the audio system sees it.

    name: the system's stable one; label: what a person calls it. volumes: one a channel. rate: Hz. monitor_of: the
    output whose sound it records. master: the endpoint that it only passes on (remapped, filtered). plugged: False
    where the socket is known to be empty.
    """

    name: str
    label: str
    side: Side
    is_default: bool = False
    muted: bool = False
    volumes: tuple[float, ...] = (1.0,)
    state: EndpointState = EndpointState.UNKNOWN
    rate: int = 48_000
    channels: int = 2
    monitor_of: str | None = None
    master: str | None = None
    plugged: bool = True
    is_hands_free: bool = False
    """A Bluetooth headset in its telephone profile."""


class AudioStream(Noun, frozen=True, kw_only=True):
    """A program's stream to or from an endpoint. is_ours: of the test that runs. number: the system's own."""

    number: int
    side: Side
    program: str
    endpoint: str
    process_id: int | None = None
    is_ours: bool = False
    muted: bool = False
    volumes: tuple[float, ...] = (1.0,)
    paused: bool = False


class AudioState(Noun, frozen=True, kw_only=True):
    """The audio system's state at one moment."""

    at: Moment
    endpoints: tuple[Endpoint, ...] = ()
    streams: tuple[AudioStream, ...] = ()

    def endpoint(self, side: Side, name: str | None = None) -> Endpoint | None:
        """Return the endpoint of that name, or the default one of that side."""
        for one in self.endpoints:
            if one.side is side and (one.is_default if name is None else one.name == name):
                return one
        return None


class Happening(StrEnum):
    """What became of an endpoint or a stream while a test ran."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    MADE_DEFAULT = "made-default"


class AudioEvent(Noun, frozen=True, kw_only=True):
    """A change seen from before the streams were opened until after they were closed.

    muted, volumes: of the endpoint, from this change on.
    """

    at: Moment
    happening: Happening
    side: Side
    name: str
    label: str = ""
    muted: bool = False
    volumes: tuple[float, ...] = (1.0,)


class OpenFailure(StrEnum):
    """Why a device would not open."""

    NOT_FOUND = "not-found"
    BUSY = "busy"
    DENIED = "denied"
    UNFIT = "unfit"
    """It refuses this rate or number of channels."""
    FAILED = "failed"


class StreamHealth(Noun, frozen=True, kw_only=True):
    """How the test's own stream went. Seconds; first_frame_after None: there was none. longest_gap: without frames.

    flagged: blocks that the system itself called overflowed or underflowed. hung: it would not close in time.
    """

    side: Side
    at: Moment
    endpoint: str = ""
    failure: OpenFailure | None = None
    first_frame_after: float | None = None
    frames: int = 0
    expected_frames: int = 0
    longest_gap: float = 0.0
    flagged: int = 0
    still_running: bool = True
    hung: bool = False
    loudest: float | None = None
    """dBFS of its loudest moment."""


class Ended(StrEnum):
    """Why the test's own program ended before it had measured anything, with the audio system in order."""

    NO_LIBRARY = "no-library"
    BROKEN_LIBRARY = "broken-library"
    """It ended while it loaded the sound library."""
    CRASHED = "crashed"
    STOOD_STILL = "stood-still"


class EndedEarly(Noun, frozen=True, kw_only=True):
    """The test's own program ended, or had to be ended, before its time."""

    at: Moment
    why: Ended


class Dropout(Noun, frozen=True, kw_only=True):
    """A hole in the sound. Seconds from the probe's start, milliseconds long."""

    start: float
    milliseconds: float


class Echo(Noun, frozen=True, kw_only=True):
    """The probe heard again: how much later (ms), and how loud against the first time (dB, negative)."""

    delay_ms: float
    level_db: float


class Signal(Noun, frozen=True, kw_only=True):
    """What the probe measured in one recording; None: can't be told from it.

    matched: the probe was found in it. gains: dB from each played channel (rows left, right) to each recorded one, with
    SILENCE where nothing came over; signs: +1, -1, 0 likewise. snr: dB. clip_fraction: of the loud samples. bandwidth:
    Hz, the highest that came through. tone: Hz at which the 997 Hz tone was heard. latency: ms of the whole round, good
    to plus or minus latency_tolerance. is_flat: all samples equal. began, seconds: of the probe's playing, by the
    machine's clock, good to half a second.
    """

    at: Moment
    matched: bool
    level: float = SILENCE
    peak: float = SILENCE
    is_flat: bool = False
    is_zero: bool = False
    gains: tuple[tuple[float, float], tuple[float, float]] | None = None
    signs: tuple[tuple[int, int], tuple[int, int]] | None = None
    noise_floor: float | None = None
    snr: float | None = None
    clip_fraction: float | None = None
    distortion: float | None = None
    """dB of the harmonics against the tone (THD)."""
    bandwidth: float | None = None
    tone: float | None = None
    latency: float | None = None
    latency_tolerance: float = 15.0
    dropouts: tuple[Dropout, ...] = ()
    echo: Echo | None = None
    began: Moment | None = None
    seconds: float = 0.0


class Loudness(Noun, frozen=True, kw_only=True):
    """What one microphone heard while all were metered at once. failure: it would not open."""

    at: Moment
    endpoint: str
    label: str = ""
    level: float = SILENCE
    peak: float = SILENCE
    is_flat: bool = False
    failure: OpenFailure | None = None
    speech_level: float | None = None
    """dBFS of the loudest quarter of 20 ms frames, where there was speech."""


class Contrast(Noun, frozen=True, kw_only=True):
    """The probe once more, with another device in place of the tested one. heard: it came over this time."""

    at: Moment
    side: Side
    endpoint: str
    label: str = ""
    heard: bool
    level: float = SILENCE


class Speech(Noun, frozen=True, kw_only=True):
    """A person reading a sentence aloud, as the microphone heard it; the recording itself is gone.

    spoke: there is proof of speech in it (syllables' rhythm), not mere sound. level: of the loudest quarter of 20 ms
    frames. varies: the samples are not all equal. band: Hz, the highest with speech in it.
    """

    at: Moment
    endpoint: str = ""
    spoke: bool = False
    level: float = SILENCE
    peak: float = SILENCE
    noise_floor: float = SILENCE
    is_zero: bool = False
    is_flat: bool = False
    clip_fraction: float = 0.0
    band: float | None = None
    seconds: float = 0.0


class Question(StrEnum):
    """What only a person can tell."""

    HEARD_CHIME = "heard-chime"
    SPOKE = "spoke"
    HEARD_ONESELF = "heard-oneself"
    SEES_PICTURE = "sees-picture"


class Answer(Noun, frozen=True, kw_only=True):
    """A person's yes or no; None: no answer. endpoint: the device that it is about."""

    at: Moment
    question: Question
    yes: bool | None
    endpoint: str = ""


class CameraOpening(StrEnum):
    """Whether a camera opened."""

    OPENED = "opened"
    BUSY = "busy"
    DENIED = "denied"
    GONE = "gone"
    FAILED = "failed"
    UNSEEN = "unseen"
    """The program that looks ended before it had listed a camera."""


class Camera(Noun, frozen=True, kw_only=True):
    """What a camera gave. rate: frames a second that came. frames: how many the rest is judged on.

    luma: mean brightness, spread: its standard deviation, both 0 to 255. frozen: no frame differed from the first.
    """

    at: Moment
    device: str
    label: str = ""
    opening: CameraOpening
    width: int = 0
    height: int = 0
    rate: float = 0.0
    wanted_rate: float = 30.0
    frames: int = 0
    luma: float | None = None
    spread: float | None = None
    frozen: bool = False


class Cameras(Noun, frozen=True, kw_only=True):
    """The cameras that there are."""

    at: Moment
    labels: tuple[str, ...] = ()


class Hop(StrEnum):
    """A step on the way to the service, in the order in which they build on one another."""

    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    HTTP = "http"
    EVENTS = "events"
    WEBSOCKET = "websocket"
    STUN = "stun"
    TURN_UDP = "turn-udp"
    TURN_TCP = "turn-tcp"
    TURN_TLS = "turn-tls"
    MEDIA = "media"


class HopFailure(StrEnum):
    """Why a step failed."""

    UNKNOWN_NAME = "unknown-name"
    NO_RESOLVER = "no-resolver"
    REFUSED = "refused"
    NO_ANSWER = "no-answer"
    UNTRUSTED = "untrusted"
    EXPIRED = "expired"
    WRONG_NAME = "wrong-name"
    WRONG_ANSWER = "wrong-answer"
    NOT_AUTHORISED = "not-authorised"
    NO_CANDIDATE = "no-candidate"
    """A relay was wanted and the server gave none, without refusing."""
    CREDENTIALS_REFUSED = "credentials-refused"
    TEST_ENDED = "test-ended"
    """The test's own program ended: nothing is known of the way."""


class NetworkStep(Noun, frozen=True, kw_only=True):
    """How one step went. failure None: it worked. skipped: not tried; one before it failed, or nothing is set up."""

    at: Moment
    hop: Hop
    target: str
    failure: HopFailure | None = None
    skipped: bool = False
    milliseconds: float | None = None
    detail: str = ""


class PathQuality(Noun, frozen=True, kw_only=True):
    """The way to the service and back. Milliseconds, percent; over: what measured it (http, stun, media)."""

    at: Moment
    over: Hop
    round_trip: float
    loss: float = 0.0
    jitter: float = 0.0
    samples: int = 0


class Earlier(Noun, frozen=True, kw_only=True):
    """The baseline of this machine: what the same devices gave when all was well, at which volumes (None: not kept)."""

    at: Moment
    input_label: str
    output_label: str
    level: float | None = None
    speech_level: float | None = None
    noise_floor: float | None = None
    input_volume: float | None = None
    output_volume: float | None = None


class Evidence(Noun, frozen=True, kw_only=True):
    """All that a test has gathered. input, output: names of the tested endpoints; None: the defaults.

    before: the state before a sound was played, during: while the test's own streams lived, after: at its end;
    lately: after a person was asked, which is later still.
    ended: why there is no signal, where that is the test's own trouble.
    others_hear_echo: a person says so; it is what the test was asked to look at.
    unasked: an agent looks by itself, without a sound: its user has complained of nothing.
    signals: of the probe; the last is the longest. round_trip_signal: of the probe that an echo peer sent back.
    sent_signal: of that probe as the microphone captured it before it was sent; None: a sound from memory was sent.
    """

    started_at: Moment
    input: str | None = None
    output: str | None = None
    audio: AudioSystem | None = None
    before: AudioState | None = None
    during: AudioState | None = None
    after: AudioState | None = None
    lately: AudioState | None = None
    events: tuple[AudioEvent, ...] = ()
    streams: tuple[StreamHealth, ...] = ()
    ended: EndedEarly | None = None
    others_hear_echo: bool = False
    unasked: bool = False
    signal: Signal | None = None
    round_trip_signal: Signal | None = None
    sent_signal: Signal | None = None
    loudness: tuple[Loudness, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    speech: Speech | None = None
    answers: tuple[Answer, ...] = ()
    cameras: Cameras | None = None
    camera: Camera | None = None
    steps: tuple[NetworkStep, ...] = ()
    paths: tuple[PathQuality, ...] = ()
    earlier: Earlier | None = None
