"""Documents that are shown in a call: read and drawn by a child process, and kept only while the call lasts."""
