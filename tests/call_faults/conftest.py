"""Calls over a wire, with the service and the browsers of the pages' tests."""

from tests.pages.conftest import appointment, tones

__all__ = ["appointment", "tones"]
