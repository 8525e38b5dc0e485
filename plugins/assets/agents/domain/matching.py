"""Which thing of the register a machine is: rules in their order, each with the reason that is kept."""

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

from plugins.assets.agents.domain.inventory import Inventory

Rule = Literal[
    "asset_tag", "serial_model", "serial", "uuid", "mac", "ambiguous", "nothing",
    "officer",  # a person chose
    "replaced",  # the thing reports under another device id now
]  # fmt: skip


class Known(Struct, frozen=True):
    """A thing of the register with what agents said of it before. model: folded."""

    asset: int
    code: str
    serial: str | None
    model: str
    uuid: str | None
    macs: tuple[str, ...]


class Match(Struct, frozen=True):
    """The thing, None when none or several fit, and the rule that decided."""

    asset: int | None
    rule: Rule


def match(machine: Inventory, candidates: Sequence[Known], model: str) -> Match:
    """Return which of the candidates the machine is. model: its model, folded as those of the candidates.

    The first rule that fits decides; where it fits several things, nobody guesses. A serial number that makers forget
    to set is none (`domain.serials`), and cards that travel (docks, adapters) come last.
    """
    for rule in RULES:
        found = {one.asset for one in candidates if _fits(rule, machine, one, model)}
        if found:
            return Match(found.pop(), rule) if len(found) == 1 else Match(None, "ambiguous")
    return Match(None, "nothing")


RULES: Final[tuple[Rule, ...]] = ("asset_tag", "serial_model", "serial", "uuid", "mac")


def _fits(rule: Rule, machine: Inventory, one: Known, model: str) -> bool:
    same_serial = machine.serial is not None and machine.serial == one.serial
    match rule:
        case "asset_tag":
            return machine.asset_tag == one.code
        case "serial_model":
            return same_serial and bool(model) and model == one.model
        case "serial":
            return same_serial
        case "uuid":
            return machine.uuid is not None and machine.uuid == one.uuid
        case _:
            return bool(set(machine.macs) & set(one.macs))


class Change(Struct, frozen=True):
    """Something that went out of a machine, or where it turned up."""

    kind: Literal["memory_less", "disk_gone", "other_unit"]
    before: str
    after: str


def hardware_changes(before: Inventory, after: Inventory) -> list[Change]:
    """Return what is missing since the inventory before; what a message does not tell is not missing."""
    changes = []
    if before.memory_mb and after.memory_mb and after.memory_mb < before.memory_mb:
        changes.append(Change("memory_less", f"{before.memory_mb} MB", f"{after.memory_mb} MB"))
    if before.disks is not None and after.disks is not None:
        left = {disk.serial for disk in after.disks}
        gone = [disk for disk in before.disks if disk.serial is not None and disk.serial not in left]
        changes += [Change("disk_gone", f"{disk.model or '?'} {disk.serial}", "") for disk in gone]
    return changes
