"""Everything that people see is there in every language, with the same values in it, and fits its place."""

import gettext
import re
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from textual.binding import Binding
from textual.dom import DOMNode

import console
from console.presentation.accounts import ACCOUNTS
from console.presentation.alerts import ALERTS
from console.presentation.audit import LOG
from console.presentation.calls import CALLS
from console.presentation.devices import DEVICES
from console.widgets.footer import MOST_CHARACTERS
from console.words import LANGUAGES
from tools import words

TRANSLATED = [language for language in LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"\{\w*\}")
PERCENT = re.compile(r"%\(\w+\)[a-z]|%[a-z]")
LISTINGS = (ACCOUNTS, ALERTS, CALLS, DEVICES, LOG)


@pytest.fixture(scope="module", params=TRANSLATED)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return words.load(request.param)


@pytest.fixture(scope="module")
def spoken(catalog: Catalog) -> gettext.GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translations(catalog: Catalog) -> list[tuple[str, str]]:
    """Return each form of each message beside its translation; of those without one, none."""
    return [pair for message in catalog if message.id for pair in _forms(message)]


def _forms(message: Message) -> list[tuple[str, str]]:
    several = isinstance(message.id, tuple)
    pairs = zip(message.id, message.string, strict=True) if several else [(message.id, message.string)]
    return [(one, other) for one, other in pairs if other]


def bindings() -> list[Binding]:
    """Return the keys of everything that the console draws."""
    root = Path(console.__file__).parent
    for path in [root / "app.py", *root.glob("screens/*.py"), *root.glob("widgets/*.py")]:
        import_module(".".join(path.relative_to(root.parent).with_suffix("").parts))
    ours = [kind for kind in _below(DOMNode) if kind.__module__.startswith("console.")]
    return [binding for kind in ours for binding in vars(kind).get("BINDINGS", ()) if isinstance(binding, Binding)]


def _below(kind: type) -> list[type]:
    return [found for child in kind.__subclasses__() for found in (child, *_below(child))]


def test_every_message_of_the_code_is_translated(catalog: Catalog) -> None:
    catalog.update(words.template(), no_fuzzy_matching=True)

    assert words.untranslated(catalog) == []


def test_a_message_inside_an_f_string_is_found() -> None:
    source = """print(f"{_('inside')} {plural('{n} call', '{n} calls', 2)}", marked("listed"), other("not"))"""

    assert set(words.messages(source)) == {("inside",), ("{n} call", "{n} calls"), ("listed",)}


def test_a_translation_has_the_same_values_in_it(catalog: Catalog) -> None:
    for message, translation in translations(catalog):
        assert sorted(PLACEHOLDER.findall(translation)) == sorted(PLACEHOLDER.findall(message)), message
        assert set(PERCENT.findall(translation)) <= set(PERCENT.findall(message)), message


def test_a_translation_begins_and_ends_like_its_message(catalog: Catalog) -> None:
    for message, translation in translations(catalog):
        assert translation.strip() == translation or message.strip() != message, message
        assert "!" not in translation or "!" in message, message


def test_a_key_of_the_footer_is_said_in_eight_characters(spoken: gettext.GNUTranslations) -> None:
    shown = {binding.description for binding in bindings() if binding.show}

    assert {"Take", "Help"} <= shown
    assert [label for label in shown if len(spoken.gettext(label)) > MOST_CHARACTERS] == []


def test_a_columns_title_fits_its_width(spoken: gettext.GNUTranslations) -> None:
    columns = [column for listing in LISTINGS for column in listing.columns if column.title]

    assert [column.title for column in columns if len(spoken.gettext(column.title)) > column.width] == []
