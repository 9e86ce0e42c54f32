"""What a person is asked in a test, in words."""

from console.domain.diagnosis.evidence import Question
from console.presentation.diagnosis.sight import Asked
from console.words import _, marked

_PLAIN = {
    Question.HEARD_CHIME: marked("Did you hear the chime?"),
    Question.SPOKE: marked("Have you read the sentence aloud?"),
    Question.HEARD_ONESELF: marked("Did you hear yourself?"),
    Question.SEES_PICTURE: marked("Do you see yourself in the picture?"),
}
_ABOUT = {
    Question.HEARD_CHIME: marked("Did you hear the chime from {about}?"),
    Question.SPOKE: marked("Read this aloud: “{about}” Have you read it?"),
    Question.HEARD_ONESELF: marked("Did you hear yourself from {about}?"),
    Question.SEES_PICTURE: marked("Do you see yourself in the picture of {about}?"),
}


def question(asked: Asked) -> str:
    """Return the question as a sentence."""
    if asked.about and asked.question in _ABOUT:
        return _(_ABOUT[asked.question], about=asked.about)
    return _(_PLAIN[asked.question])
