"""Sound played and heard: the probe, a person's speech, a chime, the level of each microphone.

Each is a child program (`*_program`), which alone loads the sound library and keeps what it records in its own
memory, and a coroutine beside it that runs the program and returns the facts. A program that hangs, aborts or is killed
has told what happened until then, line by line.
"""
