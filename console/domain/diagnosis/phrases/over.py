"""What came and went while the test ran: a button that was touched, a program that turned something off and on."""

from collections.abc import Mapping

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.phrases.phrase import Phrases
from console.words import marked

_MICROPHONE = Phrases(
    title=marked("The microphone was off for a while during the test."),
    explained=marked("A button, a person or a program muted it or turned it down, and on again."),
    mend=marked("Test again, and leave the mute button and the volume alone: {device}"),
    say=marked("Your microphone was off for a moment. Please leave its button alone while I test it once more."),
)
_SPEAKER = Phrases(
    title=marked("The speaker was off for a while during the test."),
    explained=marked("A button, a person or a program muted it or turned it down, and on again."),
    mend=marked("Test again, and leave the mute button and the volume alone: {device}"),
    say=marked("Your sound was off for a moment. Please leave its button alone while I test it once more."),
)

OVER: Mapping[Code, Phrases] = {
    Code.MICROPHONE_MUTED: _MICROPHONE,
    Code.MICROPHONE_VOLUME_ZERO: _MICROPHONE,
    Code.MICROPHONE_VOLUME_LOW: _MICROPHONE,
    Code.MONITOR_MUTED: _MICROPHONE,
    Code.SPEAKER_MUTED: _SPEAKER,
    Code.SPEAKER_VOLUME_ZERO: _SPEAKER,
    Code.SPEAKER_VOLUME_LOW: _SPEAKER,
}
