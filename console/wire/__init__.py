"""What crosses a process boundary: paths, problems, pages of lists, events, the run file."""
