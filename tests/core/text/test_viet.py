import itertools
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.viet import clean, clean_lines, has_exact, initials, name_sort_key, search_key, sort_key

LETTERS = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
TONES = {"ngang": "", "huyền": "\u0300", "hỏi": "\u0309", "ngã": "\u0303", "sắc": "\u0301", "nặng": "\u0323"}
VOWELS = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES.values()]

vietnamese = st.text(alphabet=[*LETTERS, *VOWELS, "Đ", "Ð", "Ɖ", " ", "\u00a0", "-", "7", "\u0301"], max_size=30)
words = st.text(alphabet=[*LETTERS, *VOWELS], min_size=1, max_size=6)


def shuffled(items: list[str]) -> list[str]:
    return random.Random(1).sample(items, len(items))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("dang ky", "Đăng ký kết hôn"),
        ("dat", "Quyền sử dụng đất"),
        ("duc hoa", "Huyện Đức Hoà"),
        ("duc hoa ha", "Xã Đức Hòa Hạ"),
        ("doi", "Cấp đổi căn cước"),
        ("the chap", "Xóa đăng ký thế chấp"),
        ("ĐĂNG KÝ", "đăng ký khai sinh"),
        ("Hòa", "Đức Hoà"),
        ("Hoà", "Đức Hòa"),
        ("duc", "\u00d0ức"),
        ("duc", "\u0189ức"),
        ("duc", "\u00f0ức"),
        ("thuy", "Lê Thị Thuỷ"),
        ("quy", "Nguyễn Ngọc Qúy"),
        ("ha", unicodedata.normalize("NFD", "Hạ")),
        ("khai sinh", "Khai  \u00a0 sinh"),
        ("ban sao", "Bản\u200b sao"),
    ],
)
def test_found_without_accents(typed: str, stored: str) -> None:
    assert search_key(typed) in search_key(stored)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đức  Hoà", "duc hoa"),
        ("ỨNG", "ung"),
        ("  ", ""),
        ("", ""),
        ("A\tB\nC", "a b c"),
        ("nul\x00byte", "nulbyte"),
        ("Straße", "strasse"),
        ("İ", "i"),
        ("１２", "12"),
    ],
)
def test_search_key(text: str, key: str) -> None:
    assert search_key(text) == key


@given(st.one_of(vietnamese, st.text(max_size=30)))
def test_a_search_key_is_its_own_key(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert key == key.strip()
    assert not any(unicodedata.combining(letter) for letter in key)


@given(vietnamese)
def test_keys_do_not_depend_on_normal_form_or_case(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text).upper()
    assert search_key(text) == search_key(decomposed)
    assert sort_key(text) == sort_key(decomposed)


@given(vietnamese)
def test_the_search_key_of_vietnamese_is_ascii(text: str) -> None:
    assert search_key(text).isascii()


@given(vietnamese, vietnamese)
def test_a_part_stays_a_part_in_the_key(part: str, rest: str) -> None:
    assert search_key(part) in search_key(f"{rest} {part}")


@pytest.mark.parametrize(
    ("needle", "text", "exact"),
    [
        ("đất", "Quyền sử dụng Đất", True),
        ("đất", "dật dờ", False),
        ("dat", "đất", False),
        ("hòa", "Đức Hoà Hạ", True),
        ("hoà", "ĐỨC HÒA", True),
        ("thủy", "Thuỷ", True),
        ("khỏe", "sức khoẻ", True),
        ("hóa", "hoạ", False),
        ("mùa", "muà", False),
        ("Đức", "\u00d0ức", True),
        ("đấ", "Đất", True),
        ("", "bất kỳ", True),
    ],
)
def test_exact_accents_rank_first(needle: str, text: str, exact: bool) -> None:
    assert has_exact(needle, text) is exact


def test_words_are_in_dictionary_order() -> None:
    expected = ["An", "Ánh", "Ân", "Ấn", "Dung", "Đức", "Em"]
    assert sorted(sorted(expected), key=sort_key) == expected


def test_letters_are_in_dictionary_order() -> None:
    assert sorted(shuffled(LETTERS), key=sort_key) == LETTERS
    # A letter with its own mark follows every word of the letter before it.
    expected = ["a", "az", "ă", "ăz", "â", "âz", "b", "d", "dz", "đ", "đz", "e", "o", "oz", "ô", "ôz", "ơ", "ơz", "p"]
    assert sorted(shuffled(expected), key=sort_key) == expected


@pytest.mark.parametrize("letters", ["ma", "ân", "duơng", "thu"])
def test_tones_are_in_dictionary_order(letters: str) -> None:
    vowel = max(letters.rfind(v) for v in "aâơu")
    expected = [
        unicodedata.normalize("NFC", letters[: vowel + 1] + tone + letters[vowel + 1 :]) for tone in TONES.values()
    ]
    assert sorted(shuffled(expected), key=sort_key) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["ba", "ba ba", "ba bị", "bà", "bà ba", "bả", "bã", "bá", "bạ", "bác", "băng"],
        ["An Bình", "An Phú", "Án Anh", "Anh"],
        ["Ấp 1", "Ấp 2", "Ấp 10", "Ấp 10A", "Ấp 11", "Ấp Chánh"],
        ["Tổ 9", "Tổ 123456789", "Tổ 1234567890", "Tổ 99999999999999999999"],
        ["2 tháng 9", "30 tháng 4", "An"],
    ],
)
def test_phrases_are_ordered_word_by_word(expected: list[str]) -> None:
    assert sorted(shuffled(expected), key=sort_key) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("hòa", "hoà"), ("\u00d0ức", "Đức"), ("Tân-Phú", "tân  phú"), ("(An)", "an"), ("Tổ 02", "Tổ 2")]
)
def test_the_same_word_has_one_sort_key(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


def _dictionary_rank(word: str) -> tuple[list[int], list[int]]:
    """The rule written a second time: positions in the alphabet, then positions in the list of tones."""
    tones = list(TONES.values())
    letters, accents = [], []
    for letter in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in tones[1:]), "")
        letters.append(LETTERS.index(unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts)))
        if tone:
            accents.append(tones.index(tone))
    return letters, accents


@given(words, words)
def test_byte_order_of_keys_is_dictionary_order(one: str, other: str) -> None:
    by_rule = _dictionary_rank(one), _dictionary_rank(other)
    by_key = sort_key(one).encode(), sort_key(other).encode()
    assert (by_key[0] < by_key[1]) == (by_rule[0] < by_rule[1])
    assert (by_key[0] == by_key[1]) == (by_rule[0] == by_rule[1])


@given(st.integers(0, 10**24), st.integers(0, 10**24))
def test_numbers_are_ordered_by_value(one: int, other: int) -> None:
    assert (sort_key(f"Tổ {one}") < sort_key(f"Tổ {other}")) == (one < other)


def test_people_are_ordered_by_given_name() -> None:
    expected = ["Trần Văn An", "Lê Ánh", "Nguyễn Thị Ánh", "Bùi Dung", "Phạm Minh Đức", "Phạm Tấn Đức"]
    for order in itertools.islice(itertools.permutations(expected), 0, 720, 37):
        assert sorted(order, key=name_sort_key) == expected
    assert name_sort_key("") == ""
    assert name_sort_key("Hà") == sort_key("Hà")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nguyễn Minh Hà", "N. M. H."),
        ("trần  thị ánh", "T. T. Á."),
        ("Đỗ Ẩn", "Đ. Ẩ."),
        (unicodedata.normalize("NFD", "Đỗ Ẩn"), "Đ. Ẩ."),
        ("Lê (Tư) -", "L. T."),
        ("", ""),
    ],
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


@given(st.text(max_size=40))
def test_clean_text_is_stable_and_single_spaced(text: str) -> None:
    tidy = clean(text)
    assert clean(tidy) == tidy
    assert unicodedata.is_normalized("NFC", tidy)
    assert tidy == " ".join(tidy.split())
    assert "\x00" not in tidy


def test_clean_keeps_letters_and_marks() -> None:
    assert clean(" Huyện\u00a0 \ufeffĐức\t Hoà\u2028 ") == "Huyện Đức Hoà"
    assert clean_lines("\n  dòng  một \r\n\n dòng\u200b hai \n") == "dòng một\n\ndòng hai"
