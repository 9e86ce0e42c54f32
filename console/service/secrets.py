"""Secrets that are told once and kept as hashes."""

import hashlib
import secrets

PREFIX = "bedside_"
# No letters that are mistaken for others when a code is read over the phone.
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_secret() -> str:
    """Return a new token's secret: 256 bits behind a prefix that scanners for leaked secrets can know."""
    return PREFIX + secrets.token_urlsafe(32)


def new_code(length: int = 12, group: int = 3) -> str:
    """Return a one-time code that can be read aloud, in groups: of 12 letters it has 59 bits, of 8 it has 39."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(length))
    return "-".join(letters[i : i + group] for i in range(0, length, group))


def hashed(secret: str) -> bytes:
    """Return the hash under which a secret is kept. It is random and long, so a plain hash suffices."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
