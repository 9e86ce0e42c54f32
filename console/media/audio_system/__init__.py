"""The audio system of this machine: its state and how it changes (`watching`), and what is mended in it (`applying`).

Both run `program` as a child, because a sound library may hang with a frozen server and may abort with a broken one.
What is special about an operating system is one file in `systems`; `lines` is what the child prints.
"""
