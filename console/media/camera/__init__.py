"""This machine's cameras: whether one opens, what it really gives, and a small picture of it while it is looked at.

`looking` is the asking side. It runs `program` as a child, because a camera's driver may hang and take a process with
it; the child alone loads PyAV and numpy.
"""
