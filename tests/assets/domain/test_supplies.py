import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.domain.supplies import (
    CAPACITY,
    CLASS,
    COLORANT,
    COLORANT_VALUE,
    LEVEL,
    NAME,
    TYPE,
    Supply,
    colour_of,
    percent_left,
    supplies,
)
from plugins.assets.domain.varbinds import Answers, Value


def one(**cells: Value) -> Supply:
    columns = {"level": LEVEL, "capacity": CAPACITY, "name": NAME, "kind": TYPE, "kept": CLASS, "colorant": COLORANT}
    (supply,) = supplies(Answers({f"{columns[key]}.1.1": value for key, value in cells.items()}))
    return supply


@pytest.mark.parametrize(
    ("level", "capacity", "percent", "state"),
    [
        (63, 100, 63, "measured"),
        (22_050, 45_000, 49, "measured"),
        (0, 100, 0, "empty"),
        (-3, 100, None, "some_remaining"),
        (-2, 100, None, "unknown"),
        (-1, 100, None, "no_restriction"),
        (40, -2, None, "level_only"),
        (40, 0, None, "level_only"),
        (150, 100, None, "level_only"),
        (0, -2, None, "empty"),
        (-4, 100, None, "unknown"),
    ],
)
def test_levels_after_rfc_3805(level: int, capacity: int, percent: int | None, state: str) -> None:
    supply = one(level=level, capacity=capacity, kind=3)
    assert (supply.percent, supply.state) == (percent, state)


@given(level=st.integers(-(2**31), 2**31 - 1), capacity=st.integers(-(2**31), 2**31 - 1))
def test_a_code_never_becomes_a_number(level: int, capacity: int) -> None:
    supply = one(level=level, capacity=capacity)
    assert all(number is None or number >= 0 for number in (supply.percent, supply.level, supply.capacity))
    assert supply.percent is None or supply.percent <= 100
    assert percent_left(level, capacity) == supply.percent


@pytest.mark.parametrize("cells", [{"kept": 4, "kind": 1}, {"kind": 4}])
def test_a_waste_container_without_room_is_full(cells: dict[str, int]) -> None:
    assert one(level=0, capacity=100, **cells).state == "full"


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("Black Cartridge HP CF400X", "black"),
        ("Toner (Cyan)", "cyan"),
        ("Hộp mực đen", "black"),
        ("MP Roller", None),
        ("Waste Toner Box", None),
        ("Cyan, magenta and yellow drum", None),
        ("Blackbird", None),
        (None, None),
    ],
)
def test_colours_are_named_not_guessed(text: str | None, colour: str | None) -> None:
    assert colour_of(text) == colour


def test_the_colorant_table_tells_the_colour_first() -> None:
    answers = {f"{NAME}.1.7": b"TK-5240", f"{LEVEL}.1.7": 5, f"{COLORANT}.1.7": 2, f"{COLORANT_VALUE}.1.2": b"magenta"}
    (supply,) = supplies(Answers(answers))
    assert (supply.colour, supply.index) == ("magenta", "1.7")


def test_names_lose_their_padding() -> None:
    assert one(name=b"Black Cartridge\0", level=1).name == "Black Cartridge"


def test_rows_come_in_numeric_order() -> None:
    rows = ["1.10", "1.2", "1.1", "2.1"]
    found = supplies(Answers({f"{LEVEL}.{row}": 1 for row in rows}))
    assert [supply.index for supply in found] == ["1.1", "1.2", "1.10", "2.1"]
