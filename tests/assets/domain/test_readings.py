"""What a device may send, in any type and at any place, never makes parse() fail."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.domain.readings import ENGINE_TIME, SYS_UPTIME, parse
from plugins.assets.snmp import plan
from plugins.assets.snmp.profiles import device_profiles

PROFILES = device_profiles()
ROOTS = sorted(
    {
        *plan.first_oids(PROFILES),
        *(oid for profile in (None, *PROFILES.profile) for oid in plan.instances(profile, set(), PROFILES)),
        *(
            oid
            for profile in (None, *PROFILES.profile)
            for group in plan.column_groups(profile, {"printer", "ups"}, PROFILES)
            for oid in group
        ),
    }
)
oids = st.builds(
    lambda root, row: root + "".join(f".{arc}" for arc in row),
    st.sampled_from(ROOTS),
    st.lists(st.integers(0, 2**32 - 1), max_size=3),
)
objects = st.lists(st.integers(0, 99_999), min_size=1, max_size=8).map(
    lambda arcs: "1.3.6.1.4.1." + ".".join(map(str, arcs))
)
values = st.one_of(st.integers(-(2**63), 2**64), st.binary(max_size=40), objects)


@given(st.dictionaries(oids, values, max_size=40))
def test_parse_never_raises_and_never_shows_a_code(varbinds: dict[str, int | bytes | str]) -> None:
    reading = parse(varbinds, PROFILES)
    line = msgspec.json.encode(reading)
    assert b"\\u0000" not in line
    for supply in reading.supplies:
        assert all(number is None or number >= 0 for number in (supply.level, supply.capacity, supply.percent))


@pytest.mark.parametrize(
    ("answers", "seconds"),
    [
        ({SYS_UPTIME: 12_345}, 123),
        ({SYS_UPTIME: 500, ENGINE_TIME: 50_000_000}, 50_000_000),  # 578 days: sysUpTime has started again
        ({SYS_UPTIME: 12_345, ENGINE_TIME: 60}, 123),
        ({SYS_UPTIME: -1}, None),
        ({}, None),
    ],
)
def test_uptime_outlives_its_counter(answers: dict[str, int], seconds: int | None) -> None:
    assert parse(answers, PROFILES).uptime_s == seconds


def test_a_device_that_says_nothing_is_an_empty_reading() -> None:
    reading = parse({}, PROFILES)
    assert msgspec.to_builtins(reading) == {
        **dict.fromkeys(
            (
                *("class", "vendor", "model", "serial", "version", "sys_name", "sys_object_id", "uptime_s", "mac"),
                *("pages", "printer_status", "error_state", "ups", "memory", "profile"),
            )
        ),
        **{key: [] for key in ("ports", "supplies", "alerts", "storage", "processors", "incomplete")},
    }
