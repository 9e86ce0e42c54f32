"""A test as people see it: what is wrong, how far it is, what it hears, where the sound stops, what it found."""
