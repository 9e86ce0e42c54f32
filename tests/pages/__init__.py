"""The pages, in real browsers."""
