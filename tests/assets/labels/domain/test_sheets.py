"""Where labels lie, and what stands on one."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.labels.domain.layout import POINT, QUIET_BARS, QUIET_QR, DoesNotFitError, arranged, black, squares
from plugins.assets.labels.domain.sheets import Sheet, next_free, spots
from plugins.assets.labels.domain.zpl import zpl_label
from plugins.assets.labels.stock import stock

SHEET = Sheet(key="t", name="t", columns=3, rows=2, width=60, height=40, left=10, top=20, gap_x=5, gap_y=1)


def test_row_by_row_from_the_first_free_label() -> None:
    found = [(spot.page, spot.x, spot.y) for spot in spots(SHEET, 3, skip=4, nudge=(0.5, -1.0))]
    assert found == [(0, 75.5, 60.0), (0, 140.5, 60.0), (1, 10.5, 19.0)]


@given(st.integers(0, 5), st.integers(0, 40))
def test_the_next_run_goes_on_where_this_one_ended(skip: int, count: int) -> None:
    both = [(spot.x, spot.y) for spot in spots(SHEET, count + 1, skip)]
    after = next(iter(spots(SHEET, 1, next_free(SHEET, count, skip))))
    assert both[-1] == (after.x, after.y)


@pytest.mark.parametrize("skip", [-1, 6])
def test_more_cannot_be_used_up_than_a_sheet_has(skip: int) -> None:
    with pytest.raises(ValueError, match="skipped"):
        list(spots(SHEET, 1, skip))


@pytest.mark.parametrize("wrong", [{"columns": 4}, {"rows": 8}, {"width": 0}, {"left": -1}, {"gap_x": 30}])
def test_stock_that_no_sheet_carries_is_refused(wrong: dict[str, float]) -> None:
    facts = msgspec.structs.asdict(SHEET) | wrong
    with pytest.raises(ValueError, match="t:"):
        Sheet(**facts)


def test_keys_of_stock_are_unique() -> None:
    keys = [*(sheet.key for sheet in stock().sheet), *(roll.key for roll in stock().roll)]
    assert len(keys) == len(set(keys))


@given(
    st.floats(30, 110),
    st.floats(15, 60),
    st.floats(0, 5),
    st.sampled_from([25, 29, 33, 37, 41]),
    st.sampled_from([203, 300]),
)
def test_symbols_with_quiet_zones_stay_on_the_label_and_off_each_other(
    width: float, height: float, pad: float, qr: int, dpi: int
) -> None:
    bars = 123
    try:
        found = arranged(width, height, pad, bars, qr, dpi)
    except DoesNotFitError:
        # nothing is refused that could carry the smallest symbols, one above the other
        assert width * dpi / 25.4 < 143 * round(0.25 * dpi / 25.4) + 1 or height < (qr + 8) * 0.26 + 4 + 1.2
        return
    one = (found.qr.x, found.qr.y, qr * found.qr.module, qr * found.qr.module)
    other = (found.bars.x, found.bars.y, bars * found.bars.module, found.bars.height)
    across, down = width * dpi / 25.4, height * dpi / 25.4
    quiet = QUIET_QR * found.qr.module
    assert one[0] >= quiet
    assert one[1] >= quiet
    assert one[1] + one[3] + quiet <= down
    assert other[0] >= QUIET_BARS * found.bars.module
    assert other[0] + other[2] + QUIET_BARS * found.bars.module <= across + 1
    assert other[1] + other[3] <= down
    beside = one[0] + one[2] + quiet + QUIET_BARS * found.bars.module <= other[0]
    above = one[1] + one[3] + quiet <= other[1]
    assert beside or above
    assert found.bars.height * 25.4 / dpi >= 3.9
    assert {"title", "digits"} <= {text.role for text in found.texts}
    for text in found.texts:
        assert text.x + text.width <= width + 0.2
        if above:
            assert text.y + text.lines * text.size * 1.2 * POINT <= other[1] * 25.4 / dpi + 0.3


def test_what_is_black_is_what_the_symbol_says() -> None:
    layout = arranged(38, 21, 1, 123, 33)
    assert [w for _, _, w, _ in black(layout.bars, [2, 1, 3])] == [2 * layout.bars.module, 3 * layout.bars.module]
    runs = squares(layout.qr, [[1, 1, 0], [0, 0, 1]])
    module = layout.qr.module
    assert [(x - layout.qr.x, y - layout.qr.y, w) for x, y, w, _ in runs] == [
        (0, 0, 2 * module),
        (2 * module, module, module),
    ]


def test_rows_of_different_lengths_are_no_picture() -> None:
    with pytest.raises(ValueError, match="2 bytes"):
        zpl_label([b"\0\0", b"\0"], 16)
