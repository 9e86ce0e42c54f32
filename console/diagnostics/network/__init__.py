"""The steps of the network check. Each raises `Failed`, or what the system itself raises, where it can't be taken."""
