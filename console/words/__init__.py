"""Words that people see: English message ids, translated by the gettext catalogs beside this file.

The language is a context variable: a process sets it once, the service sets it for each request.
"""

import gettext
import locale
import os
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fi", "sv")
LOCALE_DIR = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="en")


def use(language: str) -> None:
    """Speak this language from here on, in this context and those made from it."""
    _language.set(language if language in LANGUAGES else "en")


def language() -> str:
    """Return the language in use: one of LANGUAGES."""
    return _language.get()


def from_locale() -> str:
    """Return the language that the user's environment asks for, English where it names none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return _known(value)
    return _known(locale.getlocale()[0] or "")


def _known(name: str) -> str:
    # Windows spells its locales out ("Finnish_Finland"), everyone else by ISO 639 ("fi_FI").
    prefix = {"finnish": "fi", "swedish": "sv"}.get(name.split("_", maxsplit=1)[0].lower(), name[:2].lower())
    return prefix if prefix in LANGUAGES else "en"


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    return gettext.translation("console", LOCALE_DIR, [language], fallback=True)


def _(message: str, /, **values: object) -> str:
    """Return the message in the language in use, its {placeholders} filled in."""
    # To gettext the empty message is the catalog's head.
    text = _catalog(_language.get()).gettext(message) if message else ""
    return text.format(**values) if values else text


def plural(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the form of the message that fits n, with {n} and other placeholders filled in."""
    return _catalog(_language.get()).ngettext(one, many, n).format(n=n, **values)


def marked(message: str) -> str:
    """Mark a message for the catalogs where it is defined; `_` translates it where it is shown."""
    return message
