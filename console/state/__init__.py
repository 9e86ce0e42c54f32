"""The console's picture of the town: one snapshot, changed by events, fed by a stream that heals itself."""
