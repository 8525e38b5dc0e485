import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.codes.check import has_check, with_check

bodies = st.text("0123456789", min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("794", "79444"),  # the standard's own example
        ("0", "098"),
        ("96", "9604"),
        ("00120000123", "0012000012397"),
    ],
)
def test_check_digits_follow_the_standard(body: str, code: str) -> None:
    assert with_check(body) == code
    assert has_check(code)


@given(bodies)
def test_every_issued_code_is_accepted(body: str) -> None:
    code = with_check(body)
    assert code.startswith(body)
    assert len(code) == len(body) + 2
    assert has_check(code)


@given(bodies, st.data())
def test_every_wrong_digit_is_caught(body: str, data: st.DataObject) -> None:
    code = with_check(body)
    at = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[at]]))
    assert not has_check(code[:at] + wrong + code[at + 1 :])


@given(bodies, st.data())
def test_every_swap_of_two_digits_is_caught_near_or_far(body: str, data: st.DataObject) -> None:
    code = with_check(body)
    one, two = sorted(data.draw(st.sets(st.integers(0, len(code) - 1), min_size=2, max_size=2)))
    assume(code[one] != code[two])
    swapped = code[:one] + code[two] + code[one + 1 : two] + code[one] + code[two + 1 :]
    assert not has_check(swapped)


@pytest.mark.parametrize("text", ["", "1", "98", "12a", "1 98", "-198", "١٢٣", "²98", "０９８"])
def test_only_ascii_digits_with_a_body_can_be_right(text: str) -> None:
    assert not has_check(text)


@pytest.mark.parametrize("body", ["", "12a", " 1", "٣", "²", "-1"])
def test_nothing_but_digits_gets_check_digits(body: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        with_check(body)
