"""Every recorded agent, parsed directly, against what other systems read out of it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest

from plugins.assets.domain.readings import Reading
from plugins.assets.snmp import parse
from tests.assets.snmp.recordings import NAMES, ROWS, expected, needs_corpus, varbinds

pytestmark = needs_corpus

every_recording = pytest.mark.parametrize("name", NAMES)

# Where the reading is meant to differ from the manifest, and why.
DEVIATIONS = {
    ("webpower-smart2", "vendor"): "Eaton",  # the manifest adds the model and a remark
    ("brother_hl5370dw", "hardware"): "HL-5370DW",  # the manifest has the network card's address in the model
    ("vrp_5720", "version"): "5.170 (V200R010C00SPC600)",  # "[unlocked]" is nowhere in the recording
}
SYNTHETIC_VENDORS = {"jetdirect_m252dw": "HP", "konica_c250i": "Konica Minolta", "ricoh_mpc3002": "Ricoh"}
FIELDS = {"class": "class", "vendor": "vendor", "hardware": "model", "serial": "serial", "version": "version"}


@cache
def read(name: str) -> Reading:
    return parse(varbinds(name))


def plain(reading: Reading) -> dict[str, Any]:
    return msgspec.json.decode(msgspec.json.encode(reading))


def manifest_value(name: str, column: str) -> str:
    text = ROWS[name][column]
    if column == "vendor" and text.startswith("synthetic over "):
        text = SYNTHETIC_VENDORS[text.removeprefix("synthetic over ")]
    return DEVIATIONS.get((name, column), text)


@every_recording
def test_identity_equals_the_manifest(name: str) -> None:
    reading = plain(read(name))
    wanted = {field: value for column, field in FIELDS.items() if (value := manifest_value(name, column))}
    assert {field: reading[field] for field in wanted} == wanted


def test_the_corpus_is_whole() -> None:
    assert len(NAMES) == 78


@every_recording
def test_names_and_pages_equal_the_manifest(name: str) -> None:
    reading, row = read(name), ROWS[name]
    assert reading.sys_name == (row["sysName"] or None)
    assert reading.sys_object_id == (row["sysObjectID"] or None)
    if row["page_count"]:
        assert reading.pages == int(row["page_count"])


@every_recording
def test_ports_are_those_of_the_manifest(name: str) -> None:
    # the line to the Internet of a home router belongs to its ports
    more = 1 if name == "routeros" else 0
    assert len(read(name).ports) == int(ROWS[name]["ports"]) + more


def expected_ports(name: str) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for part in expected(name).get("ports", {}).values():
        for port in part["ports"] if isinstance(part, dict) else ():
            found.setdefault(port["ifIndex"], {}).update(port)
    return found


@every_recording
def test_ports_equal_what_was_expected(name: str) -> None:
    known = {port.index: port for port in read(name).ports}
    for index, wanted in expected_ports(name).items():
        port = known[index]
        assert port.name == wanted["ifName"].strip(". ")
        assert port.type == wanted["ifType"]
        assert port.oper == wanted["ifOperStatus"]
        assert port.admin == wanted.get("ifAdminStatus", port.admin)
        # zeros stand for "not recorded" on the expected side
        assert port.speed_bps in {wanted.get("ifSpeed", port.speed_bps), None}
        assert (port.mac or "").replace(":", "") in {wanted.get("ifPhysAddress", ""), ""}
        assert port.in_octets in {wanted.get("ifInOctets", port.in_octets), None}
        assert port.out_octets in {wanted.get("ifOutOctets", port.out_octets), None}


def recorded_supplies(name: str) -> dict[str, tuple[int | None, int | None]]:
    """Return {row: (level, capacity)} straight from the recording."""
    table = re.compile(r"1\.3\.6\.1\.2\.1\.43\.11\.1\.1\.([89])\.(\d+\.\d+)")
    rows: dict[str, dict[str, int]] = {}
    for oid, value in varbinds(name).items():
        if (match := table.fullmatch(oid)) and isinstance(value, int):
            rows.setdefault(match[2], {})[match[1]] = value
    return {row: (cells.get("9"), cells.get("8")) for row, cells in rows.items()}


@every_recording
def test_percentages_follow_rfc_3805(name: str) -> None:
    rows = recorded_supplies(name)
    found = {supply.index: supply for supply in read(name).supplies if supply.index}
    assert found.keys() == rows.keys()
    for row, (level, capacity) in rows.items():
        known = level is not None and level >= 0 and capacity is not None and capacity > 0
        assert found[row].percent == (round(100 * level / capacity) if known else None)
        assert found[row].level == (level if level is not None and level >= 0 else None)


@every_recording
def test_percentages_equal_what_was_expected(name: str) -> None:
    table = ".1.3.6.1.2.1.43.11.1.1.9."
    rows = {supply.index: supply for supply in read(name).supplies}
    for wanted in expected(name).get("printer-supplies", {}).get("discovery", {}).get("printer_supplies", ()):
        supply = rows.get(wanted["supply_oid"].removeprefix(table))
        if supply is not None and supply.percent is not None:
            assert supply.percent == wanted["supply_current"]
            assert supply.kind == (wanted["supply_type"] if wanted["supply_type"] != "markerSupply" else None)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("syn_")])
def test_alerts_and_error_bits_of_the_overlays(name: str) -> None:
    reading, wanted = read(name), expected(name)
    assert [[alert.index, alert.severity, alert.code] for alert in reading.alerts] == wanted["alerts"]
    assert set(reading.error_state or ()) == set(wanted["error_state"])
    percents = {(supply.index or "").split(".")[-1]: supply.percent for supply in reading.supplies}
    for row, percent in wanted.get("levels_percent", {}).items():
        assert percents[row] == percent


def test_alert_text_in_vietnamese_survives() -> None:
    (alert,) = read("syn_konica_door_two_byte_state").alerts
    assert (alert.name, alert.group, alert.description) == ("coverOpen", "cover", "Nắp trước đang mở")
    assert alert.location is None


def brother_names() -> list[str]:
    return [name for name in NAMES if name.startswith("br_") and expected(name)]


@pytest.mark.parametrize("name", brother_names())
def test_private_supplies_of_brother(name: str) -> None:
    wanted = expected(name)
    found = {supply.name: supply for supply in read(name).supplies}
    assert found.keys() <= {"Drum unit", "Belt unit", "Fuser unit", "Laser unit", "Paper feeding kit 1"} | {
        f"{colour} {part}" for colour in ("Black", "Cyan", "Magenta", "Yellow") for part in ("toner", "drum")
    }
    keys = {"Drum unit": "drum", "Belt unit": "belt_unit", "Fuser unit": "fuser", "Paper feeding kit 1": "pf_kit_1"}
    for name_, supply in found.items():
        key = keys.get(name_ or "", (name_ or "").lower().replace(" ", "_"))
        assert supply.percent == wanted.get(f"{key}_remaining_life", wanted.get(f"{key}_remaining"))
        assert supply.level == wanted.get(f"{key}_remaining_pages")
    missing = [key for key in wanted if key.endswith(("_toner_remaining", "_remaining_life"))]
    assert len(missing) == sum(supply.percent is not None for supply in found.values())


@every_recording
def test_memory_equals_what_was_expected(name: str) -> None:
    for wanted in pools(name):
        memory = read(name).memory
        assert memory is not None
        assert (memory.total_bytes, memory.used_bytes) == (wanted["mempool_total"], wanted["mempool_used"])


def pools(name: str) -> list[dict[str, Any]]:
    found = (expected(name).get("mempools", {}).get("discovery") or {}).get("mempools", ())
    return [pool for pool in found if pool.get("mempool_class") == "system" and pool["mempool_type"] == "hrstorage"]


@every_recording
def test_processors_and_disks_equal_what_was_expected(name: str) -> None:
    reading = read(name)
    loads = expected(name).get("processors", {}).get("discovery", {}).get("processors", ())
    wanted = sorted(cpu["processor_usage"] for cpu in loads if cpu["processor_type"] == "hr")
    if wanted:
        assert sorted(cpu.load_percent for cpu in reading.processors) == wanted
    disks = {disk.name: (disk.size_bytes, disk.used_bytes) for disk in reading.storage}
    for storage in expected(name).get("storage", {}).get("discovery", {}).get("storage", ()):
        if storage["type"] == "hrstorage":
            assert disks[storage["storage_descr"]] == (storage["storage_size"], storage["storage_used"])


UPS_SENSORS = {
    "apc_smt750x-nmc2": (100, 1829, 0, 119.1, 119.1, 54.7),
    "apc_sua1500rmi2u": (100, 66, 17, 239.0, 239.0, 27.5),
    "cyberpower": (100, 29, None, 119.5, 120.2, None),
    "deltaups": (100, 22, 79, 121, 121, 41.2),
    "eaton-mgeups_5px": (100, 43, 59, 229, 229, 81),
    "netmanplus_204": (100, 135, 8, 242, 231, 122.5),
    "webpower-smart2": (100, None, 17, 234.9, 221, 41.4),
    "ct_apc-battery-low": (75, 665, 10, 234.1, 220, 110),
}


@pytest.mark.parametrize("name", UPS_SENSORS)
def test_ups_equals_what_was_expected(name: str) -> None:
    ups = read(name).ups
    assert ups is not None
    values = (ups.charge_percent, ups.minutes_left, ups.load_percent)
    volts = (ups.input_voltage, ups.output_voltage, ups.battery_voltage)
    assert (*values, *volts) == UPS_SENSORS[name]
    assert ups.on_battery is False


def test_a_battery_that_is_low_and_old() -> None:
    ups = read("ct_apc-battery-low").ups
    assert ups is not None
    assert (ups.battery_status, ups.replace_battery, ups.output_source) == ("low", True, "normal")


def leaves(content: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from leaves(value, f"{path}.{key}")
    elif isinstance(content, list):
        for value in content:
            yield from leaves(value, path)
    else:
        yield path, content


@every_recording
def test_nothing_negative_nothing_blank_nothing_unprintable(name: str) -> None:
    for path, value in leaves(plain(read(name))):
        if isinstance(value, str):
            assert value.strip(), path
            assert "\0" not in value, path
        elif value is not None and not isinstance(value, bool):
            assert value >= 0, path


@every_recording
def test_only_ups_and_printers_have_their_parts(name: str) -> None:
    reading = read(name)
    assert (reading.ups is not None) == (reading.device_class == "ups")
    if reading.device_class != "printer":
        assert not reading.supplies
        assert reading.error_state is None
