"""What Bedside costs, measured: one file a part, each with `rows()`."""
