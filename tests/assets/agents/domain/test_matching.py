"""Which thing a machine is: rules in their order, and what is missing since the last time."""

import json

import msgspec
import pytest

from plugins.assets.agents.domain.inventory import Disk, Inventory, inventory_of
from plugins.assets.agents.domain.matching import Change, Known, hardware_changes, match
from plugins.assets.agents.domain.wire import read_message
from tests.assets.agents.messages import machine

UUID = "4c4c4544-0034-3010-8048-b6c04f503732"
MAC = "44:85:00:2B:90:BC"
MODEL = "optiplex 3050"


def found(**changes: object) -> Inventory:
    return msgspec.structs.replace(inventory_of(read_message(json.dumps(machine()).encode())), **changes)


def thing(asset: int, serial: str | None = None, model: str = "", uuid: str | None = None, *macs: str) -> Known:
    return Known(asset, f"{asset:013}", serial, model, uuid, macs)


CASES = [
    ("nothing fits", found(), [], (None, "nothing")),
    ("a serial of another model still fits", found(), [thing(1, "SN-77", "other")], (1, "serial")),
    ("with the model first", found(), [thing(1, "SN-77", "other"), thing(2, "SN-77", MODEL)], (2, "serial_model")),
    ("two of the same serial: nobody guesses", found(), [thing(1, "SN-77"), thing(2, "SN-77")], (None, "ambiguous")),
    ("uuid when there is no serial", found(serial=None), [thing(1, None, "", UUID)], (1, "uuid")),
    ("card last", found(serial=None, uuid=None), [thing(1, None, "", None, MAC)], (1, "mac")),
    ("serial before uuid", found(), [thing(1, "SN-77"), thing(2, None, "", UUID)], (1, "serial")),
    ("the label before all", found(asset_tag="0000000000009"), [thing(1, "SN-77"), thing(9)], (9, "asset_tag")),
    ("no serial is not the same as no serial", found(serial=None, uuid=None, macs=()), [thing(1)], (None, "nothing")),
]  # fmt: skip


@pytest.mark.parametrize(("why", "seen", "candidates", "expected"), CASES, ids=[case[0] for case in CASES])
def test_rules(why: str, seen: Inventory, candidates: list[Known], expected: tuple[int | None, str]) -> None:
    decided = match(seen, candidates, MODEL)
    assert (decided.asset, decided.rule) == expected


def test_what_went_out_is_told_and_what_is_not_told_is_not_missing() -> None:
    before = found()
    assert hardware_changes(before, found(memory_mb=4096)) == [Change("memory_less", "8192 MB", "4096 MB")]
    assert hardware_changes(before, found(disks=())) == [Change("disk_gone", "SSD D1", "")]
    assert hardware_changes(before, found(memory_mb=None, disks=None)) == []
    assert hardware_changes(before, found(memory_mb=16384, disks=(*(before.disks or ()), Disk("HDD", "D2", 1)))) == []
