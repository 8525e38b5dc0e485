import pytest

from core.text.mail_address import is_mail_address


@pytest.mark.parametrize(
    "address",
    [
        "a@b.vn",
        "Tran.Van-Bon+hop@duchoa.longan.gov.vn",
        "o'brien_1@example.com",
        "x" * 64 + "@xn--c-5ja.vn",
    ],
)
def test_addresses_that_can_be_written_to(address: str) -> None:
    assert is_mail_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "@", "a", "a@", "@b.vn", "a@b", "a@b.", "a@.vn", "a@b..vn", "a@-b.vn", "a@b-.vn", "a@b.vn.", ".a@b.vn"),
        *("a.@b.vn", "a..c@b.vn", "a b@c.vn", "a@b c.vn", "a@b.vn ", " a@b.vn", "a@b.vn\n", "a\r\n@b.vn", "a@b@c.vn"),
        *("a,b@c.vn", "a;b@c.vn", "a:b@c.vn", "<a@b.vn>", '"a"@b.vn', "a%b@c.vn", "a!b@c.vn", "a@[127.0.0.1]"),
        *("năm@xa.vn", "a@xã.vn", "x" * 65 + "@b.vn", "a@" + "b" * 64 + ".vn", "a@" + "b." * 126 + "vn"),
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    assert not is_mail_address(address)
