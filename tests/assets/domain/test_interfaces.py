import pytest

from plugins.assets.domain import interfaces
from plugins.assets.domain.interface_types import INTERFACE_TYPES, interface_type
from plugins.assets.domain.interfaces import Port, PortFilter, mac_address, ports
from plugins.assets.domain.varbinds import Answers, Value


def port(**cells: Value) -> Port:
    (found,) = ports(Answers({f"{getattr(interfaces, name)}.3": value for name, value in {"OPER": 1, **cells}.items()}))
    return found


@pytest.mark.parametrize(
    ("exact", "millions", "speed"),
    [
        (100_000_000, 100, 100_000_000),
        (4_294_967_295, 10_000, 10_000_000_000),
        (1_410_065_408, 10_000, 10_000_000_000),  # 10 Gbit/s cut to 32 bits
        (2_048_000, 2, 2_048_000),
        (64_000, 0, 64_000),
        (0, 1000, 1_000_000_000),
        (0, 0, 0),
        (4_294_967_295, 0, None),
    ],
)
def test_speed_of_slow_and_fast_links(exact: int, millions: int, speed: int | None) -> None:
    assert port(SPEED=exact, HIGH_SPEED=millions).speed_bps == speed


def test_wide_counters_are_taken_before_narrow_ones() -> None:
    both = port(IN=5, OUT=6, HC_IN=2**40, HC_OUT=2**41)
    assert (both.in_octets, both.out_octets, both.counter_bits) == (2**40, 2**41, 64)
    narrow = port(IN=5, OUT=6)
    assert (narrow.in_octets, narrow.out_octets, narrow.counter_bits) == (5, 6, 32)
    assert port().counter_bits is None


@pytest.mark.parametrize(
    ("value", "mac"),
    [
        (bytes.fromhex("00267354e26a"), "00:26:73:54:e2:6a"),
        (b"00:26:73:54:E2:6A", "00:26:73:54:e2:6a"),
        (b"", None),
        (b"\0" * 6, None),
        (b"\0" * 8, None),
        (b"unknown", None),
        (7, None),
    ],
)
def test_mac_addresses(value: Value, mac: str | None) -> None:
    assert mac_address(value) == mac


def test_name_falls_back_to_the_description() -> None:
    assert port(DESCR=b"lo\0\0\0").name == "lo"
    assert port(DESCR=b"GigabitEthernet0/1", NAME=b"Gi0/1").name == "Gi0/1"


def test_unknown_states_stay_unknown() -> None:
    odd = port(OPER=42, ADMIN=0)
    assert (odd.oper, odd.admin) == (None, None)


def test_a_row_with_only_an_address_is_no_port() -> None:
    assert ports(Answers({f"{interfaces.MAC}.1": b"\1\2\3\4\5\6"})) == []


def test_filtered_rows() -> None:
    answers = {f"{interfaces.OPER}.{n}": state for n, state in enumerate([1, 6, 1, 1, 1], start=1)}
    answers |= {f"{interfaces.TYPE}.{n}": kind for n, kind in enumerate([6, 6, 104, 6, 6], start=1)}
    answers |= {f"{interfaces.DESCR}.4": b"WAN-0000", f"{interfaces.ALIAS}.5": b"gre0@NONE"}  # type: ignore[dict-item]
    hidden = PortFilter(states=["notPresent"], types=["voiceOverIp"], names=[r"-\d{4}$"], aliases=["@NONE$"])
    assert [found.index for found in ports(Answers(answers), hidden)] == [1]


def test_interface_types() -> None:
    known = {1: "other", 6: "ethernetCsmacd", 24: "softwareLoopback", 53: "propVirtual", 71: "ieee80211"}
    known |= {117: "gigabitEthernet", 131: "tunnel", 161: "ieee8023adLag", 250: "gpon", 272: "vmwareNicTeam"}
    known |= {277: "docsOfdmDownstream", 290: "ghn"}
    assert known.items() <= INTERFACE_TYPES.items()
    assert (interface_type(9999), interface_type(None)) == ("9999", None)
