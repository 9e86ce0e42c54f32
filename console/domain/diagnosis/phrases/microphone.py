"""The microphone, its settings and this program's recording from it."""

from collections.abc import Mapping

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.phrases.phrase import Phrases
from console.words import marked

MICROPHONE: Mapping[Code, Phrases] = {
    Code.NO_MICROPHONE: Phrases(
        title=marked("There is no microphone on this machine."),
        explained=marked("The sound system sees no device that records."),
        mend=marked("Plug in a headset or a microphone."),
        say=marked("Your machine finds no microphone. Please plug in your headset."),
    ),
    Code.MICROPHONE_UNPLUGGED: Phrases(
        title=marked("The microphone is not plugged in."),
        explained=marked("It was there and is gone, or its socket is empty."),
        mend=marked("Plug in again: {device}"),
        say=marked("Your microphone has come loose. Please plug it in again, right to the end."),
    ),
    Code.WRONG_MICROPHONE: Phrases(
        title=marked("Another microphone than the one in front of the person is in use."),
        explained=marked("The sound is there, but the chosen device does not hear it."),
        mend=marked("Make this the microphone in use: {device}"),
        say=marked("Your machine listens to another microphone. I am changing it; please say something in a moment."),
    ),
    Code.MICROPHONE_MUTED: Phrases(
        title=marked("The microphone is muted."),
        explained=marked("It works, but the machine lets nothing of it through."),
        mend=marked("Unmute: {device}"),
        say=marked("Your microphone is muted. Let us turn it on; please say something in a moment."),
    ),
    Code.MONITOR_MUTED: Phrases(
        title=marked("What passes the sound on to the microphone is muted."),
        explained=marked("This microphone only passes on another device's sound, and that device is muted."),
        mend=marked("Unmute: {device}"),
        say=marked(
            "The sound on its way to your microphone is turned off. Let us turn it on; please say "
            "something in a moment."
        ),
    ),
    Code.MICROPHONE_VOLUME_ZERO: Phrases(
        title=marked("The microphone's volume is at zero."),
        explained=marked("It works, but its sound is turned down to nothing."),
        mend=marked("Turn up to {percent} %: {device}"),
        say=marked("Your microphone is turned down to nothing. Let us turn it up; please say something in a moment."),
    ),
    Code.MICROPHONE_VOLUME_LOW: Phrases(
        title=marked("The microphone is turned down."),
        explained=marked("The other side hears it weakly, or not at all."),
        mend=marked("Turn up to {percent} %: {device}"),
        say=marked("Your microphone is turned down. Let us turn it up; please say something in a moment."),
    ),
    Code.MICROPHONE_OVERDRIVEN: Phrases(
        title=marked("The microphone is turned up too far."),
        explained=marked("Loud sounds are cut off and come over harsh."),
        mend=marked("Turn down to {percent} %: {device}"),
        say=marked("Your microphone is turned up too far. Let us turn it down; please say something in a moment."),
    ),
    Code.MICROPHONE_SUSPENDED: Phrases(
        title=marked("The microphone is asleep and does not wake up."),
        explained=marked("The sound system has put it to rest: a program that records gets nothing from it."),
        mend=marked("Wake up: {device}"),
        say=marked("Your microphone is asleep. I am waking it up; please say something in a moment."),
    ),
    Code.MICROPHONE_BUSY: Phrases(
        title=marked("Another program keeps the microphone to itself."),
        explained=marked("The device opens for one program at a time."),
        mend=marked("Close the other programs that use the microphone."),
        say=marked("Another program holds your microphone. Please close the other meeting programs."),
    ),
    Code.MICROPHONE_FAILED: Phrases(
        title=marked("The microphone gives no sound to programs."),
        explained=marked("It is listed, but it does not open, or nothing comes from it."),
        mend=marked("Unplug it, wait a moment and plug it in again: {device}"),
        say=marked("Your microphone does not start. Please unplug it, count to five and plug it in again."),
    ),
    Code.RECORDING_STREAM_MUTED: Phrases(
        title=marked("This program's recording is muted in the sound system."),
        explained=marked("The microphone is on, but not for this program."),
        mend=marked("Unmute this program's recording."),
        say=marked("Your microphone is on, but this program is not let in. I am changing that now."),
    ),
    Code.RECORDING_STREAM_QUIET: Phrases(
        title=marked("This program's recording is turned down in the sound system."),
        explained=marked("The microphone is loud enough, but not for this program."),
        mend=marked("Turn this program's recording up to {percent} %."),
        say=marked("Your microphone is turned down for this program. I am turning it up now."),
    ),
    Code.RECORDING_STREAM_MOVED: Phrases(
        title=marked("This program records from another device than the chosen one."),
        explained=marked("The sound system has moved its recording elsewhere."),
        mend=marked("Move this program's recording back to: {device}"),
        say=marked("The program listens to the wrong device. I am moving it back to your microphone."),
    ),
}
