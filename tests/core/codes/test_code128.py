import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.codes.code128 import code128_svg, module_widths, symbol_values, total_modules, whole_dots
from core.codes.tokens import slip_token

Reader = Callable[..., list[tuple[str, str]]]
KEY = b"a key of an installation, secret"


def test_the_symbol_of_a_slip_uses_set_c_throughout() -> None:
    values = symbol_values("00112233445566778899")
    assert values[:-1] == [105, 0, 11, 22, 33, 44, 55, 66, 77, 88, 99]
    assert values[-1] == (105 + sum(place * value for place, value in enumerate(values[1:-1], 1))) % 103
    assert total_modules("00112233445566778899") == 10 + 11 * 12 + 13 + 10


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A", [104, 33]),
        ("12", [105, 12]),
        ("123", [105, 12, 100, 19]),
        ("A1234", [104, 33, 99, 12, 34]),
        ("A12345", [104, 33, 17, 99, 23, 45]),
        ("1234A", [105, 12, 34, 100, 33]),
        ("AB12", [104, 33, 34, 17, 18]),
    ],
)
def test_sets_change_only_when_it_pays(text: str, values: list[int]) -> None:
    assert symbol_values(text)[:-1] == values


def test_every_character_has_eleven_modules_and_starts_with_a_bar() -> None:
    for value in range(100):
        widths = module_widths(f"{value:02d}")
        assert sum(widths[6:12]) == 11
        assert len(widths) == 6 * 3 + 7


@pytest.mark.parametrize(("dpi", "one_bit"), [(300, False), (203.2, True), (600, True)])
def test_slip_tokens_are_read_back(scan: Reader, dpi: float, one_bit: bool) -> None:
    for record_id in range(1, 21):
        token = slip_token(KEY, record_id, 1)
        assert scan(code128_svg(token), dpi, one_bit) == [("Code128", token)]


def test_all_values_of_set_c_are_read_back(scan: Reader) -> None:
    for first in range(0, 100, 10):
        text = "".join(f"{value:02d}" for value in range(first, first + 10))
        assert scan(code128_svg(text)) == [("Code128", text)]


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24))
def test_any_printable_text_is_read_back(scan: Reader, text: str) -> None:
    assert scan(code128_svg(text)) == [("Code128", text)]


@settings(max_examples=40, deadline=None)
@given(text=st.text("0123456789A", min_size=2, max_size=20))
def test_changes_of_set_are_read_back_at_203_dpi_one_bit(scan: Reader, text: str) -> None:
    assert scan(code128_svg(text), 203.2, True) == [("Code128", text)]


@pytest.mark.parametrize("text", ["", "Đức Hòa", "a\nb", "\x7f"])
def test_what_the_sets_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        code128_svg(text)


@pytest.mark.parametrize(("module_mm", "height_mm"), [(0, 10), (-1, 10), (0.3, 0)])
def test_sizes_must_be_positive(module_mm: float, height_mm: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        code128_svg("12", module_mm, height_mm)


def test_the_svg_has_its_size_in_mm_and_whole_modules_only() -> None:
    svg = code128_svg("12345678", module_mm=0.25, height_mm=9)
    width = re.search(r'width="([0-9.]+)mm" height="9.0000mm"', svg)
    assert width
    assert float(width[1]) == pytest.approx(total_modules("12345678") * 0.25)
    path = re.findall(r'd="([^"]+)"', svg)[1]
    assert re.fullmatch(r"(M\d+ 0h\dv1h-\dz)+", path)


@pytest.mark.parametrize(("wish", "dpi", "dots"), [(0.33, 203.2, 3), (0.25, 203.2, 2), (0.1, 203.2, 2), (0.33, 300, 4)])
def test_whole_dots_of_the_printer(wish: float, dpi: float, dots: int) -> None:
    assert whole_dots(wish, dpi) == pytest.approx(dots * 25.4 / dpi)
