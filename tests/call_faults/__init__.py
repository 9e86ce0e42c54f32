"""A handful of calls over a lossy wire (`make call-faults` runs the whole matrix)."""
