"""Kinds of text that people write, as types: what does not fit is refused where it comes in."""

from typing import Annotated

from msgspec import Meta

# Control characters and bidirectional overrides can make a name look like another one, or break a list.
_HIDDEN = r"\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"

Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=rf"^[^\s{_HIDDEN}]([^{_HIDDEN}]*[^\s{_HIDDEN}])?$")]
"""One line of text that neither begins nor ends with a space and holds no hidden character."""

MaybeLine = Annotated[str, Meta(max_length=200, pattern=rf"^([^\s{_HIDDEN}]([^{_HIDDEN}]*[^\s{_HIDDEN}])?)?$")]
"""A line, or nothing."""

Word = Annotated[str, Meta(min_length=1, max_length=100, pattern=rf"^[^\s{_HIDDEN}]+$")]
"""A text without spaces, such as a user name."""

Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=rf"^[^\s@{_HIDDEN}]+@[^\s@{_HIDDEN}]+$")]
"""An e-mail address: something, an @, something. Only the mail itself can prove more (RFC 5321)."""

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
"""An id of ours."""
