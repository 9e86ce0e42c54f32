"""Writes docs/causes.md and docs/diagnosis.schema.json from the code: part of `make docs`."""

import ast
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from console.domain.diagnosis import thresholds
from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.phrases import PHRASES
from console.domain.diagnosis.ranking import CONSEQUENCES, ORDER
from console.domain.diagnosis.telling import Told

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "causes.md"
SCHEMA = ROOT / "docs" / "diagnosis.schema.json"
INTRODUCTION = """\
# Causes: what a diagnosis can name

Written by `make docs` from the rules in `console/domain/diagnosis/` (their words, their thresholds, their order). A
rule is a pure function from evidence to causes.

- **certain**: a setting or state explains the trouble and what was heard, seen or answered agrees with it.
- **likely**: a state without anything heard yet, or a measurement without a setting that explains it.
- **possible**: a doubt: state and signal disagree, or silence without a visible cause. Never more than the verdict
  "unsure".

What its user has muted or turned down is never more than possible where an agent looks by itself, without a sound.
A certain or likely cause is a fault, possible ones alone are unsure, none is healthy; where nothing could be tested
the verdict is unable. Causes are listed most certain first; of equal ones the one that must be mended first, which is
the order of this page. A cause that merely follows from a likely or certain one is left out. Levels are dBFS (20 log10
of the root mean square, a full-scale sine reads -3.01); a volume v changes the level by 60 log10(v) dB.
"""


class Reason(NamedTuple):
    """What speaks for a cause, and the thresholds that decide."""

    evidence: str
    thresholds: tuple[str, ...] = ()


_ZERO = "Its volume is at 0. Certain when nothing was heard as well, likely when nothing was played yet."
_SILENCES = (
    "Certain when nothing was heard as well, likely when nothing was played yet, possible when sound came through. "
    "Off and on again during the test sound: certain when the sound is missing at that time, else likely."
)
_HIGH = "Certain with clipped samples; no cause where the test sound came over clean. Unheard, by the figure only."
_LOW = (
    "Its volume is low. Certain when the measured gain is as low as the volume explains, or nothing was heard at a "
    "faint volume; no cause where the sound was loud all the same. Also where it was turned down since the last good "
    "test, and that explains by how much the sound has become weaker (certain)."
)
_QUIET_STREAM = (
    "The test's own stream, found by its process in mid-test, is turned down; weighed like a device's volume."
)
_FAILED = "It does not open, or the stream gets no frames and nothing is suspended."
_VOLUMES = ("LOW_VOLUME", "FAINT_VOLUME", "GAIN_TOLERANCE")
_LOSS = ("MOST_LOSS", "FEWEST_LOST", "FEWEST_SAMPLES")
_OVERDRIVEN = ("FULL_VOLUME", "EXCESSIVE_VOLUME", "CLIPPED", "DISTORTION")

REASONS: dict[Code, Reason] = {
    Code.NO_AUDIO_SYSTEM: Reason("No server, or it ended while the test ran."),
    Code.LIBRARY_MISSING: Reason(
        "The library is not there, or the program that loads it breaks down meanwhile. The verdict is unable, unless "
        "something else is wrong."
    ),
    Code.TEST_ENDED: Reason(
        "The test's own program broke down or stood still while the sound system answered, or while it looked at the "
        "camera or called through the network (likely). The verdict is "
        "unable, unless something else is wrong."
    ),
    Code.AUDIO_SYSTEM_FROZEN: Reason("Connecting takes too long (certain), or a stream does not close (likely)."),
    Code.AUDIO_ACCESS_DENIED: Reason("The server or the device refuses this user or program, in its own words."),
    Code.NO_MICROPHONE: Reason("The list holds no input but speakers' monitors."),
    Code.MICROPHONE_UNPLUGGED: Reason(
        "It was removed while the test ran (certain unless the sound came through whole), its socket is empty (certain "
        "with silence), it was not found at opening (likely), or the one of the last good test is gone (possible; "
        "likely where the speaker is the same as then and is not heard any more)."
    ),
    Code.NO_SPEAKER: Reason("The list holds no output."),
    Code.SPEAKER_UNPLUGGED: Reason("As microphone-unplugged, of the output."),
    Code.WRONG_MICROPHONE: Reason(
        "Another microphone hears far more at the same time (certain when it hears speech and this one lives but does "
        "not, else likely), the default is a speaker's monitor (certain), the test sound is heard far better with "
        "another one in its place (likely; certain against exact silence where that one was used at the last good "
        "test; possible where this one was, or sends a flat line), or another one was used at the last good test "
        "(likely with silence). Unless it is certain, what the silence itself can mean is named beside it.",
        ("CONTRAST", "AUDIBLE_SPEECH", "FAINT_LEVEL"),
    ),
    Code.WRONG_SPEAKER: Reason(
        "The person did not hear the chime though state and stream are well, and another speaker exists (likely; "
        "certain when the last good test, a trial or its own microphone speaks for that one). A trial alone is "
        "possible: a worn headset is heard by nobody else. Without an answer possible."
    ),
    Code.MICROPHONE_MUTED: Reason(f"It, or the device that it passes on, is muted. {_SILENCES}", ("CUT",)),
    Code.MONITOR_MUTED: Reason(f"The monitor behind a virtual microphone, or its speaker, is muted. {_SILENCES}"),
    Code.SPEAKER_MUTED: Reason(f"It, or the device that it passes on, is muted. {_SILENCES}", ("CUT",)),
    Code.MICROPHONE_VOLUME_ZERO: Reason(_ZERO, ("MENDED_MICROPHONE_VOLUME",)),
    Code.SPEAKER_VOLUME_ZERO: Reason(_ZERO, ("MENDED_SPEAKER_VOLUME",)),
    Code.MICROPHONE_VOLUME_LOW: Reason(_LOW, (*_VOLUMES, "GOOD_SPEECH", "MENDED_MICROPHONE_VOLUME")),
    Code.SPEAKER_VOLUME_LOW: Reason(_LOW, (*_VOLUMES, "MENDED_SPEAKER_VOLUME")),
    Code.MICROPHONE_OVERDRIVEN: Reason(f"Its volume is over 100 %. {_HIGH}", _OVERDRIVEN),
    Code.SPEAKER_OVERDRIVEN: Reason(f"Its volume is over 100 %. {_HIGH}", _OVERDRIVEN),
    Code.RECORDING_STREAM_MOVED: Reason("The test's own stream, found by its process, hangs on another device."),
    Code.PLAYBACK_STREAM_MOVED: Reason("The test's own stream, found by its process, hangs on another device."),
    Code.RECORDING_STREAM_MUTED: Reason("The test's own stream, found by its process in mid-test, is muted."),
    Code.PLAYBACK_STREAM_MUTED: Reason("The test's own stream, found by its process in mid-test, is muted."),
    Code.RECORDING_STREAM_QUIET: Reason(_QUIET_STREAM, _VOLUMES),
    Code.PLAYBACK_STREAM_QUIET: Reason(_QUIET_STREAM, _VOLUMES),
    Code.SPEAKER_SUSPENDED: Reason(
        "It is suspended while the test's stream lives, and that got no frames. One that idles asleep is well.",
        ("STALLED", "STANDSTILL"),
    ),
    Code.MICROPHONE_SUSPENDED: Reason("As speaker-suspended, of the input.", ("STALLED", "STANDSTILL")),
    Code.MICROPHONE_BUSY: Reason("The system says so at opening."),
    Code.SPEAKER_BUSY: Reason("The system says so at opening."),
    Code.WRONG_SAMPLE_RATE: Reason(
        "The tone comes back at another pitch, or the device will not open at 48,000 Hz.",
        ("TONE", "WRONG_SPEED", "AUDIBLE_SPEECH"),
    ),
    Code.MICROPHONE_FAILED: Reason(_FAILED, ("STALLED",)),
    Code.SPEAKER_FAILED: Reason(_FAILED, ("STALLED",)),
    Code.FLAT_LINE: Reason("All samples are equal, but not zero."),
    Code.NO_SIGNAL: Reason(
        "All samples are zero and no setting explains it: likely when the person says that they spoke, or the same "
        "devices heard one another at the last good test, else possible."
    ),
    Code.NOT_AUDIBLE: Reason(
        "The test sound is not found in a living recording, or faint in it (possible: a headset does not hear its own "
        "speaker). A person speaks, or says so, and is below what can be followed (likely).",
        ("FAINT_LEVEL", "INAUDIBLE_PEAK", "AUDIBLE_SPEECH"),
    ),
    Code.SPEAKER_NOT_HEARD: Reason("The person did not hear the chime, all is well, and there is no other speaker."),
    Code.QUIETER_THAN_BEFORE: Reason(
        "The same devices gave far more at the last good test.", ("WORSE_THAN_BEFORE", "FAR_WORSE_THAN_BEFORE")
    ),
    Code.QUIET_VOICE: Reason("Proof of speech, at a level that can be followed but is not good.", ("GOOD_SPEECH",)),
    Code.ONE_CHANNEL_DEAD: Reason(
        "A played side is heard nowhere (likely); one channel's volume is at 0 as well (certain). A recorded side with "
        "nothing on it, whatever is played, is possible: many microphones have one side.",
        ("DEAD_CHANNEL",),
    ),
    Code.POLARITY_CANCELLED: Reason("Left and right come over with opposite signs.", ("CLEAR_GAIN",)),
    Code.CHANNELS_SWAPPED: Reason(
        "Left is heard on the right and right on the left.", ("SWAPPED_CHANNEL", "CLEAR_GAIN")
    ),
    Code.NARROW_BAND: Reason(
        "Nothing comes over above the band: certain where a device runs at so low a rate or in its telephone mode, "
        "likely below a telephone's band.",
        ("TELEPHONE_BAND", "WIDE_BAND"),
    ),
    Code.ECHO: Reason(
        "The test sound is found a second time. Where the complaint is an echo, also a microphone that hears its own "
        "speaker well (possible): others hear their own voices then.",
        ("ECHO_DELAY", "ECHO_LEVEL"),
    ),
    Code.DROPOUTS: Reason(
        "The tone did not come over though the rest did: possible. Holes in the test sound: likely; possible "
        "where the test's own blocks came late, and no cause then while they are short.",
        ("DROPOUT", "STUMBLE", "HELD", "TONE"),
    ),
    Code.NOISE: Reason(
        "The noise floor is loud, or audible with the signal close above it.",
        ("LOUD_NOISE", "AUDIBLE_NOISE", "LEAST_SNR"),
    ),
    Code.OTHER_SOUND: Reason(
        "Another program's stream plays on the tested speaker, and the test sound came over otherwise than it was "
        "played (possible): that stands in place of what is heard of noise, echo, holes, sides, band and clipping."
    ),
    Code.CLIPPING: Reason(
        "Loud samples are cut off: likely when many, possible when some; in speech always only possible.",
        ("CLIPPED", "HEAVILY_CLIPPED", "DISTORTION", "HEAVY_DISTORTION"),
    ),
    Code.NO_CAMERA: Reason("The list is empty, or the camera is gone at opening."),
    Code.CAMERA_ACCESS_DENIED: Reason("The system says so at opening."),
    Code.CAMERA_BUSY: Reason("The system says so at opening."),
    Code.CAMERA_FAILED: Reason("It does not open (likely), or opens and sends nothing (certain)."),
    Code.CAMERA_BLACK: Reason(
        "The picture is black and without shapes (likely; certain where the person does not see themselves either).",
        ("BLACK", "BLACK_SPREAD"),
    ),
    Code.CAMERA_FROZEN: Reason("No picture differs from the first: living sensors are never exactly alike."),
    Code.CAMERA_DARK: Reason(
        "The picture is dark, but not black (likely; certain or possible by what the person sees).", ("DARK",)
    ),
    Code.CAMERA_LOW_FRAME_RATE: Reason(
        "Fewer pictures a second come than asked for and needed.", ("LEAST_FRAME_RATE",)
    ),
    Code.CAMERA_SEES_NOBODY: Reason("The picture is good, and the person says that they are not in it (possible)."),
    Code.DNS_FAILURE: Reason("The name is unknown, or no name server answers."),
    Code.SERVICE_UNREACHABLE: Reason("TCP, TLS or HTTP gets no answer, a refusal, or something else than the service."),
    Code.TLS_UNTRUSTED: Reason("The certificate of the service or the relay is unknown, expired or another's."),
    Code.SERVICE_ACCESS_DENIED: Reason("The service answers that it does not accept the token."),
    Code.WEBSOCKET_BLOCKED: Reason("HTTP works and the WebSocket does not."),
    Code.EVENTS_BLOCKED: Reason("HTTP works and the event stream does not."),
    Code.TURN_CREDENTIALS_REFUSED: Reason("The relay answers and refuses the credentials."),
    Code.TURN_UNREACHABLE: Reason("Every way to the relay fails, or a relay was wanted and no candidate given."),
    Code.UDP_BLOCKED: Reason(
        "STUN and TURN over UDP get no answer while TCP works: certain where the very relay answers by TCP."
    ),
    Code.MEDIA_BLOCKED: Reason("All steps work but sound does not come back."),
    Code.HIGH_LOSS: Reason("Likely; certain where two ways of measuring agree.", _LOSS),
    Code.HIGH_LATENCY: Reason(
        "Likely; certain where two ways of measuring agree.", ("LONGEST_ROUND_TRIP", "FEWEST_SAMPLES")
    ),
    Code.HIGH_JITTER: Reason("As high-latency, but never by HTTP.", ("MOST_JITTER", "FEWEST_SAMPLES")),
}

MEASURES = """\
## Measures

The figures in `measures` of the JSON and of a report; only those that were measured are there.

| name | unit | what |
|---|---|---|
| `level`, `peak` | dBFS | of the recording of the test sound |
| `gain` | dB | the strongest way from a played side to a recorded one |
| `noiseFloor`, `snr` | dBFS, dB | without the test sound; of the test sound above it |
| `clipFraction`, `distortion` | 0 to 1, dB | of loud samples; of harmonics against the tone |
| `bandwidth`, `tone` | Hz | the highest that came through; where the tone of 997 Hz was heard |
| `latency`, `latencyTolerance` | ms | of the whole round; how far it may be off |
| `dropouts` | | holes in the test sound |
| `echoDelay`, `echoLevel` | ms, dB | of the echo against the sound |
| `speechLevel`, `speechPeak`, `speechNoiseFloor`, `speechBand` | dBFS, Hz | of a sentence read aloud |
| `sentLevel` | dBFS | of the test sound that a microphone captured and that was sent to the service |
| `returnedLevel`, `returnedBandwidth`, `returnedDropouts` | dBFS, Hz | of the test sound that came back |
| `frameRate`, `width`, `height`, `brightness` | frames/s, pixels, 0 to 255 | of the camera |
| `roundTripHttp`, `lossHttp`, `jitterHttp` | ms, %, ms | of the way to the service; `...Stun`, `...Media` likewise |
"""


def page() -> str:
    """Return the page: each cause with its evidence, thresholds and their sources, what follows from it, its mend."""
    lines = [INTRODUCTION]
    for code in ORDER:
        lines += _cause(code)
    return "\n".join([*lines, MEASURES])


def _cause(code: Code) -> Iterator[str]:
    phrases, reason = PHRASES[code], REASONS[code]
    yield f"## `{code}`\n"
    yield f"{phrases.title} {phrases.explained}\n"
    yield f"- Evidence: {reason.evidence}"
    for name in reason.thresholds:
        yield f"- `{name}` {getattr(thresholds, name):g}: {_sources()[name]}"
    if consequences := CONSEQUENCES.get(code):
        yield f"- Explains: {', '.join(f'`{one}`' for one in ORDER if one in consequences)}"
    mend = phrases.mend.format(device="(device)", percent="...")
    yield f"- Mend: {mend}\n"


def _sources() -> dict[str, str]:
    """Return what stands below each threshold in the code."""
    body = ast.parse(Path(thresholds.__file__).read_text("utf-8")).body
    return {
        one.targets[0].id: " ".join(ast.literal_eval(below.value).split())
        for one, below in pairwise(body)
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and isinstance(below, ast.Expr)
    }


def schema() -> dict[str, Any]:
    """Return the JSON schema of a diagnosis as it is told."""
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Diagnosis",
        "description": "What `bedside diagnose --json` answers.",
    }
    return described | msgspec.json.schema(Told)


def schema_text() -> str:
    """Return the schema as it stands in docs/."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    print(PAGE.relative_to(ROOT), SCHEMA.relative_to(ROOT), sep="\n")
