"""Kinds of text that people write, as types: what does not fit is refused where it comes in."""

import re
from typing import Annotated

from msgspec import Meta

from console.words import _, marked

# Control characters and bidirectional overrides can make a name look like another one, or break a list.
_HIDDEN = r"\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_LINE = rf"^[^\s{_HIDDEN}]([^{_HIDDEN}]*[^\s{_HIDDEN}])?$"
_MAYBE_LINE = rf"^([^\s{_HIDDEN}]([^{_HIDDEN}]*[^\s{_HIDDEN}])?)?$"
_WORD = rf"^[^\s{_HIDDEN}]+$"
_EMAIL = rf"^[^\s@{_HIDDEN}]+@[^\s@{_HIDDEN}]+$"

Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=_LINE)]
"""One line of text that neither begins nor ends with a space and holds no hidden character."""

MaybeLine = Annotated[str, Meta(max_length=200, pattern=_MAYBE_LINE)]
"""A line, or nothing."""

Word = Annotated[str, Meta(min_length=1, max_length=100, pattern=_WORD)]
"""A text without spaces, such as a user name."""

Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=_EMAIL)]
"""An e-mail address: something, an @, something. Only the mail itself can prove more (RFC 5321)."""

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
"""An id of ours."""

CURSOR = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
"""Where a page ended: the id of its last thing."""

_IN_WORDS = {
    CURSOR: marked("the `next` of the page before, as it was given"),
    _LINE: marked("one line, without spaces at its ends and without hidden characters"),
    _MAYBE_LINE: marked("one line, without spaces at its ends and without hidden characters"),
    _WORD: marked("without spaces and hidden characters"),
    _EMAIL: marked("an e-mail address, like maija.saari@example.org"),
}


def in_words(failure: str) -> str:
    """Say in plain words what a text should be; failure: msgspec's own sentence, which shows a pattern."""
    sentence, _at, place = failure.partition(" - at `$")
    field = place.strip("`.")
    if (named := re.fullmatch(r"Object (missing required|contains unknown) field `(.*)`", sentence)) is not None:
        field = f"{field}.{named[2]}".lstrip(".")
        sentence = _("it is missing") if named[1].startswith("missing") else _("there is no such field")
    for pattern, words in _IN_WORDS.items():
        if repr(pattern) in sentence:
            sentence = _(words)
    if sentence.endswith("of length >= 1"):
        sentence = _("it may not be empty")
    elif (most := re.search(r"of length <= (\d+)$", sentence)) is not None:
        sentence = _("it may have {n} characters at most", n=most[1])
    elif (expected := re.match(r"Expected `([a-z |]+)`, got `|Invalid RFC3339 encoded (\w+)$", sentence)) is not None:
        sentence = _expected(expected[1] or expected[2]) or sentence
    elif (value := re.fullmatch(r"Invalid enum value '?(.*?)'?", sentence)) is not None:
        sentence = _("it can't be: {value}", value=value[1])
    elif sentence.startswith(("JSON is malformed", "Input data was truncated")):
        sentence = _("it is not whole and correct JSON")
    return f"{field}: {sentence}" if field else sentence


def _expected(kinds: str) -> str:
    """Say what was expected; nothing where there are no words for it."""
    words = [_KINDS.get(kind, "") for kind in kinds.split(" | ")]
    return _("expected: {kind}", kind=" / ".join(_(word) for word in words)) if all(words) else ""


_KINDS = {
    "int": marked("a whole number"),
    "float": marked("a number"),
    "str": marked("a text"),
    "bool": marked("true or false"),
    "array": marked("a list"),
    "object": marked("an object of fields"),
    "datetime": marked("a time, like 2026-03-12T12:00:00+02:00"),
    "date": marked("a date, like 2026-03-12"),
    "null": marked("nothing"),
}
