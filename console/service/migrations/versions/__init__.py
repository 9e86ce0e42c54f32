"""Migrations in order; the number that a file begins with is its revision."""
