"""Network interfaces from IF-MIB (RFC 2863): ifTable and ifXTable joined into ports."""

import re
from collections.abc import Sequence

from msgspec import Struct

from plugins.assets.domain.interface_types import interface_type
from plugins.assets.domain.varbinds import Answers, Value, count_of, number_of, text_of

IF_TABLE = "1.3.6.1.2.1.2.2.1"
IFX_TABLE = "1.3.6.1.2.1.31.1.1.1"
DESCR, TYPE, SPEED, MAC, ADMIN, OPER, IN, OUT = (f"{IF_TABLE}.{n}" for n in (2, 3, 5, 6, 7, 8, 10, 16))
NAME, HC_IN, HC_OUT, HIGH_SPEED, ALIAS = (f"{IFX_TABLE}.{n}" for n in (1, 6, 10, 15, 18))
PORT_COLUMNS = (DESCR, TYPE, SPEED, MAC, ADMIN, OPER, IN, OUT, NAME, HC_IN, HC_OUT, HIGH_SPEED, ALIAS)

_ADMIN = {1: "up", 2: "down", 3: "testing"}
_OPER = {1: "up", 2: "down", 3: "testing", 4: "unknown", 5: "dormant", 6: "notPresent", 7: "lowerLayerDown"}
_GAUGE32_FULL = 2**32 - 1


class Port(Struct, frozen=True, kw_only=True):
    """One interface. speed_bps in bit/s as the agent states it; octet counters since the agent's last restart.

    counter_bits: 64 when the counters are ifHC..., 32 when only the old ones exist: what rates() must know.
    """

    index: int
    name: str | None = None
    alias: str | None = None
    type: str | None = None
    speed_bps: int | None = None
    admin: str | None = None
    oper: str | None = None
    mac: str | None = None
    in_octets: int | None = None
    out_octets: int | None = None
    counter_bits: int | None = None


class PortFilter(Struct, frozen=True, kw_only=True):
    """Rows of ifTable that are no ports: by state, by type name, and by patterns searched in ifDescr and ifAlias."""

    states: Sequence[str] = ()
    types: Sequence[str] = ()
    names: Sequence[str] = ()
    aliases: Sequence[str] = ()


def ports(answers: Answers, hidden: PortFilter | None = None) -> list[Port]:
    """Return the ports in the order of ifIndex.

    A row is told by its description, name, type or state; one that has only a MAC address is no interface table.
    """
    columns = {oid: answers.column(oid) for oid in PORT_COLUMNS}
    indexes = {row for oid in (DESCR, TYPE, OPER, NAME) for row in columns[oid] if row.isdigit()}
    found = []
    for row in sorted(indexes, key=int):
        cells = {oid: column[row] for oid, column in columns.items() if row in column}
        port = _port(int(row), cells)
        if hidden is None or not _is_hidden(port, text_of(cells.get(DESCR)) or "", hidden):
            found.append(port)
    return found


def _port(index: int, cells: dict[str, Value]) -> Port:
    wide = HC_IN in cells or HC_OUT in cells
    octets_in, octets_out = (HC_IN, HC_OUT) if wide else (IN, OUT)
    return Port(
        index=index,
        name=text_of(cells.get(NAME)) or text_of(cells.get(DESCR)),
        alias=text_of(cells.get(ALIAS)),
        type=interface_type(number_of(cells.get(TYPE))),
        speed_bps=_speed(count_of(cells.get(SPEED)), count_of(cells.get(HIGH_SPEED))),
        admin=_ADMIN.get(number_of(cells.get(ADMIN)) or 0),
        oper=_OPER.get(number_of(cells.get(OPER)) or 0),
        mac=mac_address(cells.get(MAC)),
        in_octets=count_of(cells.get(octets_in)),
        out_octets=count_of(cells.get(octets_out)),
        counter_bits=64 if wide else 32 if IN in cells or OUT in cells else None,
    )


def _speed(exact: int | None, millions: int | None) -> int | None:
    """Return bit/s: ifHighSpeed, which is in millions; ifSpeed where that is missing, zero or too coarse.

    ifSpeed is full or has wrapped on fast links. Below 20 Mbit/s (a line of 2,048,000 bit/s) it is the better one.
    """
    if not millions:
        return None if exact == _GAUGE32_FULL else exact
    rounded = millions * 1_000_000
    coarse = millions < 20 and exact is not None and abs(exact - rounded) < 1_000_000
    return exact if coarse else rounded


def mac_address(value: Value | None) -> str | None:
    """Return "aa:bb:cc:dd:ee:ff" of six octets, or of text that is such an address; None for empty, zero or others."""
    if not isinstance(value, bytes):
        return None
    digits = value.hex() if len(value) == 6 else re.sub(r"[:\-. ]", "", text_of(value) or "").lower()
    if not re.fullmatch(r"[0-9a-f]{12}", digits) or digits == "0" * 12:
        return None
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))


def device_mac(answers: Answers) -> str | None:
    """Return the address of the first interface that has one: what an asset register knows the device by."""
    addresses = (mac_address(value) for value in answers.column(MAC).values())
    return next((address for address in addresses if address), None)


def _is_hidden(port: Port, description: str, hidden: PortFilter) -> bool:
    return (
        port.oper in hidden.states
        or port.type in hidden.types
        or any(re.search(pattern, description) for pattern in hidden.names)
        or any(re.search(pattern, port.alias or "") for pattern in hidden.aliases)
    )
