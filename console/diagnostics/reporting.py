"""A test's report as two files: Markdown to read and JSON for programs."""

import asyncio
from pathlib import Path

import msgspec
from platformdirs import user_documents_path

from console.domain.diagnosis.nameless import nameless
from console.domain.diagnosis.report import markdown
from console.domain.diagnosis.result import Diagnosis
from console.domain.diagnosis.telling import told
from console.domain.errors import ConsoleError, reason
from console.words import _


def default_folder() -> Path:
    """Return where this user keeps documents."""
    return user_documents_path()


async def write(diagnosis: Diagnosis, folder: Path, *, subject: str) -> tuple[Path, Path]:
    """Write the two files and return where they are. Raise ConsoleError where they can't be written."""
    text = markdown(diagnosis, subject=subject).encode()
    data = msgspec.json.format(msgspec.json.encode(told(nameless(diagnosis))))
    name = f"bedside-{diagnosis.at:%Y%m%d-%H%M%S}"
    try:
        written = await asyncio.to_thread(_write, folder, name, text, data)
    except OSError as error:
        title = _("The report can't be written to {folder}.", folder=folder)
        raise ConsoleError(title, reason(error), _("Choose another folder."), code="not-written") from error
    return written


def _write(folder: Path, name: str, text: bytes, data: bytes) -> tuple[Path, Path]:
    folder = folder.expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / f"{name}.md", folder / f"{name}.json"
    for file, content in zip(files, (text, data), strict=True):
        file.write_bytes(content)
    return files
