"""Compiles the message catalogs before they are packed, so that no binary file has to be kept in the repository."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogs(BuildHookInterface):
    """Writes a .mo file beside every .po file."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        """Compile every catalog of the package."""
        compile_catalogs(Path(self.root) / "console" / "words" / "locale")


def compile_catalogs(folder: Path) -> None:
    """Write `<name>.mo` for each `<name>.po` below the folder."""
    for source in folder.rglob("*.po"):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parts[-3]))


if __name__ == "__main__":
    compile_catalogs(Path(__file__).parent / "console" / "words" / "locale")
