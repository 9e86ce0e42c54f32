"""The microphones, speakers and cameras of this machine: `take()` them once, or `watch()` them.

Nothing here loads a sound library into the asking process: `pulse` and `portaudio` are programs that run as children,
because a sound library may hang with a frozen server and may abort with a broken one. What is special about an
operating system is one file in `systems`.
"""
