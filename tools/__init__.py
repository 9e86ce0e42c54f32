"""Tools for those who work on Bedside."""
