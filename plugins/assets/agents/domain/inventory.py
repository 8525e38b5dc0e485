"""What is kept of an inventory: who the machine is, and its sections without what is nobody's business."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from plugins.assets.agents.domain.wire import Message
from plugins.assets.inventory.domain.serials import real_serial

# Never stored: environment and processes hold passwords, the rest is about people at the machine.
REFUSED: Final = frozenset(
    {"envs", "environment", "processes", "process", "local_users", "local_groups", "users", "accountinfo", "logs"}
)
_REFUSED_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "hardware": frozenset({"lastloggeduser", "datelastloggeduser", "userid", "userdomain", "winowner", "winprodkey"}),
    "operatingsystem": frozenset({"ssh_key", "hostid"}),
    "softwares": frozenset({"userid", "username"}),
}
NO_CATEGORY: Final = "process,environment,local_user,local_group,user"
_NO_UUID: Final = frozenset(
    {
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "03000200-0400-0500-0006-000700080009",
        "12345678-1234-5678-90ab-cddeefaabbcc",
    }
)
_MAC: Final = re.compile(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}")


class Disk(msgspec.Struct, frozen=True):
    """A drive inside. size_mb: None when it is not told."""

    model: str | None
    serial: str | None
    size_mb: int | None


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """A machine as its agent describes it; None: not told. memory_mb: what is plugged in, else what the system sees.

    macs: of real network cards, in capitals, sorted. sections: what was sent, by name, without what is refused.
    """

    device_id: str
    item_type: str
    tag: str
    partial: bool
    agent: str | None
    name: str | None
    serial: str | None
    uuid: str | None
    maker: str | None
    model: str | None
    chassis: str | None
    asset_tag: str | None
    system: str | None
    macs: tuple[str, ...]
    addresses: tuple[str, ...]
    memory_mb: int | None
    disks: tuple[Disk, ...] | None
    software: int | None
    refused: tuple[str, ...]
    sections: dict[str, Any]


def inventory_of(message: Message) -> Inventory:
    """Return what is kept of a message."""
    sections = kept_sections(message.content)
    bios, hardware, device = (_one(sections, name) for name in ("bios", "hardware", "network_device"))
    networks = [*_many(sections, "networks"), *([device] if device.get("mac") else [])]
    drives = _many(sections, "storages")
    software = sections.get("softwares")
    return Inventory(
        device_id=message.device_id,
        item_type=message.item_type,
        tag=message.tag,
        partial=message.partial,
        agent=_text(message.version),
        name=_text(hardware.get("name") or device.get("name")),
        serial=real_serial(_text(bios.get("ssn") or device.get("serial")) or _text(bios.get("msn"))),
        uuid=_uuid(hardware.get("uuid")),
        maker=_text(bios.get("smanufacturer") or device.get("manufacturer") or bios.get("bmanufacturer")),
        model=_text(bios.get("smodel") or device.get("model") or bios.get("mmodel")),
        chassis=_text(hardware.get("chassis_type") or bios.get("type")),
        asset_tag=real_serial(_text(bios.get("assettag"))),
        system=_system(_one(sections, "operatingsystem"), hardware),
        macs=tuple(sorted({mac for card in networks if (mac := _mac(card))})),
        addresses=tuple(sorted(_addresses(networks, device))),
        memory_mb=_memory(_many(sections, "memories"), hardware, device),
        disks=tuple(_disk(one) for one in drives if _is_disk(one)) if "storages" in sections else None,
        software=len(software) if isinstance(software, list) else None,
        refused=tuple(sorted(name for name in message.content if name in REFUSED)),
        sections=sections,
    )


def kept_sections(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return sections without those, and those fields, that are never stored."""
    kept = {}
    for name, value in content.items():
        if name not in REFUSED:
            hidden = _REFUSED_FIELDS.get(name, frozenset())
            kept[name] = _without(value, hidden) if hidden else value
    return kept


def _without(value: Any, hidden: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_without(one, hidden) for one in value]
    return {key: inner for key, inner in value.items() if key not in hidden} if isinstance(value, dict) else value


def merged(known: Mapping[str, Any], sent: Mapping[str, Any], *, partial: bool) -> dict[str, Any]:
    """Return the sections after a message: a partial one changes only what it carries, absence is no removal."""
    return {**known, **sent} if partial else dict(sent)


def _one(sections: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = sections.get(name)
    if isinstance(found, list):
        found = found[0] if found else None
    return found if isinstance(found, dict) else {}


def _many(sections: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = sections.get(name)
    items = found if isinstance(found, list) else [found]
    return [item for item in items if isinstance(item, dict)]


def _text(value: Any) -> str | None:
    text = " ".join(str(value).split()) if value is not None and not isinstance(value, dict | list) else ""
    return text[:255] or None


def _uuid(value: Any) -> str | None:
    text = (_text(value) or "").lower()
    return None if not text or text in _NO_UUID or len(set(text.replace("-", ""))) == 1 else text


def _system(system: Mapping[str, Any], hardware: Mapping[str, Any]) -> str | None:
    return _text(system.get("full_name") or system.get("name") or hardware.get("osname"))


def _mac(card: Mapping[str, Any]) -> str | None:
    """Return the address of a real card: not of a virtual one, and none that was made up locally."""
    text = str(card.get("mac") or card.get("macaddr") or "").strip().lower().replace("-", ":")
    virtual = str(card.get("virtualdev") or "0").lower() in {"1", "true", "yes"}
    if virtual or not _MAC.fullmatch(text) or int(text[:2], 16) & 0b11 or text == "00:00:00:00:00:00":
        return None
    return text.upper()


def _addresses(networks: Iterable[Mapping[str, Any]], device: Mapping[str, Any]) -> set[str]:
    found = {str(card["ipaddress"]) for card in networks if card.get("ipaddress")}
    ips = device.get("ips")
    ips = ips.get("ip") if isinstance(ips, dict) else ips
    found |= {str(one) for one in (ips if isinstance(ips, list) else [ips]) if one}
    return {address for address in found if not address.startswith(("127.", "169.254."))}


def number(value: Any) -> int | None:
    """Return a size that clients send as number or text, None for what is none."""
    found = re.match(r"\s*(\d{1,15})", str(value)) if value is not None and not isinstance(value, bool) else None
    return int(found[1]) if found else None


def _memory(modules: Iterable[Mapping[str, Any]], *others: Mapping[str, Any]) -> int | None:
    sizes = [size for module in modules if (size := number(module.get("capacity")))]
    if sizes:
        return sum(sizes)
    for other in others:
        for name in ("memory", "ram"):
            if (size := number(other.get(name))) is not None:
                return size
    return None


def _is_disk(drive: Mapping[str, Any]) -> bool:
    words = f"{drive.get('type', '')} {drive.get('interface', '')} {drive.get('description', '')}".lower()
    return not any(word in words for word in ("cd-rom", "dvd", "usb", "removable", "floppy"))


def _disk(drive: Mapping[str, Any]) -> Disk:
    return Disk(
        _text(drive.get("model") or drive.get("name")),
        real_serial(_text(drive.get("serialnumber") or drive.get("serial"))),
        number(drive.get("disksize")),
    )
