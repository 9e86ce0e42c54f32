"""Brings the catalogs up to date with the code: `make words`. Says what is still to be translated."""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "console"
FORMS = {"_": 1, "marked": 1, "plural": 2}
"""What marks a message, and how many forms of it are its first arguments."""


def template() -> Catalog:
    """Return every message of the code, with where it stands (file only: line numbers would change each time)."""
    catalog = Catalog(project="Bedside", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*.py")):
        for forms in messages(path.read_text("utf-8")):
            location = (str(path.relative_to(ROOT)), None)
            catalog.add(forms if len(forms) > 1 else forms[0], None, [location])  # type: ignore[list-item]
    return catalog


def messages(source: str) -> Iterator[tuple[str, ...]]:
    """Yield the forms of each message in a module, found in its syntax tree: it also knows what is inside f-strings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORMS:
            first = node.args[: FORMS[node.func.id]]
            forms = tuple(arg.value for arg in first if isinstance(arg, ast.Constant) and isinstance(arg.value, str))
            if forms and len(forms) == len(first):
                yield forms


def path_of(language: str) -> Path:
    """Return the catalog of a language."""
    return PACKAGE / "words" / "locale" / language / "LC_MESSAGES" / "console.po"


def load(language: str) -> Catalog:
    """Return the catalog of a language as it is."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Bedside", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalog: Catalog) -> list[str]:
    """Return the messages without a translation."""
    missing = []
    for message in catalog:
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and (message.fuzzy or not all(forms)):
            missing.append(str(message.id))
    return missing


def bring_up_to_date(language: str) -> Catalog:
    """Add what is new, drop what is gone, keep what is translated."""
    catalog = load(language)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = "# Words of Bedside."
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, omit_header=False, sort_output=True, include_lineno=False)
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_without_dates(buffer.getvalue()))
    return catalog


def _without_dates(text: bytes) -> bytes:
    # Dates would make every run a change.
    drop = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Generated-By', b'"Language-Team')
    return b"".join(line for line in text.splitlines(keepends=True) if not line.startswith(drop))


if __name__ == "__main__":
    for name in ("fi", "sv"):
        missing = untranslated(bring_up_to_date(name))
        print(f"{name}: {len(missing)} to translate")
        for message in missing:
            print(f"  {message}")
