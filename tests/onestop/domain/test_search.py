"""Visitors find procedures as they type: no accents, a code, a wrong letter."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.contracts.procedures import ProcedureBrief
from plugins.onestop.domain.catalogue import read_catalogue
from plugins.onestop.domain.search import Entry, entry, find, one_letter_off

SHIPPED = Path(__file__).parents[3] / "config" / "procedures.yaml"


def brief(code: str, name: str) -> ProcedureBrief:
    return ProcedureBrief(code, name, "", (), (), same_day=False, counter_fee=None)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    facts = read_catalogue(yaml.safe_load(SHIPPED.read_text("utf-8"))["procedures"]).procedures
    return [entry(brief(item.code, item.name)) for item in facts]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dang ky khai sinh", "Thủ tục đăng ký khai sinh"),
        ("đăng ký khai sinh", "Thủ tục đăng ký khai sinh"),
        ("  ĐĂNG KÝ  KHAI SINH ", "Thủ tục đăng ký khai sinh"),
        ("khai sihn", "Thủ tục đăng ký khai sinh"),
        ("khai sinh dnag ky", "Thủ tục đăng ký khai sinh"),
        ("1.001193", "Thủ tục đăng ký khai sinh"),
        ("tach thua", "Tách thửa hoặc hợp thửa đất."),
    ],
)
def test_first_answer(entries: list[Entry], text: str, first: str) -> None:
    assert find(entries, text)[0].name == first


def test_with_and_without_accents_find_the_same(entries: list[Entry]) -> None:
    plain, marked = find(entries, "dang ky bien phap bao dam"), find(entries, "đăng ký biện pháp bảo đảm")
    assert {item.code for item in plain} == {item.code for item in marked}
    assert "1.011441" in {item.code for item in marked}


def test_the_same_accents_come_first() -> None:
    dat, dat_dung = brief("1.000001", "Dật"), brief("1.000002", "Đất ở")
    assert [b.name for b in find([entry(dat), entry(dat_dung)], "đất")] == ["Đất ở", "Dật"]


def test_all_words_must_be_there(entries: list[Entry]) -> None:
    assert find(entries, "khai sinh máy bay trực thăng") == []


def test_no_text_gives_all_in_alphabetical_order() -> None:
    made = [entry(brief(f"1.00000{n}", name)) for n, name in enumerate(["Đất", "Ánh", "An", "Dung"])]
    assert [b.name for b in find(made, " ")] == ["An", "Ánh", "Dung", "Đất"]


def test_a_part_of_a_code_finds_all_that_begin_so(entries: list[Entry]) -> None:
    found = find(entries, "1.0114")
    assert [b.code for b in found] == ["1.011441", "1.011442", "1.011443", "1.011444", "1.011445"]


words = st.text("abcn", max_size=6)


def distance(one: str, other: str) -> int:
    """Optimal string alignment distance, written the slow way."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            best = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2, j - 2] + 1)
            table[i, j] = best
    return table[len(one), len(other)]


@given(words, words)
def test_one_letter_off_agrees_with_the_edit_distance(one: str, other: str) -> None:
    assert one_letter_off(one, other) == (distance(one, other) <= 1)
