"""A participant's program shows the others' pictures small, and only while they are looked at."""

import numpy as np
import pytest
from av import VideoFrame

from console.media.participant.tiles import tile


def pixels(cells: bytes) -> list[tuple[int, int]]:
    return [(cell & 0xFFFF, cell >> 16) for cell in memoryview(cells).cast("I").tolist()]


@pytest.mark.parametrize(("width", "height"), [(640, 480), (480, 640), (1920, 1080), (2, 2)])
def test_a_picture_keeps_its_shape_and_its_colours(width: int, height: int) -> None:
    rgb = np.zeros((height, width, 3), dtype=np.uint8)
    rgb[: height // 2, :, 0] = 255
    rgb[height // 2 :, :, 2] = 255
    shown = tile("a", VideoFrame.from_ndarray(rgb, format="rgb24"), 80, 20)
    assert shown.columns <= 80
    assert shown.rows <= 20
    assert shown.columns / (2 * shown.rows) == pytest.approx(width / height, rel=0.1)
    cells = pixels(shown.cells)
    assert len(cells) == shown.columns * shown.rows
    assert cells[0][0] == 31 << 10
    assert cells[-1][1] == 31
