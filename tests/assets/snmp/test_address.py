import pytest

from plugins.assets.snmp import Target, User, parse_target, parse_user


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("192.168.1.9", Target("192.168.1.9", 161)),
        ("192.168.1.9:1161", Target("192.168.1.9", 1161)),
        ("printer-2.xa-tan-phu.local", Target("printer-2.xa-tan-phu.local", 161)),
        (" nas:161 ", Target("nas", 161)),
        ("::1", Target("::1", 161)),
        ("[2001:db8::5]", Target("2001:db8::5", 161)),
        ("[2001:db8::5]:1161", Target("2001:db8::5", 1161)),
    ],
)
def test_addresses(typed: str, target: Target) -> None:
    assert parse_target(typed) == target


@pytest.mark.parametrize(
    "typed", ["", "a b", "host:", "host:x", "host:0", "host:70000", "[zz]:1", "-x", "http://a/", "a:1:2"]
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_target(typed)


def test_users_of_all_three_levels() -> None:
    assert parse_user("mon") == User(name="mon")
    assert parse_user("mon:sha-256:12345678") == User(name="mon", auth_protocol="SHA256", auth_key="12345678")
    full = parse_user("mon:SHA:12345678:AES:abc:defgh", "vlan2")
    assert (full.priv_protocol, full.priv_key, full.context) == ("AES", "abc:defgh", "vlan2")


@pytest.mark.parametrize(
    "typed", ["", ":SHA:12345678", "mon:SHA", "mon:SHA:short", "mon:CRC:12345678", "mon:SHA:12345678:AES"]
)
def test_what_is_no_user(typed: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        parse_user(typed)
    assert "12345678" not in str(raised.value)


def test_keys_are_not_shown() -> None:
    assert "12345678" not in repr(parse_user("mon:SHA:12345678:AES:12345678"))
