"""The pages of the question: plain HTML that needs no script, in the agent's language.

The page that asks is sent without its end: a browser shows what it has, and later what became of the question.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import TypeAlias

from console.domain.diagnosis.result import Complaint
from console.words import _, language

_BEGIN = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
  :root {{ color-scheme: light dark }}
  body {{ font: 1.125rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1.5rem }}
  h1 {{ font-size: 1.6rem; line-height: 1.25 }}
  form {{ display: flex; flex-wrap: wrap; gap: 1rem; margin: 2rem 0 }}
  button {{ font: inherit; padding: .75rem 2rem; border: 2px solid #1a5fb4; border-radius: .5rem; cursor: pointer }}
  button[value=yes] {{ background: #1a5fb4; color: #fff }}
  button[value=no] {{ background: transparent; color: inherit }}
  button:focus-visible {{ outline: 3px solid #e5a50a; outline-offset: 3px }}
</style>
</head>
<body>
<main>
"""
_END = "</main>\n</body>\n</html>\n"
# A screen reader says aloud what comes into a status that is there already.
_QUESTION = '<section id="question">\n{body}\n</section>\n<div role="status">\n'
_OVER = "<style>#question {{ display: none }}</style>\n{body}\n</div>\n"
_FORM = """<form method="post" action="/">
<input type="hidden" name="secret" value="{secret}">
<button name="answer" value="yes" data-action="consent-yes">{yes}</button>
<button name="answer" value="no" data-action="consent-no">{no}</button>
</form>
"""


AskingPage: TypeAlias = Callable[[str], str]
"""Returns the page with a secret in its form."""


def asking_page(who: str, complaint: Complaint, seconds: float) -> AskingPage:
    """Return the page that asks, but for its end. who: the helper's name. seconds: until no answer is a no."""

    def page(secret: str) -> str:
        title = _("{name} asks to test this computer for video calls.", name=who)
        body = _body(
            title,
            *map(_paragraph, _what_happens(complaint)),
            _paragraph(_("Nothing is recorded, and no sound or picture is sent: only what was measured.")),
            _FORM.format(secret=escape(secret), yes=escape(_("Yes, test now")), no=escape(_("No"))),
            _paragraph(_("Without an answer within {n} seconds nothing is tested.", n=round(seconds))),
        )
        return _begin(title) + _QUESTION.format(body=body)

    return page


def _what_happens(complaint: Complaint) -> Iterator[str]:
    if complaint not in {Complaint.NO_PICTURE, Complaint.SLOW}:
        yield _("You will hear a few short sounds. The microphone listens for some seconds meanwhile.")
    if complaint in {Complaint.NO_PICTURE, Complaint.EVERYTHING}:
        yield _("The camera is switched on for some seconds.")
    if complaint in {Complaint.SLOW, Complaint.EVERYTHING}:
        yield _("The connection to the service is measured.")


def unanswered_end() -> str:
    """Return the end of a page that nobody answered in time."""
    return _over(_("There was no answer in time, so nothing is tested."))


def withdrawn_end() -> str:
    """Return the end of a page whose question was taken back."""
    return _over(_("The question was taken back. Nothing is tested."))


def _over(title: str) -> str:
    return _OVER.format(body=_body(title, _paragraph(_("You can close this page.")))) + _END


def answered_page(*, yes: bool) -> str:
    """Return the page after the answer."""
    if yes:
        return _page(_("Thank you. The test runs now."), _paragraph(_("You can close this page.")))
    return _page(_("Nothing is tested."), _paragraph(_("You can close this page.")))


def taken_page() -> str:
    """Return the page for whoever comes too late or from elsewhere."""
    return _page(_("This page can't be used any more."), _paragraph(_("Ask support to ask again.")))


def _page(title: str, *body: str) -> str:
    return _begin(title) + _body(title, *body) + "\n" + _END


def _begin(title: str) -> str:
    return _BEGIN.format(language=language(), title=escape(title))


def _body(title: str, *paragraphs: str) -> str:
    return "\n".join((f"<h1>{escape(title)}</h1>", *paragraphs))


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
