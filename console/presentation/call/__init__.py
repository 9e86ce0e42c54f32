"""A call that this console takes part in, as it is shown: pure, from an attendance."""
