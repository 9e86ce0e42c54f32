"""Sound and picture of this machine: its devices, and later what is measured on them. No other room is known here."""
