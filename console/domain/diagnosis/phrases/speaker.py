"""The speaker or headset, its settings and this program's playback to it."""

from collections.abc import Mapping

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.phrases.phrase import Phrases
from console.words import marked

SPEAKER: Mapping[Code, Phrases] = {
    Code.NO_SPEAKER: Phrases(
        title=marked("There is no speaker on this machine."),
        explained=marked("The sound system sees no device that plays."),
        mend=marked("Plug in a headset or a speaker."),
        say=marked("Your machine finds no speaker. Please plug in your headset."),
    ),
    Code.SPEAKER_UNPLUGGED: Phrases(
        title=marked("The speaker or headset is not plugged in."),
        explained=marked("It was there and is gone, or its socket is empty."),
        mend=marked("Plug in again: {device}"),
        say=marked("Your headset has come loose. Please plug it in again, right to the end."),
    ),
    Code.WRONG_SPEAKER: Phrases(
        title=marked("The sound goes to another device than the person listens to."),
        explained=marked("It is played, but nobody is there to hear it."),
        mend=marked("Make this the speaker in use: {device}"),
        say=marked("I am moving the sound to another device. You will hear a chime in a moment."),
    ),
    Code.SPEAKER_MUTED: Phrases(
        title=marked("The speaker is muted."),
        explained=marked("It works, but the machine sends it no sound."),
        mend=marked("Unmute: {device}"),
        say=marked("The sound of your machine is turned off. Let us turn it on; you will hear a chime in a moment."),
    ),
    Code.SPEAKER_VOLUME_ZERO: Phrases(
        title=marked("The speaker's volume is at zero."),
        explained=marked("It works, but its sound is turned down to nothing."),
        mend=marked("Turn up to {percent} %: {device}"),
        say=marked(
            "The sound of your machine is turned down to nothing. Let us turn it up; you will hear a chime in a moment."
        ),
    ),
    Code.SPEAKER_VOLUME_LOW: Phrases(
        title=marked("The speaker is turned down."),
        explained=marked("The other side is heard weakly, or not at all."),
        mend=marked("Turn up to {percent} %: {device}"),
        say=marked("The sound of your machine is turned down. Let us turn it up; you will hear a chime in a moment."),
    ),
    Code.SPEAKER_OVERDRIVEN: Phrases(
        title=marked("The speaker is turned up too far."),
        explained=marked("Loud sounds are cut off and come out harsh."),
        mend=marked("Turn down to {percent} %: {device}"),
        say=marked(
            "The sound of your machine is turned up too far. Let us turn it down; you will hear a chime in a moment."
        ),
    ),
    Code.SPEAKER_SUSPENDED: Phrases(
        title=marked("The speaker is asleep and does not wake up."),
        explained=marked("The sound system has put it to rest: what programs play goes nowhere."),
        mend=marked("Wake up: {device}"),
        say=marked("Your speaker is asleep. I am waking it up; you will hear a chime in a moment."),
    ),
    Code.SPEAKER_BUSY: Phrases(
        title=marked("Another program keeps the speaker to itself."),
        explained=marked("The device opens for one program at a time."),
        mend=marked("Close the other programs that play sound."),
        say=marked("Another program holds your speaker. Please close the other meeting and music programs."),
    ),
    Code.SPEAKER_FAILED: Phrases(
        title=marked("The speaker takes no sound from programs."),
        explained=marked("It is listed, but it does not open, or it stands still."),
        mend=marked("Unplug it, wait a moment and plug it in again: {device}"),
        say=marked("Your headset does not start. Please unplug it, count to five and plug it in again."),
    ),
    Code.SPEAKER_NOT_HEARD: Phrases(
        title=marked("The chime was played, but the person did not hear it."),
        explained=marked(
            "All that the machine shows is in order: what is left is the device itself, its own dial, its cable."
        ),
        mend=marked("Turn up the dial on the device itself and check its cable: {device}"),
        say=marked("Please turn up the dial on your headset or its cable. You will hear a chime in a moment."),
    ),
    Code.PLAYBACK_STREAM_MUTED: Phrases(
        title=marked("This program's sound is muted in the sound system."),
        explained=marked("The speaker is on, but not for this program."),
        mend=marked("Unmute this program's sound."),
        say=marked("Your speaker is on, but the sound of this program is off. I am turning it on now."),
    ),
    Code.PLAYBACK_STREAM_QUIET: Phrases(
        title=marked("This program's sound is turned down in the sound system."),
        explained=marked("The speaker is loud enough, but not for this program."),
        mend=marked("Turn this program's sound up to {percent} %."),
        say=marked("The sound of this program is turned down. I am turning it up now."),
    ),
    Code.PLAYBACK_STREAM_MOVED: Phrases(
        title=marked("This program plays to another device than the chosen one."),
        explained=marked("The sound system has moved its sound elsewhere."),
        mend=marked("Move this program's sound back to: {device}"),
        say=marked("The sound went to the wrong device. I am moving it back to your headset."),
    ),
}
