import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes.check import with_check
from core.codes.kinds import ASSET, MEETING, compose, grouped
from core.codes.scans import LONGEST_SCAN, Unreadable, normalise
from core.codes.tokens import slip_token

KEY = b"a key of an installation, secret"
A = compose(ASSET, unit=1, **{"class": 20}, running=123)
B = compose(ASSET, unit=21, **{"class": 4}, running=88)
M = compose(MEETING, meeting=45)
S = slip_token(KEY, 7, 1)


@pytest.mark.parametrize(
    "raw",
    [
        A,
        f" {A} ",
        f"{A}\r\n",
        f"\x02{A}\x03",
        f"\t{A}\t",
        f"]C1{A}",
        f"]C0{A}\r",
        f"\x02]C0{A}\x03\r\n",
        grouped(A),
        "-".join((A[:3], A[3:5], A[5:11], A[11:])),
        A.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}),  # full-width input method
        A.translate({ord(str(digit)): chr(0x0660 + digit) for digit in range(10)}),
        f"https://motcua.example.vn/q/{A}",
        f"https://motcua.example.vn/en/q/{A}/",
        f"HTTPS://MOTCUA.EXAMPLE.VN/q/{A}?utm=x#y",
        f"https:/motcua.example.vn/q/{A}",
        f"]Q1https://motcua.example.vn/q/{A}\r\n",
        f"(8004){A}",
        f"(8004)8938505{A}",
        f"(21)ABC(8004){A}",
        f"]C18004{A}",
        f"\x1d8004{A}",
        f"]d2\x1d21ABC\x1d8004{A}\x1d",
        f"(8003)08938505000018{A}",
        f"]C1800308938505000018{A}",
        f"{A}\r\n{A}\r\n",
        f"{A}{A}",
    ],
)
def test_one_code_however_it_was_sent(raw: str) -> None:
    found = normalise(raw, hosts=["motcua.example.vn"])
    assert found.codes == (A,)
    assert found.unreadable is None


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        (S, (S,)),
        (f"{A}\r{B}\r", (A, B)),
        (f"{A}{B}", (A, B)),
        (f"{A}{M}", (A, M)),
        (f"{S}\n{A}", (S, A)),
        (f"]C0{B}\t]C0{A}\t", (B, A)),
        (f"{A[:6]}\r\n{A}", (A,)),  # half a code, then the whole one
    ],
)
def test_several_codes_come_in_order(raw: str, codes: tuple[str, ...]) -> None:
    assert normalise(raw).codes == codes


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", Unreadable.EMPTY),
        (" \r\n\t", Unreadable.EMPTY),
        ("]C1", Unreadable.EMPTY),
        ("1" * (LONGEST_SCAN + 1), Unreadable.TOO_LONG),
        ("]E08938505974192", Unreadable.PRODUCT),
        (A[1:], Unreadable.LENGTH),
        (A[:-1], Unreadable.LENGTH),
        (A[:6], Unreadable.LENGTH),
        (f"{A}1", Unreadable.LENGTH),
        (A[:2] + A[3] + A[2] + A[4:], Unreadable.CHECK),
        (with_check("99" + "0" * 11), Unreadable.KIND),
        ("TS-0007-AW", Unreadable.LETTERS),
        ("TS-0007-Ă", Unreadable.LETTERS),
        ("PC-Đ-Á-Ê", Unreadable.LETTERS),
        ("https://evil.example/q/" + A, Unreadable.ADDRESS),
        ("https://motcua.example.vn.evil.example/q/" + A, Unreadable.ADDRESS),
        ("https://motcua.example.vn/tra-cuu?ma=" + A, Unreadable.ADDRESS),
        ("https://motcua.example.vn/q/" + A[:-1], Unreadable.LENGTH),
        ("(8004)893850599999", Unreadable.LETTERS),
        (f"]C18005{A}", Unreadable.CHECK),
    ],
)
def test_an_unreadable_scan_says_why(raw: str, reason: Unreadable) -> None:
    found = normalise(raw, hosts=["motcua.example.vn"])
    assert found.codes == ()
    assert found.unreadable is reason


def test_a_lost_leading_zero_is_refused_and_not_another_asset() -> None:
    assert A.startswith("00")
    assert normalise(A[1:]).unreadable is Unreadable.LENGTH
    assert normalise(A.lstrip("0")).unreadable is Unreadable.LENGTH


def test_any_host_counts_when_none_is_given() -> None:
    assert normalise(f"https://127.0.0.1:8000/q/{A}").codes == (A,)
    assert normalise(f"https://127.0.0.1:8000/q/{A}", hosts=["127.0.0.1:8000"]).codes == (A,)
    assert normalise(f"https://127.0.0.1:9/q/{A}", hosts=["127.0.0.1:8000"]).unreadable is Unreadable.ADDRESS


def test_the_text_serves_to_look_for_old_tags_and_serial_numbers() -> None:
    assert normalise("\x02]C0SN 12-ab\r\n").text == "SN 12-ab"
    assert normalise(f"]C0{A}").text == A


@given(st.text(max_size=400))
def test_no_text_breaks_it_and_only_valid_codes_come_out(raw: str) -> None:
    found = normalise(raw)
    assert bool(found.codes) != (found.unreadable is not None)


@given(st.text("0123456789", max_size=60))
def test_random_digits_give_valid_codes_or_a_reason(raw: str) -> None:
    found = normalise(raw)
    assert all(normalise(code).codes == (code,) for code in found.codes)
