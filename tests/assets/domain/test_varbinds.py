import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.domain.varbinds import Answers, Value, count_of, number_of, text_of


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"May in t\xe1\xba\xa7ng 2", "May in tầng 2"),
        (b"Acc\xe8s r\xe9seau", "Accès réseau"),
        (b"\x81\x8d", "\x81\x8d"),
        (b"  eth0 \0\0", "eth0"),
        (b"a\0b", "ab"),
        (b"", None),
        (b" \0 ", None),
        (17, "17"),
        ("1.3.6.1", "1.3.6.1"),
        (None, None),
    ],
)
def test_text_in_any_encoding(raw: Value | None, text: str | None) -> None:
    assert text_of(raw) == text


@given(st.binary(max_size=300))
def test_no_octets_are_refused_or_leave_a_nul(raw: bytes) -> None:
    text = text_of(raw)
    assert text is None or ("\0" not in text and text == text.strip())


@pytest.mark.parametrize(
    ("raw", "number"),
    [(5, 5), (b"42", 42), (b" 42\0", 42), (b"-3", -3), (b"4 2", None), (b"", None), (b"9" * 30, None), ("1.2", None)],
)
def test_numbers(raw: Value, number: int | None) -> None:
    assert number_of(raw) == number


def test_codes_are_no_quantities() -> None:
    assert [count_of(code) for code in (-1, -2, -3, 0, 7)] == [None, None, None, 0, 7]


def test_columns_are_whole_and_in_order() -> None:
    answers = Answers({"1.3.2.10": b"c", "1.3.2.9": b"b", "1.3.20.1": b"x", "1.3.2": b"self", "1.3.1.1": b"y"})
    assert list(answers.column("1.3.2").items()) == [("9", b"b"), ("10", b"c")]
    assert answers.column("1.4") == {}
    assert answers.texts("1.3.20") == {"1": "x"}
