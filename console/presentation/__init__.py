"""Pure: a snapshot of the town becomes cells, rows and details. Draws nothing, asks nobody."""
