"""The four things that are said about a cause."""

from typing import NamedTuple


class Phrases(NamedTuple):
    """title: what is wrong. explained: what that means. mend: what to do.

    say: a sentence to read aloud to the other person. A mend may hold {device}, what it is done to, and
    {percent}, the volume to set.
    """

    title: str
    explained: str
    mend: str
    say: str
