"""The sentence that a person reads aloud."""

from console.words import _

SECONDS = 30.0
"""Enough to find the sentence, read it and answer; listening ends with the answer."""


def sentence() -> str:
    """Return it in the language in use: some five seconds, with the hissing sounds that show a link's limit."""
    return _("We will meet next Thursday at half past six, in the small office beside the station.")
