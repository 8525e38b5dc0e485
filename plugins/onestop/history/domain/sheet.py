"""Rows of an older system's file as past dossiers; what cannot be read is named by row and column.

Columns: number, unit, procedure, received_at and owner_name have to be there; promised_at, settled_at, returned_at,
ended and ended_at, owner_identity, owner_phone, owner_address, channel and request may be. Moments are ISO 8601 or
30/11/2017 16:45, without a zone Vietnam's. ended: refused, withdrawn or stopped, at ended_at.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from core.clock import VIETNAM
from core.text.viet import clean
from plugins.onestop.history.domain.past import Past
from plugins.onestop.history.domain.walk import TAKEN_OVER, Step

FaultKind = Literal[
    "missing", "bad_moment", "bad_choice", "too_long", "order", "future", "twice", "unknown", "no_code", "impossible"
]
REQUIRED: Final = ("number", "unit", "procedure", "received_at", "owner_name")
MOMENTS: Final = ("received_at", "promised_at", "settled_at", "returned_at", "ended_at")
OPTIONAL: Final = (
    *MOMENTS[1:],
    *("ended", "owner_identity", "owner_phone", "owner_address", "channel", "request"),
)
LONGEST: Final[Mapping[str, int]] = {
    "number": 64,
    "owner_name": 200,
    "owner_identity": 20,
    "owner_phone": 20,
    "owner_address": 300,
    "request": 500,
}
ENDS: Final = ("refused", "withdrawn", "stopped")
CHANNELS: Final = ("counter", "online", "post")
_LOCAL: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d{2}))?\Z")


class Fault(Struct, frozen=True):
    """What is wrong with one cell of a row; row counts from 1 below the heads."""

    row: int
    column: str
    kind: FaultKind
    detail: str = ""


def read_rows(rows: Iterable[Mapping[str, str]], now: datetime) -> tuple[list[tuple[int, Past]], list[Fault]]:
    """Return the rows that can be read with their places, and every fault; a row with a fault is left out."""
    found: list[tuple[int, Past]] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        before = len(faults)
        past = _read(place, {name: _cell(text) for name, text in row.items() if name and text}, now, faults)
        if past is not None and past.number in seen:
            faults.append(Fault(place, "number", "twice", past.number))
        if past is not None and len(faults) == before:
            seen.add(past.number)
            found.append((place, past))
    return found, faults


def _cell(text: str) -> str:
    """Return a cell as `clean` does; numbers, codes and moments mostly are so already."""
    return text if text.isascii() and text.isprintable() and " " not in text else clean(text)


def _read(place: int, row: Mapping[str, str], now: datetime, faults: list[Fault]) -> Past | None:
    wrong = [Fault(place, name, "missing") for name in REQUIRED if not row.get(name)]
    wrong += [Fault(place, name, "too_long") for name, most in LONGEST.items() if len(row.get(name, "")) > most]
    at = {name: _moment(place, name, row.get(name, ""), wrong) for name in MOMENTS}
    ended, channel = row.get("ended", ""), row.get("channel", "") or "counter"
    if ended and ended not in ENDS:
        wrong.append(Fault(place, "ended", "bad_choice", ended))
    if channel not in CHANNELS:
        wrong.append(Fault(place, "channel", "bad_choice", channel))
    if bool(ended) != (at["ended_at"] is not None) and not any(fault.column == "ended_at" for fault in wrong):
        wrong.append(Fault(place, "ended_at" if ended else "ended", "missing"))
    wrong += _disorder(place, at, now)
    received = at["received_at"]
    if wrong or received is None:
        faults += wrong
        return None
    return Past(
        number=row["number"].upper(),
        desk=row["unit"],
        procedure=row["procedure"],
        received_at=received,
        promised_at=at["promised_at"],
        steps=_steps(at, ended),
        channel=channel,
        owner_name=row["owner_name"],
        owner_identity=row.get("owner_identity", ""),
        owner_phone=row.get("owner_phone", ""),
        owner_address=row.get("owner_address", ""),
        request=row.get("request", ""),
    )


def _steps(at: Mapping[str, datetime | None], ended: str) -> tuple[Step, ...]:
    """Return what is known of the way: jumps, because an old file does not say how it went in between."""
    known = ((at["settled_at"], "at_desk"), (at["returned_at"], "returned"), (at["ended_at"], ended))
    return tuple(Step(moment, TAKEN_OVER, target=target) for moment, target in known if moment is not None)


def _disorder(place: int, at: Mapping[str, datetime | None], now: datetime) -> list[Fault]:
    """Return moments that come before the one they have to follow, or have not come yet."""
    found = []
    last = at["received_at"]
    for name in ("received_at", "settled_at", "returned_at", "ended_at"):
        moment = at[name]
        if moment is None:
            continue
        if moment > now:
            found.append(Fault(place, name, "future", moment.isoformat()))
        elif last is not None and moment < last:
            found.append(Fault(place, name, "order", moment.isoformat()))
        last = moment
    received, promised = at["received_at"], at["promised_at"]
    if received is not None and promised is not None and promised < received:
        found.append(Fault(place, "promised_at", "order", promised.isoformat()))
    if at["returned_at"] is not None and at["settled_at"] is None:
        found.append(Fault(place, "settled_at", "missing"))
    if at["ended_at"] is not None and at["settled_at"] is not None:
        found.append(Fault(place, "settled_at", "impossible"))
    return found


def _moment(place: int, name: str, text: str, wrong: list[Fault]) -> datetime | None:
    if not text:
        return None
    local = _LOCAL.match(text)
    if local:
        day, month, year, hour, minute = local.groups(default="0")
        text = f"{year}-{int(month):02}-{int(day):02}T{int(hour):02}:{minute:0>2}"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        wrong.append(Fault(place, name, "bad_moment", text))
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
