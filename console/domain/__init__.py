"""The nouns of a town's video service and the pure rules about them. Knows no other room."""
