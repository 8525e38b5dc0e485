import re
from collections.abc import Callable

import pytest

from core.codes.qr import code_address, qr_svg
from core.codes.tokens import slip_token

Reader = Callable[..., list[tuple[str, str]]]
TOKEN = slip_token(b"a key of an installation, secret", 7, 1)


@pytest.mark.parametrize("base_url", ["https://motcua.duchoa.longan.gov.vn", "https://motcua.duchoa.longan.gov.vn/"])
def test_the_address_of_a_code(base_url: str) -> None:
    assert code_address(base_url, TOKEN) == f"https://motcua.duchoa.longan.gov.vn/q/{TOKEN}"


@pytest.mark.parametrize(("dpi", "one_bit"), [(300, False), (203.2, True)])
def test_an_address_is_read_back(scan: Reader, dpi: float, one_bit: bool) -> None:
    address = code_address("https://motcua.duchoa.longan.gov.vn", TOKEN)
    assert scan(qr_svg(address), dpi, one_bit) == [("QRCode", address)]


def test_vietnamese_text_is_read_back(scan: Reader) -> None:
    assert scan(qr_svg("Đức Hòa, tỉnh Long An: giấy hẹn số 7")) == [("QRCode", "Đức Hòa, tỉnh Long An: giấy hẹn số 7")]


def test_the_size_is_in_mm_and_has_the_quiet_zone() -> None:
    size = re.search(r'width="([0-9.]+)mm"', qr_svg("12345", module_mm=0.4))
    assert size
    assert float(size[1]) == pytest.approx((21 + 2 * 4) * 0.4)


@pytest.mark.parametrize("text", ["", "x" * 3000])
def test_nothing_and_too_much_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the second one is segno's own error
        qr_svg(text)
