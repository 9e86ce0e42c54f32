from hypothesis import given
from hypothesis import strategies as st

from console.presentation.cell import Cell
from console.presentation.columns import GAP, Column, fit


def column(width: int, grow: int = 0, rank: int = 0) -> Column[str]:
    return Column(title="", width=width, grow=grow, rank=rank, cell=lambda text, _scene: Cell(text))


def test_spare_room_is_shared_by_growth() -> None:
    assert fit([column(10, grow=1), column(10), column(10, grow=3)], 32 + 8) == [(0, 12), (1, 10), (2, 16)]


def test_the_highest_rank_is_left_out_first() -> None:
    columns = [column(10), column(10, rank=2), column(10, rank=1)]
    assert fit(columns, 21) == [(0, 10), (2, 10)]


def test_one_column_always_stays() -> None:
    assert fit([column(10), column(10)], 3) == [(0, 10)]


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 4), st.integers(0, 9)), min_size=1, max_size=10),
    st.integers(30, 300),
)
def test_columns_never_take_more_room_than_there_is(shapes: list[tuple[int, int, int]], width: int) -> None:
    shown = fit([column(*shape) for shape in shapes], width)
    assert sum(wide for _index, wide in shown) + GAP * (len(shown) - 1) <= width
    assert [index for index, _wide in shown] == sorted(index for index, _wide in shown)
