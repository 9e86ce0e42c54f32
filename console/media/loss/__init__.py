"""Loss of packets, mended: by itself the library's sound stalls at each gap, and its picture stands still for good.

It works on private parts of aiortc, so it is made for one version of it (`pinned.py`).
"""
