"""What draws: one widget a file. A widget is given lines and rows; it knows no noun of the town."""
