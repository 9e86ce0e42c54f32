"""One more participant of a call, in a program of its own: it hears, sees, sends, and measures what it gets."""
