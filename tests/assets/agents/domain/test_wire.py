"""Messages as agents send them: each packing and form gives the same, bombs and damage are refused."""

import gzip
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.agents.domain.inventory import NO_CATEGORY, REFUSED, inventory_of, merged
from plugins.assets.agents.domain.wire import TooLarge, Unreadable, read_message, unpacked
from tests.assets.agents.messages import FILES, machine, needs_corpus

PROLOG = b"<?xml version='1.0'?><REQUEST><DEVICEID>vm-1</DEVICEID><QUERY>PROLOG</QUERY><TOKEN>1</TOKEN></REQUEST>"


@given(st.binary(max_size=300), st.sampled_from([zlib.compress, gzip.compress]))
def test_what_was_packed_is_unpacked(data: bytes, pack: object) -> None:
    assert unpacked(pack(data)) == data  # type: ignore[operator]


@given(st.binary(max_size=60))
def test_any_bytes_are_a_message_or_unreadable(data: bytes) -> None:
    try:
        read_message(data)
    except Unreadable:
        return


def test_a_bomb_is_refused_before_it_is_inflated_whole() -> None:
    with pytest.raises(TooLarge):
        unpacked(zlib.compress(b"0" * 50_000_000))
    with pytest.raises(TooLarge):
        unpacked(b"{" * 101, most=100)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"{}",
        b'{"deviceid": 5}',
        b"<REQUEST>",
        b"<REQUEST/>",
        zlib.compress(PROLOG)[:-5],
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><REQUEST><DEVICEID>&a;</DEVICEID></REQUEST>",
        b'{"deviceid":"x","content":' + b"[" * 3000 + b"]" * 3000 + b"}",
        b"<REQUEST><DEVICEID>x</DEVICEID><CONTENT>" + b"<A>" * 60 + b"</A>" * 60 + b"</CONTENT></REQUEST>",
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_message(data)


def test_a_prolog() -> None:
    for data in (PROLOG, zlib.compress(PROLOG), gzip.compress(PROLOG)):
        message = read_message(data)
        assert (message.kind, message.form, message.device_id) == ("prolog", "xml", "vm-1")


def test_xml_and_json_of_one_machine_are_one_inventory() -> None:
    xml = b"""<REQUEST><QUERY>INVENTORY</QUERY><DEVICEID>pc-1-2026-01-01</DEVICEID><CONTENT>
      <VERSIONCLIENT>GLPI-Agent_v1.12</VERSIONCLIENT>
      <BIOS><SSN>SN-77</SSN><SMODEL>OptiPlex 3050</SMODEL><SMANUFACTURER>Dell Inc.</SMANUFACTURER></BIOS>
      <HARDWARE><NAME>pc-1</NAME><UUID>4C4C4544-0034-3010-8048-B6C04F503732</UUID></HARDWARE>
      <NETWORKS><MACADDR>44:85:00:2b:90:bc</MACADDR><IPADDRESS>10.7.0.20</IPADDRESS><VIRTUALDEV>0</VIRTUALDEV></NETWORKS>
      <MEMORIES><CAPACITY>4096</CAPACITY></MEMORIES><MEMORIES><CAPACITY>4096</CAPACITY></MEMORIES>
      <STORAGES><MODEL>SSD</MODEL><SERIALNUMBER>D1</SERIALNUMBER><DISKSIZE>256000</DISKSIZE><TYPE>disk</TYPE></STORAGES>
      <SOFTWARES><NAME>LibreOffice</NAME><VERSION>24.2</VERSION></SOFTWARES></CONTENT></REQUEST>"""
    one = inventory_of(read_message(xml))
    other = inventory_of(read_message(json.dumps(machine()).encode()))
    for field in other.__struct_fields__:
        if field != "sections":
            assert getattr(one, field) == getattr(other, field), field


def test_what_is_nobodys_business_is_never_kept() -> None:
    sent = {name: [{"key": "SECRET", "val": "hunter2", "cmd": "x --password=1"}] for name in REFUSED}
    hardware = {"name": "pc-1", "lastloggeduser": "hoa", "memory": 4096}
    found = inventory_of(read_message(json.dumps(machine(**sent, hardware=hardware)).encode()))
    assert "hunter2" not in json.dumps(found.sections)
    assert (found.sections["hardware"], set(found.refused)) == ({"name": "pc-1", "memory": 4096}, set(REFUSED))
    assert {"process", "environment", "local_user", "local_group", "user"} == set(NO_CATEGORY.split(","))


@pytest.mark.parametrize("serial", ["To be filled by O.E.M.", "Default string", "0", "", None, "System Serial Number"])
def test_serial_numbers_that_makers_forget_are_none(serial: str | None) -> None:
    found = inventory_of(read_message(json.dumps(machine(bios={"ssn": serial, "smodel": "X"})).encode()))
    assert found.serial is None


def test_cards_that_are_virtual_or_made_up_do_not_name_a_machine() -> None:
    cards = [
        {"mac": "02:00:4c:4f:4f:50"},
        {"mac": "00:00:00:00:00:00"},
        {"mac": "44:85:00:2b:90:bd", "virtualdev": True},
        {"mac": "44-85-00-2B-90-BC"},
        {"description": "lo"},
    ]
    found = inventory_of(read_message(json.dumps(machine(networks=cards)).encode()))
    assert found.macs == ("44:85:00:2B:90:BC",)


def test_absence_in_a_partial_message_is_no_removal() -> None:
    assert merged({"a": 1, "b": 2}, {"b": 3}, partial=True) == {"a": 1, "b": 3}
    assert merged({"a": 1, "b": 2}, {"b": 3}, partial=False) == {"b": 3}


@needs_corpus
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_recorded_inventory_is_read(file: object) -> None:
    message = read_message(file.read_bytes())  # type: ignore[attr-defined]
    found = inventory_of(message)
    assert message.kind in {"inventory", "network", "discovery"}
    if message.kind != "discovery":
        assert found.name
        assert found.serial or found.macs
        assert found.model
    assert not REFUSED & found.sections.keys()
