"""The camera and its picture."""

from collections.abc import Mapping

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.phrases.phrase import Phrases
from console.words import marked

CAMERA: Mapping[Code, Phrases] = {
    Code.NO_CAMERA: Phrases(
        title=marked("There is no camera on this machine."),
        explained=marked("The system sees no device that films, or it was unplugged."),
        mend=marked("Plug in a camera."),
        say=marked("Your machine finds no camera. Please plug your camera in again."),
    ),
    Code.CAMERA_BUSY: Phrases(
        title=marked("Another program keeps the camera to itself."),
        explained=marked("The camera opens for one program at a time."),
        mend=marked("Close the other programs that use the camera."),
        say=marked("Another program holds your camera. Please close the other meeting programs."),
    ),
    Code.CAMERA_ACCESS_DENIED: Phrases(
        title=marked("This program may not use the camera."),
        explained=marked("The system's privacy settings keep it out."),
        mend=marked("Allow the camera in the system's privacy settings."),
        say=marked(
            "Your machine does not let the program use the camera yet. Let us allow it in the "
            "privacy settings together."
        ),
    ),
    Code.CAMERA_FAILED: Phrases(
        title=marked("The camera gives no picture."),
        explained=marked("It is listed, but it does not open, or nothing comes from it."),
        mend=marked("Unplug it, wait a moment and plug it in again: {device}"),
        say=marked("Your camera does not start. Please unplug it, count to five and plug it in again."),
    ),
    Code.CAMERA_BLACK: Phrases(
        title=marked("The camera's picture is black."),
        explained=marked("Most often its cover is closed."),
        mend=marked("Open the cover or switch on the camera itself: {device}"),
        say=marked("Your picture is black. Is there a small cover in front of the camera? Please slide it aside."),
    ),
    Code.CAMERA_FROZEN: Phrases(
        title=marked("The camera's picture stands still."),
        explained=marked("It sends the same picture again and again."),
        mend=marked("Unplug it, wait a moment and plug it in again: {device}"),
        say=marked("Your picture stands still. Please unplug the camera, count to five and plug it in again."),
    ),
    Code.CAMERA_DARK: Phrases(
        title=marked("The picture is too dark."),
        explained=marked("The face can hardly be made out."),
        mend=marked("Switch on a lamp in front of the person, or turn away from the window."),
        say=marked("Your picture is dark. Could you switch on a lamp in front of you?"),
    ),
    Code.CAMERA_LOW_FRAME_RATE: Phrases(
        title=marked("The picture moves in jerks."),
        explained=marked("Few pictures a second come from the camera: sign language and lips can't be followed."),
        mend=marked("Close programs that are not needed, and let in more light."),
        say=marked("Your picture moves in jerks. Please close the programs that you don't need right now."),
    ),
    Code.CAMERA_SEES_NOBODY: Phrases(
        title=marked("The camera's picture does not show the person."),
        explained=marked("It sends a good picture: it looks elsewhere, or another camera is meant."),
        mend=marked("Turn it towards the person, or choose another camera: {device}"),
        say=marked("You can't be seen in your picture. Please turn the camera until you see yourself."),
    ),
}
