"""Why sound devices can't be seen, in a person's words."""

from enum import StrEnum

from console.words import marked


class Trouble(StrEnum):
    """What a program that lists sound devices ran into."""

    NO_LIBRARY = "no-library"
    NO_SERVER = "no-server"
    NO_ANSWER = "no-answer"
    BROKEN = "broken"
    CRASHED = "crashed"


SENTENCES = {
    Trouble.NO_LIBRARY: marked("The program library for sound is missing on this machine."),
    Trouble.NO_SERVER: marked("The sound system is not running."),
    Trouble.NO_ANSWER: marked("The sound system does not answer."),
    Trouble.BROKEN: marked("The sound system refuses to list its devices."),
    Trouble.CRASHED: marked("The sound system broke down while its devices were listed."),
}
"""English message ids: whoever shows one translates it into the reader's language."""
