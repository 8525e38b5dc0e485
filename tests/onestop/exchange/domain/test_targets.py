"""Where messages may go: the open net by https, and nowhere inside, however the address is spelt."""

import pytest

from plugins.onestop.exchange.domain.targets import Target, may_connect, read_target

NAMED = ("bus.duchoa.local", "127.0.0.1:8080", "10.1.2.3")


@pytest.mark.parametrize(
    "url",
    [
        "https://lgsp.example.vn/motcua",
        "https://lgsp.example.vn:8443/a?b=c",
        "https://8.8.8.8/x",
        "https://[2606:4700::1111]/",
        "http://bus.duchoa.local/x",
        "https://bus.duchoa.local:9443/x",
        "http://127.0.0.1:8080/hook",
        "http://10.1.2.3:99/",
    ],
)
def test_what_may_be_written_to(url: str) -> None:
    assert isinstance(read_target(url, NAMED), Target)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://lgsp.example.vn/", "not_https"),
        ("https://user:secret@example.vn/", "user_in_it"),
        ("https://user@example.vn/", "user_in_it"),
        ("https://localhost/", "private"),
        ("https://LOCALHOST./", "private"),
        ("https://db.internal/", "private"),
        ("https://127.0.0.1/", "private"),
        ("https://127.0.0.1:8081/", "private"),
        ("https://127.1/", "private"),
        ("https://2130706433/", "private"),
        ("https://0x7f000001/", "private"),
        ("https://0.0.0.0/", "private"),
        ("https://10.0.0.1/", "private"),
        ("https://172.16.0.1/", "private"),
        ("https://192.168.1.1/", "private"),
        ("https://169.254.169.254/latest/meta-data/", "private"),
        ("https://100.64.0.1/", "private"),
        ("https://224.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://[fe80::1]/", "private"),
        ("https://[fd00::1]/", "private"),
        ("https://[::ffff:127.0.0.1]/", "private"),
        ("https://[2002:7f00:1::]/", "private"),
        ("ftp://example.vn/", "not_an_address"),
        ("file:///etc/passwd", "not_an_address"),
        ("javascript:alert(1)", "not_an_address"),
        ("https://", "not_an_address"),
        ("https:///x", "not_an_address"),
        ("https://example.vn:99999/", "not_an_address"),
        ("https://example.vn:0/", "not_an_address"),
        ("https://example.vn/\r\nX: y", "not_an_address"),
        ("https://example.vn\\@127.0.0.1/", "not_an_address"),
        ("https://exämple.vn/", "not_an_address"),
        ("https://example.vn/#x", "not_an_address"),
        ("https://[::1", "not_an_address"),
        ("https://example.vn/" + "a" * 500, "not_an_address"),
        ("", "not_an_address"),
    ],
)
def test_what_may_not(url: str, fault: str) -> None:
    assert read_target(url, NAMED) == fault


def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up() -> None:
    target = read_target("https://rebind.example.vn/", NAMED)
    assert isinstance(target, Target)
    assert may_connect(target, ["93.184.215.14"]) == "93.184.215.14"
    assert may_connect(target, ["127.0.0.1"]) is None
    assert may_connect(target, ["93.184.215.14", "10.0.0.1"]) is None
    assert may_connect(target, ["fe80::1%eth0"]) is None
    assert may_connect(target, []) is None


def test_a_named_host_may_be_inside() -> None:
    target = read_target("http://bus.duchoa.local/x", NAMED)
    assert isinstance(target, Target)
    assert may_connect(target, ["10.0.0.7"]) == "10.0.0.7"


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://a.vn/x", "a.vn"),
        ("https://a.vn:8443/", "a.vn:8443"),
        ("https://[2606:4700::1111]/", "[2606:4700::1111]"),
    ],
)
def test_the_host_header(url: str, authority: str) -> None:
    target = read_target(url, ())
    assert isinstance(target, Target)
    assert target.authority == authority
