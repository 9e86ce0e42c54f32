"""The checks, in the order in which they run. Adding one is one file and one line here."""

from typing import NamedTuple

from console.domain.diagnosis.result import Complaint, Depth, Subject
from console.words import marked


class Entry(NamedTuple):
    """A check: its id, what people see while it runs, and the module whose `CHECK` is it, imported when it is needed.

    subjects, depths: of `bedside diagnose` that include it. complaints: of the Diagnose screen that include it.
    asks: it needs a person, and is left out where none sits there or where a cause is certain without one.
    """

    id: str
    title: str
    module: str
    subjects: frozenset[Subject]
    depths: frozenset[Depth]
    complaints: frozenset[Complaint]
    asks: bool = False


SOUND = frozenset({Complaint.CANNOT_BE_HEARD, Complaint.CANNOT_HEAR, Complaint.BROKEN_SOUND, Complaint.ECHO})
LOUD = frozenset({Depth.QUICK, Depth.FULL, Depth.WATCH})

CHECKS: tuple[Entry, ...] = (
    Entry(
        "audio-system",
        marked("The sound system, its devices, mutes and volumes"),
        "console.diagnostics.checks.audio_system",
        frozenset({Subject.AUDIO, Subject.SPEECH, Subject.ALL}),
        frozenset(Depth),
        SOUND | {Complaint.EVERYTHING},
    ),
    Entry(
        "loopback",
        marked("From the speaker to the microphone"),
        "console.diagnostics.checks.loopback",
        frozenset({Subject.AUDIO, Subject.ALL}),
        LOUD,
        SOUND | {Complaint.EVERYTHING},
    ),
    Entry(
        "contrast",
        marked("Other microphones and speakers in their place"),
        "console.diagnostics.checks.contrast",
        frozenset({Subject.AUDIO, Subject.ALL}),
        frozenset({Depth.QUICK, Depth.FULL}),
        SOUND | {Complaint.EVERYTHING},
    ),
    Entry(
        "speaker",
        marked("A chime on the speaker"),
        "console.diagnostics.checks.speaker",
        frozenset({Subject.SPEECH, Subject.ALL}),
        frozenset({Depth.QUICK, Depth.FULL}),
        frozenset({Complaint.CANNOT_HEAR, Complaint.EVERYTHING}),
        asks=True,
    ),
    Entry(
        "speech",
        marked("A sentence read aloud"),
        "console.diagnostics.checks.speech",
        frozenset({Subject.SPEECH, Subject.ALL}),
        frozenset({Depth.QUICK, Depth.FULL}),
        frozenset({Complaint.CANNOT_BE_HEARD, Complaint.BROKEN_SOUND, Complaint.EVERYTHING}),
        asks=True,
    ),
    Entry(
        "microphones",
        marked("Which microphone hears you"),
        "console.diagnostics.checks.microphones",
        frozenset({Subject.SPEECH, Subject.ALL}),
        frozenset({Depth.QUICK, Depth.FULL}),
        frozenset({Complaint.CANNOT_BE_HEARD, Complaint.EVERYTHING}),
        asks=True,
    ),
    Entry(
        "camera",
        marked("The camera and its picture"),
        "console.diagnostics.checks.camera",
        frozenset({Subject.CAMERA, Subject.ALL}),
        LOUD,  # its lamp lights up: not unasked
        frozenset({Complaint.NO_PICTURE, Complaint.EVERYTHING}),
    ),
    Entry(
        "network",
        marked("The way to the service: names, certificates, streams, relays"),
        "console.diagnostics.checks.network",
        frozenset({Subject.NETWORK, Subject.ALL}),
        frozenset(Depth),
        frozenset({Complaint.SLOW, Complaint.BROKEN_SOUND, Complaint.EVERYTHING}),
    ),
    Entry(
        "media",
        marked("The way of sound to the service and back"),
        "console.diagnostics.checks.media",
        frozenset({Subject.NETWORK, Subject.ALL}),
        LOUD,  # it keeps both machines busy for some seconds: not unasked
        frozenset({Complaint.SLOW, Complaint.BROKEN_SOUND, Complaint.EVERYTHING}),
    ),
)
