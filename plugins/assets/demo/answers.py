"""What a simulated device answers over SNMP: {OID without leading dot: value}, as `domain.varbinds` has them."""

from datetime import datetime
from functools import partial

from plugins.assets.demo.simulation import Simulated, level, line_is_cut, pages, uptime_s
from plugins.assets.domain.varbinds import Value

_SYSTEM, _IF, _IFX = "1.3.6.1.2.1.1", "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
_PRINTER, _HOST, _UPS = "1.3.6.1.2.1.43", "1.3.6.1.2.1.25.3", "1.3.6.1.2.1.33.1"
_ETHERNET = 6

# kind -> sysObjectID, sysDescr, name of the device
_IDENTITY = {
    "hp-colour": ("1.3.6.1.4.1.11.2.3.9.1", "HP ETHERNET MULTI-ENVIRONMENT", "HP Color LaserJet Pro M252dw"),
    "canon-mono": ("1.3.6.1.4.1.1602.4.2", "Canon LBP6670 /P", "Canon LBP6670"),
    "brother-mono": ("1.3.6.1.4.1.2435.2.3.9.1", "Brother NC-8800w, Firmware Ver.1.05", "Brother DCP-L2540DW series"),
    "ricoh-colour": ("1.3.6.1.4.1.367.1.1", "RICOH Aficio MP C3002 2.20 / RICOH Network", "RICOH Aficio MP C3002"),
    "ricoh-mono": ("1.3.6.1.4.1.367.1.1", "RICOH Aficio MP 2501 1.14 / RICOH Network", "RICOH Aficio MP 2501"),
    "switch": ("1.3.6.1.4.1.11863.1.1.25", "JetStream 24-Port Gigabit Smart Switch T1600G-28TS", "T1600G-28TS"),
    "router": ("1.3.6.1.4.1.14988.1", "RouterOS RB750Gr3", "RB750Gr3"),
    "ups": ("1.3.6.1.4.1.318.1.3.27", "APC Web/SNMP Management Card (MB:v4.1.0 PF:v7.0.8)", "Smart-UPS 1500"),
}  # fmt: skip
_SUPPLIES = {
    "mono": (("Black Cartridge", "black", 2300), ("Drum", "", 12_000)),
    "colour": (
        ("Black Cartridge", "black", 2800),
        ("Cyan Cartridge", "cyan", 2300),
        ("Magenta Cartridge", "magenta", 2300),
        ("Yellow Cartridge", "yellow", 2300),
    ),
}
_PORTS = {"switch": 28, "router": 5}
_TONER_CARTRIDGE, _DRUM, _PERCENT = 21, 9, 19


def varbinds(device: Simulated, at: datetime) -> dict[str, Value]:
    """Return everything the device says at a moment; empty for a kind that nobody simulates."""
    if device.kind not in _IDENTITY:
        return {}
    object_id, description, _name = _IDENTITY[device.kind]
    found: dict[str, Value] = {
        f"{_SYSTEM}.1.0": description.encode(),
        f"{_SYSTEM}.2.0": object_id,
        f"{_SYSTEM}.3.0": uptime_s(device, at) * 100,
        f"{_SYSTEM}.5.0": f"{device.kind}-{device.unit:02d}-{device.number:02d}".encode(),
    }
    found |= _interfaces(device, at)
    if device.kind.endswith(("mono", "colour")):
        found |= _printer(device, at)
    if device.kind == "ups":
        found |= _ups(device, at)
    return found


def figures_at(device: Simulated, at: datetime) -> dict[str, float]:
    """Return the figures of the reading that follows from `varbinds`, without the way through OIDs: a week has many."""
    if device.kind == "ups":
        ups = _ups(device, at)
        numbers = {"ups.charge": f"{_UPS}.2.4.0", "ups.load": f"{_UPS}.4.4.1.5.1", "ups.minutes": f"{_UPS}.2.3.0"}
        return {name: float(str(ups[oid])) for name, oid in numbers.items()} | {"ports.up": 1}
    linked = sum(_linked(device, port) for port in range(1, _PORTS.get(device.kind, 1) + 1))
    found: dict[str, float] = {"ports.up": linked}
    if device.kind.endswith(("mono", "colour")):
        found["pages"] = pages(device, at)
        for row, (name, _colour, life) in enumerate(_SUPPLIES[device.kind.rpartition("-")[2]], start=1):
            found[f"supply.1.{row}"] = level(device, name, life, at)
    return found


def serial(device: Simulated) -> str:
    """Return the serial number on the device's plate, which it also tells."""
    return f"{device.kind[:2].upper()}{device.unit:02d}{int(device.chance('serial') * 10**6):06d}{device.number:02d}"


def _interfaces(device: Simulated, at: datetime) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for port in range(1, _PORTS.get(device.kind, 1) + 1):
        linked = _linked(device, port)
        octets = int(uptime_s(device, at) * (200 + 40_000 * device.chance(f"load {port}"))) if linked else 0
        cells: dict[str, Value] = {
            f"{_IF}.1": port,
            f"{_IF}.2": f"gigabitEthernet 1/0/{port}".encode(),
            f"{_IF}.3": _ETHERNET,
            f"{_IF}.5": 1_000_000_000 if linked else 0,
            f"{_IF}.6": bytes((0x02, 0x4D, device.unit, device.number % 256, len(device.kind), port)),
            f"{_IF}.7": 2 if device.chance(f"off {port}") < 0.05 and not linked else 1,
            f"{_IF}.8": 1 if linked else 2,
            f"{_IFX}.1": f"gi1/0/{port}".encode(),
            f"{_IFX}.6": octets,
            f"{_IFX}.10": octets * 3,
            f"{_IFX}.15": 1000 if linked else 0,
        }
        found |= {f"{column}.{port}": value for column, value in cells.items()}
    return found


def _linked(device: Simulated, port: int) -> bool:
    return port == 1 or device.chance(f"port {port}") < 0.6


def _printer(device: Simulated, at: datetime) -> dict[str, Value]:
    found: dict[str, Value] = {
        f"{_HOST}.2.1.2.1": "1.3.6.1.2.1.25.3.1.5",
        f"{_HOST}.2.1.3.1": _IDENTITY[device.kind][2].encode(),
        f"{_HOST}.5.1.1.1": 3,
        f"{_HOST}.5.1.2.1": b"\x00",
        f"{_PRINTER}.5.1.1.17.1": serial(device).encode(),
        f"{_PRINTER}.10.2.1.4.1.1": pages(device, at),
    }
    left = partial(level, device, at=at)
    for row, (name, colour, life) in enumerate(_SUPPLIES[device.kind.rpartition("-")[2]], start=1):
        cells: dict[str, Value] = {
            "3": row if colour else 0,
            "4": 3,
            "5": _TONER_CARTRIDGE if colour else _DRUM,
            "6": name.encode(),
            "7": _PERCENT,
            "8": 100,
            "9": left(name, life),
        }
        found |= {f"{_PRINTER}.11.1.1.{column}.1.{row}": value for column, value in cells.items()}
        if colour:
            found[f"{_PRINTER}.12.1.1.4.1.{row}"] = colour.encode()
    return found


def _ups(device: Simulated, at: datetime) -> dict[str, Value]:
    cut = line_is_cut(device.unit, at)
    return {
        "1.3.6.1.4.1.318.1.1.1.1.1.1.0": b"Smart-UPS 1500",
        "1.3.6.1.4.1.318.1.1.1.1.2.3.0": serial(device).encode(),
        f"{_UPS}.2.1.0": 2,
        f"{_UPS}.2.2.0": 600 if cut else 0,
        f"{_UPS}.2.3.0": 34,
        f"{_UPS}.2.4.0": 71 if cut else 100,
        f"{_UPS}.3.3.1.3.1": 0 if cut else 224,
        f"{_UPS}.4.1.0": 5 if cut else 3,
        f"{_UPS}.4.4.1.5.1": 18 + int(20 * device.chance("load")),
    }
