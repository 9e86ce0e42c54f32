"""Which frames can be decoded without those before them."""

VP8_BEGINS = b"\x9d\x01\x2a"
"""Bytes 3 to 5 of a VP8 key frame (RFC 6386, section 9.1)."""
H264_BEGINS = (b"\x00\x00\x00\x01", b"\x00\x00\x01")
"""Before each unit (ITU-T H.264, Annex B)."""
H264_WHOLE = {5, 7}
"""Unit types: a picture of its own, and what describes a sequence, which comes before one."""


def begins_whole(codec: object, data: bytes) -> bool:
    """Tell whether a frame's first packet, without what carried it, is the beginning of such a frame."""
    if getattr(codec, "name", "") == "VP8":
        return len(data) > 6 and not data[0] & 1 and data[3:6] == VP8_BEGINS
    for begins in H264_BEGINS:
        if data.startswith(begins) and len(data) > len(begins):
            return data[len(begins)] & 0x1F in H264_WHOLE
    return False
