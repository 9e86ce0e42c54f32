"""Routes: HTTP in, nouns out. One file a noun; what they say to the database is in the rooms above."""
