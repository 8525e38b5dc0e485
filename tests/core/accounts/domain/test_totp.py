import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.domain import totp

SECRET = b"12345678901234567890"
NOW = datetime(2017, 11, 22, 2, 30, 10, tzinfo=UTC)
MOMENTS = st.integers(946684800, 4102444800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_the_codes_of_rfc_6238(seconds: int, code: str) -> None:
    """Appendix B of the RFC, SHA-1; its eight digits end in these six."""
    assert totp.code_at(SECRET, datetime.fromtimestamp(seconds, UTC)) == code


@given(MOMENTS, st.integers(-100, 100))
def test_a_code_counts_in_its_own_step_and_both_neighbours(at: datetime, seconds: int) -> None:
    code = totp.code_at(SECRET, at + timedelta(seconds=seconds))
    apart = abs(int((at + timedelta(seconds=seconds)).timestamp()) // 30 - int(at.timestamp()) // 30)
    if apart <= 1:
        assert totp.matching_step(SECRET, code, at, None) is not None


@given(MOMENTS)
def test_an_accepted_step_and_those_before_it_are_not_accepted_again(at: datetime) -> None:
    step = totp.matching_step(SECRET, totp.code_at(SECRET, at), at, None)
    assert step is not None
    for earlier in (0, 30):
        code = totp.code_at(SECRET, at - timedelta(seconds=earlier))
        accepted = totp.matching_step(SECRET, code, at, step)
        # a code may by chance be that of a later step too, which was not used yet
        assert accepted is None or accepted > step


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", "12 34", "0x1f00"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert totp.matching_step(SECRET, typed, NOW, None) is None


def test_a_code_may_be_typed_with_spaces() -> None:
    code = totp.code_at(SECRET, NOW)
    assert totp.matching_step(SECRET, f" {code[:3]} {code[3:]} ", NOW, None) is not None


def test_recovery_codes_are_ten_different_ones_with_their_slot_in_front() -> None:
    codes = totp.new_recovery_codes(random.Random(1).randrange)
    assert len(set(codes)) == totp.RECOVERY_CODES == 10
    assert [code[0] for code in codes] == list("0123456789")


@given(st.integers(0, 10**6), st.data())
def test_a_recovery_code_is_read_however_it_was_written_down(seed: int, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(totp.new_recovery_codes(random.Random(seed).randrange)))
    written = code.replace("-", data.draw(st.sampled_from(["", " ", "-"])))
    written = written.replace("0", data.draw(st.sampled_from("0Oo"))).replace("1", data.draw(st.sampled_from("1IlL")))
    if data.draw(st.booleans()):
        written = written.lower()
    slot = int(code[0])
    assert totp.read_recovery_code(f" {written} ") == (slot, code)


@given(st.text(max_size=20))
def test_any_other_text_is_no_recovery_code_or_names_a_slot(text: str) -> None:
    read = totp.read_recovery_code(text)
    assert read is None or 0 <= read[0] < totp.RECOVERY_CODES


def test_the_app_gets_issuer_and_name_whatever_letters_they_have() -> None:
    address = totp.app_address(SECRET, "an.nv", "UBND huyện Đức Hòa")
    assert address.startswith("otpauth://totp/UBND%20huy%E1%BB%87n")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
    assert " " not in address
