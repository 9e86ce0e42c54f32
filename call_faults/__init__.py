"""Calls over a wire that loses, delays and breaks, between a real Chromium and the program's own participant."""
