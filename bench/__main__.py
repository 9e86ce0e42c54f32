"""`python -m bench [PART ...]`: measures every part of this folder, or those named, and prints one table."""

import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator

import bench
from bench import Row

HEADINGS = ("figure", "measured", "reference in the same run", "ratio", "target", "met")


def main(names: list[str]) -> int:
    """Print a row as soon as it is measured; return 1 where a target was missed."""
    print(_line(HEADINGS))
    print(_line(["-" * width for width in WIDTHS]))
    missed = False
    for row in _measured(names):
        print(_line(_cells(row)), flush=True)
        missed = missed or row.met is False
    return int(missed)


WIDTHS = (52, 16, 44, 7, 14, 4)


def _measured(names: list[str]) -> Iterator[Row]:
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name.startswith("_") or (names and module.name not in names):
            continue
        part = importlib.import_module(f"bench.{module.name}")
        if hasattr(part, "rows"):
            yield from part.rows()


def _cells(row: Row) -> Iterable[str]:
    yield row.name
    yield _figure(row.value, row.unit)
    yield "" if row.reference_value is None else f"{_figure(row.reference_value, row.unit)}  {row.reference}"
    yield "" if row.ratio is None else f"{row.ratio:.2f}"
    yield row.target
    yield {True: "yes", False: "NO", None: ""}[row.met]


def _figure(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


def _line(cells: Iterable[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
