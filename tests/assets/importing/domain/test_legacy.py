"""Legacy text: the tables against a round trip, the detector against clean text that must never be touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.importing.domain.legacy import TCVN3, VNI, converted, from_tcvn3, from_vni, legacy_of
from plugins.assets.importing.domain.syllables import is_syllable

# names that communes write, with every vowel and tone between them: the oracle is that people read them
CLEAN = (
    "Máy tính để bàn", "Bộ lưu điện", "Ủy ban nhân dân xã", "Phòng một cửa", "Đức Hòa Thượng", "Ghế xoay văn phòng",
    "Tủ sắt đựng hồ sơ", "Máy quét mã vạch", "Điện thoại thông minh", "Nguyễn Thị Mỹ Hạnh", "Lê Quốc Khánh", "Kỹ thuật",
    "Hỏng nguồn", "Đang sử dụng", "Chờ thanh lý", "Máy photocopy", "Ổ cứng di động", "Bàn họp gỗ xoan đào", "Quạt điện",
    "Trưởng ấp", "Giường gấp", "Truyền thanh", "Khuyến nông", "Cựu chiến binh", "Vườn ươm", "Nghĩa trang", "Lý lịch",
    "Xuất xứ", "Huỳnh Thị Thủy", "Ngoằn ngoèo", "Rỗng", "Sữa chữa", "Đỗ Văn Ty", "Phượng vĩ", "Tiếp nhận", "Gửi trả",
)  # fmt: skip
FOREIGN = (
    "Café Crème",
    "Intel® Core™ i5-4460",
    "München",
    "Señor Niño",
    "São Paulo",
    '15,6" · 8 GB',
    "°C",
    "Škoda",
    "№ 5",
)
TO_TCVN3 = {letter: sign for sign, letter in TCVN3.items()}
TO_VNI = {letter: signs for signs, letter in VNI.items()}
VNI_AS_IS = set("íìÍÌ")


def in_tcvn3(text: str) -> str:
    return "".join(TO_TCVN3.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def in_vni(text: str) -> str:
    return "".join(TO_VNI.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def lower_but_first(text: str) -> str:
    """Return text without capitals that TCVN3 does not have: only Ă Â Ê Ô Ơ Ư Đ."""
    return "".join(letter if letter.isascii() or letter in TO_TCVN3 else letter.lower() for letter in text)


def test_tables_have_each_letter_of_the_alphabet() -> None:
    marked = {
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    } - set("aeiouy") | {"đ"}
    assert marked <= set(TCVN3.values())
    assert marked | {letter.upper() for letter in marked} <= set(VNI.values())


@pytest.mark.parametrize("text", CLEAN)
def test_each_name_comes_back_from_both_encodings(text: str) -> None:
    assert from_tcvn3(in_tcvn3(lower_but_first(text))) == lower_but_first(text)
    assert from_vni(in_vni(text)) == text


def test_capitals_typed_in_the_fonts_of_capitals_come_back_as_capitals() -> None:
    assert from_tcvn3("M¸Y IN M\u00b5U") == "MÁY IN MÀU"
    assert from_tcvn3("§\u00f8c Hßa") == "Đức Hòa"


words = st.lists(st.sampled_from(CLEAN), min_size=2, max_size=12)


@given(words)
def test_a_column_of_legacy_text_is_recognised_and_converted(names: list[str]) -> None:
    names = [*names, "Máy tính để bàn", "Bộ lưu điện"]
    tcvn3 = [in_tcvn3(lower_but_first(name)) for name in names]
    assert legacy_of(tcvn3) == "tcvn3"
    assert [converted(text, "tcvn3") for text in tcvn3] == [lower_but_first(name) for name in names]
    vni = [in_vni(name) for name in names]
    assert legacy_of(vni) == "vni"
    assert [converted(text, "vni") for text in vni] == names


@given(st.lists(st.sampled_from(CLEAN + FOREIGN), max_size=12))
def test_clean_text_is_never_taken_for_legacy(names: list[str]) -> None:
    assert legacy_of(names) is None


syllables = st.sampled_from(sorted({word for name in CLEAN for word in name.split()}))


@given(st.lists(st.lists(syllables, min_size=1, max_size=4).map(" ".join), max_size=8))
def test_no_column_of_vietnamese_syllables_is_taken_for_legacy(names: list[str]) -> None:
    assert legacy_of(names) is None


@given(st.lists(st.text(st.characters(max_codepoint=0x1EFF, exclude_categories=["Cs"])), max_size=6))
def test_any_text_goes_through(names: list[str]) -> None:
    kind = legacy_of(names)
    if kind:
        assert [isinstance(converted(name, kind), str) for name in names]


def test_a_cell_typed_in_unicode_stays_in_a_legacy_column() -> None:
    column = [in_tcvn3("bộ lưu điện"), in_tcvn3("máy tính để bàn"), "Phòng một cửa", "Máy in"]
    assert legacy_of(column) == "tcvn3"
    assert [converted(text, "tcvn3") for text in column] == [
        "bộ lưu điện", "máy tính để bàn", "Phòng một cửa", "Máy in",
    ]  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_words_of_vietnamese_are_syllables(name: str) -> None:
    assert all(is_syllable(word) for word in name.split() if word != "photocopy")


@pytest.mark.parametrize(
    "word", ["Mỏgane", "crème", "München", "sac", "áà", "nhgiêng", "Intelđ", "âm\u0301\u0300", "hộr"]
)
def test_other_words_are_not(word: str) -> None:
    assert not is_syllable(word)
