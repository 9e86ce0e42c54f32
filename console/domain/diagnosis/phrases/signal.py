"""What is heard, and how well."""

from collections.abc import Mapping

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.phrases.phrase import Phrases
from console.words import marked

SIGNAL: Mapping[Code, Phrases] = {
    Code.NO_SIGNAL: Phrases(
        title=marked("Nothing at all comes from the microphone, and no setting explains it."),
        explained=marked(
            "Even a silent room gives a little noise: look for a mute button on the device, its "
            "cable, and the permission."
        ),
        mend=marked("Press the mute button on the device itself, then check its cable: {device}"),
        say=marked("Please look for a mute button on your headset or its cable, press it once and say something."),
    ),
    Code.FLAT_LINE: Phrases(
        title=marked("The microphone sends a flat line instead of sound."),
        explained=marked("Its driver, or an audio enhancement, holds the sound back."),
        mend=marked("Unplug it and plug it in again; then switch audio enhancements off: {device}"),
        say=marked("Your microphone is connected but sends nothing. Please unplug it and plug it in again."),
    ),
    Code.NOT_AUDIBLE: Phrases(
        title=marked("The microphone is alive but hears nothing to speak of, and no setting explains it."),
        explained=marked(
            "It may be another microphone, a headset that does not hear its own speaker, or a dial on the device."
        ),
        mend=marked("Read a sentence aloud close to the microphone: {device}"),
        say=marked("Please move the microphone in front of your mouth and read a sentence aloud."),
    ),
    Code.QUIET_VOICE: Phrases(
        title=marked("The voice is heard, but quietly."),
        explained=marked("The other side has to strain to hear it."),
        mend=marked("Bring the microphone nearer to the mouth: {device}"),
        say=marked("You can be heard, only a little quietly. Please bring the microphone a little nearer."),
    ),
    Code.QUIETER_THAN_BEFORE: Phrases(
        title=marked("The sound is much weaker than when all was well."),
        explained=marked("The devices are the same, but their level is not."),
        mend=marked("Check the dial, the cable and the place of: {device}"),
        say=marked("Your sound is weaker than before. Please check the dial and the cable of your headset."),
    ),
    Code.NOISE: Phrases(
        title=marked("Noise covers the sound."),
        explained=marked("The noise is nearly as loud as a voice."),
        mend=marked("Find what hums nearby, and check the cable of: {device}"),
        say=marked("There is a loud noise behind your voice. Is there a fan or an open window near you?"),
    ),
    Code.OTHER_SOUND: Phrases(
        title=marked("Something else plays on this machine."),
        explained=marked("It was heard together with the test sound, so the test tells little about the devices."),
        mend=marked("Pause it and test again: {device}"),
        say=marked("Something else is playing on your machine. Please pause it for a moment, then I test once more."),
    ),
    Code.ECHO: Phrases(
        title=marked("The sound comes back as an echo."),
        explained=marked("The microphone hears the speaker, or the sound is passed on twice."),
        mend=marked("Use a headset, or turn the speaker down."),
        say=marked("We hear an echo. Please put your headset on, or turn your speaker down a little."),
    ),
    Code.DROPOUTS: Phrases(
        title=marked("The sound has holes in it."),
        explained=marked("Words lose syllables; the machine or the device can't keep up."),
        mend=marked("Close programs that are not needed, and plug in by cable: {device}"),
        say=marked("Your sound breaks up. Please close the programs that you don't need right now."),
    ),
    Code.ONE_CHANNEL_DEAD: Phrases(
        title=marked("Sound comes through on one side only."),
        explained=marked("The other side is turned down, or its wire is broken."),
        mend=marked("Turn up both sides, and check the plug of: {device}"),
        say=marked("Sound comes through on one side only. Please push the plug in, right to the end."),
    ),
    Code.CHANNELS_SWAPPED: Phrases(
        title=marked("Left and right have changed places."),
        explained=marked("What is meant for one side comes out on the other."),
        mend=marked("Turn the headset round, or change the cables of: {device}"),
        say=marked("Left and right have changed places. Please put your headset on the other way round."),
    ),
    Code.POLARITY_CANCELLED: Phrases(
        title=marked("The two sides cancel each other out."),
        explained=marked("One side is turned upside down: where they are joined, a voice becomes thin or goes."),
        mend=marked("Use another cable or adapter, without a sound effect: {device}"),
        say=marked("Your voice gets lost on the way. Please take another cable or headset if you have one."),
    ),
    Code.NARROW_BAND: Phrases(
        title=marked("The sound is as dull as on a telephone."),
        explained=marked("A wireless headset does so in its telephone mode: consonants are hard to tell apart."),
        mend=marked("Connect by cable or the headset's own receiver, or use another microphone than: {device}"),
        say=marked("Your voice sounds as if on an old telephone. Have you a headset with a cable at hand?"),
    ),
    Code.CLIPPING: Phrases(
        title=marked("Loud sounds are cut off."),
        explained=marked("Something on the way is turned up too far, so the sound comes over harsh."),
        mend=marked("Move a little away from the microphone, or turn it down: {device}"),
        say=marked("Your voice comes over a little too loud. Please move the microphone a little away."),
    ),
    Code.WRONG_SAMPLE_RATE: Phrases(
        title=marked("The sound runs at the wrong speed."),
        explained=marked(
            "The device and the program disagree on the sample rate: voices are too high or too "
            "low, or it does not open."
        ),
        mend=marked("Set the device to 48,000 Hz in the sound settings: {device}"),
        say=marked("Your voice comes over at the wrong pitch. Let us set your device to 48,000 hertz together."),
    ),
}
