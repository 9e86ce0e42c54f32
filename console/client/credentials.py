"""Tokens of remote services: in the user's keyring, else, said aloud, in a file that only its user can read."""

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec
from platformdirs import user_config_path

T = TypeVar("T")
KEYRING_SERVICE = "bedside"
KEYRING_WITHIN = 3.0
FILE = "tokens.json"


class NoKeyring(Exception):
    """There is no keyring, it is locked, or it does not answer in time."""


async def token_for(url: str) -> str | None:
    """Return the token for a service: BEDSIDE_TOKEN, else the kept one, else None."""
    if given := os.environ.get("BEDSIDE_TOKEN", "").strip():
        return given
    try:
        kept = await _in_keyring(lambda keyring: keyring.get_password(KEYRING_SERVICE, url))
    except NoKeyring:
        kept = None
    return kept or _read_file().get(url)


async def keep(url: str, token: str) -> Path | None:
    """Keep a token. Return None when the keyring has it, else the file that it had to be put in."""
    try:
        await _in_keyring(lambda keyring: keyring.set_password(KEYRING_SERVICE, url, token))
    except NoKeyring:
        return _write_file({**_read_file(), url: token})
    return None


async def _in_keyring(work: "Callable[[_Keyring], T]") -> T:
    # A daemon thread: a locked keyring may wait for ever, and must not keep the program alive.
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(set_answer: Callable[[], None]) -> None:
        if not answer.done():
            set_answer()

    def run() -> None:
        try:
            import keyring

            result = work(keyring)
        except Exception as error:  # noqa: BLE001 - backends raise their own kinds; none of them may stop us
            failure = NoKeyring(str(error))
            loop.call_soon_threadsafe(settle, lambda: answer.set_exception(failure))
        else:
            loop.call_soon_threadsafe(settle, lambda: answer.set_result(result))

    threading.Thread(target=run, daemon=True, name="keyring").start()
    try:
        async with asyncio.timeout(KEYRING_WITHIN):
            return await answer
    except TimeoutError as error:
        raise NoKeyring("no answer") from error


class _Keyring(Protocol):
    """What of the keyring library is used."""

    def get_password(self, service_name: str, username: str) -> str | None: ...
    def set_password(self, service_name: str, username: str, password: str) -> None: ...


def _path() -> Path:
    return user_config_path("bedside") / FILE


def _read_file() -> dict[str, str]:
    try:
        return msgspec.json.decode(_path().read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return {}


def _write_file(tokens: dict[str, str]) -> Path:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(msgspec.json.encode(tokens))
    unfinished.replace(path)
    return path
