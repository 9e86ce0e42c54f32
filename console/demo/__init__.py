"""The demonstration town: invented people, and a day that really passes, all through the public API."""
