"""The sound system itself."""

from collections.abc import Mapping

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.phrases.phrase import Phrases
from console.words import marked

SYSTEM: Mapping[Code, Phrases] = {
    Code.NO_AUDIO_SYSTEM: Phrases(
        title=marked("The sound system of this machine is not running."),
        explained=marked("Without it no program can record or play."),
        mend=marked("Sign out and in again, or restart the machine."),
        say=marked("The sound of your machine has stopped. Please sign out and in again; I will wait for you."),
    ),
    Code.AUDIO_ACCESS_DENIED: Phrases(
        title=marked("This program may not use the sound devices."),
        explained=marked("The system's privacy settings or another user's session keep it out."),
        mend=marked("Allow the microphone in the system's privacy settings."),
        say=marked(
            "Your machine does not let the program use the microphone yet. Let us allow it in the "
            "privacy settings together."
        ),
    ),
    Code.LIBRARY_MISSING: Phrases(
        title=marked("The test can't use sound on this machine: a program library is missing or broken."),
        explained=marked("Other programs may well have sound: this says nothing about the devices."),
        mend=marked("Install PortAudio and the PulseAudio client (Debian, Ubuntu: libportaudio2 and libpulse0)."),
        say=marked("I can't test your sound yet: the test lacks a part on your machine. I will see to it."),
    ),
    Code.TEST_ENDED: Phrases(
        title=marked("The test itself ended before it was done."),
        explained=marked("This says nothing about the devices or the network."),
        mend=marked("Test again. If it ends again, close programs that are not needed, or restart the machine."),
        say=marked("The test broke off by itself. I am starting it once more; you will hear it again in a moment."),
    ),
    Code.AUDIO_SYSTEM_FROZEN: Phrases(
        title=marked("The sound system of this machine does not answer."),
        explained=marked("It is running but stuck, so sound stops in every program."),
        mend=marked("Sign out and in again, or restart the machine."),
        say=marked("The sound of your machine is stuck. Please sign out and in again; that sets it free."),
    ),
}
