"""Calls over a wire, with the service and the browsers of the pages' tests."""

from tests.pages.conftest import appointment, guests, tones, wishes

__all__ = ["appointment", "guests", "tones", "wishes"]
