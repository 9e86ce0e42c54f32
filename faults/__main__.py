"""`python -m faults [NAME ...]`: injects every fault, or those whose name begins so, and prints what was named."""

import asyncio
import importlib
import pkgutil
import sys
from collections.abc import Iterator

import faults
from console.domain.errors import ConsoleError
from faults import Fault, Server
from faults.rig import Result, rig
from faults.servers import is_installed
from faults.verdicts import wrongs

HEADINGS = ("fault", "expected", "first cause named", "certainty", "seconds", "mended", "")
WIDTHS = (52, 34, 26, 9, 7, 6, 0)


def main(names: list[str]) -> int:
    """Print a line as soon as it is known; return 1 where any is wrong."""
    wrong = 0
    for server in Server:
        if not is_installed(server):
            print(f"\n{server}: not installed, not run")
            continue
        print(f"\n{server}\n{_line(HEADINGS)}\n{_line(['-' * max(width, 5) for width in WIDTHS])}")
        for fault in _chosen(names, server):
            wrong += not _run(fault, server)
    print(f"\n{wrong} wrong" if wrong else "\nall as expected")
    return int(wrong > 0)


def _chosen(names: list[str], server: Server) -> Iterator[Fault]:
    for module in pkgutil.iter_modules(faults.__path__):
        for fault in getattr(importlib.import_module(f"faults.{module.name}"), "FAULTS", ()):
            if server in fault.servers and (not names or _is_named(fault, module.name, server, names)):
                yield fault


def _is_named(fault: Fault, file: str, server: Server, names: list[str]) -> bool:
    return any(name in (file, server.value) or fault.name.startswith(name) for name in names)


def _run(fault: Fault, server: Server) -> bool:
    try:
        with rig(server) as one:
            result = asyncio.run(one.diagnose(fault))
    except ConsoleError as error:
        print(_line([fault.name, _expected(fault), f"ERROR {error}", "", "", "", ""]), flush=True)
        return False
    found = wrongs(result)
    print(_line([*_cells(result), "; ".join(found)]), flush=True)
    return not found


def _expected(fault: Fault) -> str:
    return " + ".join(sorted(fault.codes)) or "healthy"


def _cells(result: Result) -> Iterator[str]:
    yield result.fault.name
    yield _expected(result.fault)
    yield result.first.code if result.first else result.diagnosis.verdict
    yield result.first.certainty if result.first else ""
    yield f"{result.seconds:.1f}"
    yield result.mended.verdict if result.mended else ""


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
