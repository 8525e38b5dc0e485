"""Numbers in Vietnamese words: a table of the hard ones, and a reader that knows nothing of the writer."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.printing import dong_in_words, number_in_words

CASES = [
    (0, "không"),
    (1, "một"),
    (4, "bốn"),
    (5, "năm"),
    (10, "mười"),
    (11, "mười một"),
    (14, "mười bốn"),
    (15, "mười lăm"),
    (19, "mười chín"),
    (20, "hai mươi"),
    (21, "hai mươi mốt"),
    (24, "hai mươi tư"),
    (25, "hai mươi lăm"),
    (31, "ba mươi mốt"),
    (44, "bốn mươi tư"),
    (55, "năm mươi lăm"),
    (100, "một trăm"),
    (101, "một trăm linh một"),
    (104, "một trăm linh bốn"),
    (105, "một trăm linh năm"),
    (110, "một trăm mười"),
    (111, "một trăm mười một"),
    (115, "một trăm mười lăm"),
    (121, "một trăm hai mươi mốt"),
    (505, "năm trăm linh năm"),
    (1_000, "một nghìn"),
    (1_001, "một nghìn không trăm linh một"),
    (1_010, "một nghìn không trăm mười"),
    (1_100, "một nghìn một trăm"),
    (10_000, "mười nghìn"),
    (15_000, "mười lăm nghìn"),
    (21_000, "hai mươi mốt nghìn"),
    (80_000, "tám mươi nghìn"),
    (105_000, "một trăm linh năm nghìn"),
    (1_000_000, "một triệu"),
    (1_000_001, "một triệu không trăm linh một"),
    (1_001_000, "một triệu không trăm linh một nghìn"),
    (1_250_000, "một triệu hai trăm năm mươi nghìn"),
    (2_505_021, "hai triệu năm trăm linh năm nghìn không trăm hai mươi mốt"),
    (1_000_000_000, "một tỷ"),
    (1_000_000_005, "một tỷ không trăm linh năm"),
    (1_010_000_000, "một tỷ không trăm mười triệu"),
    (24_021_015_044, "hai mươi tư tỷ không trăm hai mươi mốt triệu không trăm mười lăm nghìn không trăm bốn mươi tư"),
    (1_000_000_000_000, "một nghìn tỷ"),
    (3_000_005_000_000_000, "ba triệu không trăm linh năm tỷ"),
    (3_000_005_000_000_001, "ba triệu không trăm linh năm tỷ không trăm linh một"),
]
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
READS = {word: value for value, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}


@pytest.mark.parametrize(("number", "words"), CASES)
def test_numbers(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_southern_words_and_an_amount() -> None:
    assert number_in_words(2_505_021, "lẻ") == "hai triệu năm trăm lẻ năm nghìn không trăm hai mươi mốt"
    assert dong_in_words(80_000) == "Tám mươi nghìn đồng"
    assert dong_in_words(0) == "Không đồng"


@pytest.mark.parametrize("number", [-1, 10**18])
def test_what_cannot_be_said(number: int) -> None:
    with pytest.raises(ValueError, match="words"):
        number_in_words(number)


def read(text: str) -> int:
    """Turn words back into a number, as a person reads: tỷ closes everything before it, a group holds three places."""
    total, group, places = 0, 0, 0
    words = text.split()
    for at, word in enumerate(words):
        if word == "trăm":
            group, places = group * 100, 2
        elif word == "mười":
            group, places = group + 10, 1
        elif word == "mươi":
            group += group % 10 * 9  # the digit that was read as ones is tens
            places = 1
        elif word in {"linh", "lẻ"}:
            places = 1
        elif word in {"nghìn", "triệu"}:
            total, group, places = total + group * (1_000 if word == "nghìn" else 1_000_000), 0, 0
        elif word == "tỷ":
            total, group, places = (total + group) * 10**9, 0, 0
        else:
            assert places <= 2, (text, at)
            group += READS[word]
    return total + group


@given(st.one_of(st.integers(0, 10**18 - 1), st.integers(0, 10**6), st.integers(0, 999).map(lambda n: n * 10**6 + n)))
@example(2_505_021)
def test_the_words_read_back_as_the_number(number: int) -> None:
    assert read(number_in_words(number)) == number
    assert read(number_in_words(number, "lẻ")) == number


@given(st.integers(0, 10**12))
def test_two_numbers_never_share_their_words(number: int) -> None:
    assert number_in_words(number) != number_in_words(number + 1)
    assert "  " not in number_in_words(number)
