"""A printer's pages, state and alerts: Printer-MIB (RFC 3805) and the printer part of HOST-RESOURCES-MIB (RFC 2790)."""

from msgspec import Struct

from plugins.assets.domain.printer_codes import ALERT_CODES, ALERT_GROUPS, ALERT_SEVERITIES, ERROR_BITS
from plugins.assets.domain.varbinds import Answers, count_of, number_of, text_of

LIFE_COUNT = "1.3.6.1.2.1.43.10.2.1.4"
STATUS = "1.3.6.1.2.1.25.3.5.1.1"
ERROR_STATE = "1.3.6.1.2.1.25.3.5.1.2"
ALERT_TABLE = "1.3.6.1.2.1.43.18.1.1"
SEVERITY, GROUP, GROUP_INDEX, LOCATION, CODE, DESCRIPTION, TIME = (f"{ALERT_TABLE}.{n}" for n in (2, 4, 5, 6, 7, 8, 9))
ALERT_COLUMNS = (SEVERITY, GROUP, GROUP_INDEX, LOCATION, CODE, DESCRIPTION, TIME)
PRINTER_COLUMNS = (LIFE_COUNT, STATUS, ERROR_STATE)

_STATUS_NAMES = {1: "other", 2: "unknown", 3: "idle", 4: "printing", 5: "warmup"}


class Alert(Struct, frozen=True, kw_only=True):
    """One row of prtAlertTable.

    code: the number of PrtAlertCodeTC and its name; group: the part concerned, with its index there; location: the
    printer's own position code; since_s: sysUpTime in seconds when the alert arose.
    """

    index: int
    severity: str | None = None
    code: int | None = None
    name: str | None = None
    group: str | None = None
    group_index: int | None = None
    location: int | None = None
    description: str | None = None
    since_s: int | None = None


def life_count(answers: Answers) -> int | None:
    """Return prtMarkerLifeCount of the first marker: the total that the printer's own status page shows."""
    counts = (count_of(value) for value in answers.column(LIFE_COUNT).values())
    return next((count for count in counts if count is not None), None)


def printer_status(answers: Answers) -> str | None:
    """Return hrPrinterStatus of the first printer device by its name."""
    return next((_STATUS_NAMES.get(number) for number in answers.numbers(STATUS).values()), None)


def error_state(answers: Answers) -> list[str] | None:
    """Return the names of the bits set in hrPrinterDetectedErrorState, in bit order; None when the object is absent.

    The first octet is RFC 2790, the second RFC 3805; agents send one or two, and an empty string for none.
    """
    cells = [value for value in answers.column(ERROR_STATE).values() if isinstance(value, bytes)]
    if not cells:
        return None
    return [name for name, bit in ERROR_BITS.items() if any(_bit(cell, bit) for cell in cells)]


def _bit(octets: bytes, bit: int) -> bool:
    byte, place = divmod(bit, 8)
    return byte < len(octets) and bool(octets[byte] & 0x80 >> place)


def alerts(answers: Answers) -> list[Alert]:
    """Return prtAlertTable in the order of its index; an agent reuses no index until restart."""
    columns = {oid: answers.column(oid) for oid in ALERT_COLUMNS}
    rows = {row for oid in (SEVERITY, CODE, DESCRIPTION) for row in columns[oid]}
    found = []
    for row in sorted(rows, key=lambda row: tuple(int(arc) for arc in row.split("."))):
        cells = {oid: column.get(row) for oid, column in columns.items()}
        code, ticks = count_of(cells[CODE]), count_of(cells[TIME])
        found.append(
            Alert(
                index=int(row.rsplit(".", 1)[-1]),
                severity=ALERT_SEVERITIES.get(number_of(cells[SEVERITY]) or 0),
                code=code,
                name=ALERT_CODES.get(code or 0),
                group=ALERT_GROUPS.get(number_of(cells[GROUP]) or 0),
                group_index=count_of(cells[GROUP_INDEX]),
                location=count_of(cells[LOCATION]),
                description=text_of(cells[DESCRIPTION]),
                since_s=None if ticks is None else ticks // 100,
            )
        )
    return found
