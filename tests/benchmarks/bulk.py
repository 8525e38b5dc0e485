"""Bulk import of past dossiers against its floor: the same file read by the csv module and copied into the same tables.

The floor checks nothing, works no promise out, makes no slip and keeps no log: it reads, and COPYs in pieces of the
same size, each in a transaction. Both load the same number of rows in turn, so that the tables grow alike.
"""

import csv
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from core import db
from core.acting import system_act
from core.clock import VIETNAM
from core.text.viet import search_key
from plugins.onestop.history.commands import PIECE
from plugins.onestop.history.importing import import_past
from plugins.onestop.history.rows import DOSSIER, EVENT

BAR = 0.80
ROWS = 21_652
PROCEDURE = "1.000593"
HEADS = ("number", "unit", "procedure", "received_at", "owner_name", "settled_at", "returned_at")
FIRST = datetime(2012, 1, 2, 8, tzinfo=VIETNAM)


@dataclass(frozen=True)
class Measured:
    """Rows a second of both, medians; ratio: the median over the rounds of product by floor."""

    ratio: float
    product: float
    floor: float


async def measure(database_url: str, folder: Path, rounds: int) -> Measured:
    """Load a file each of both kinds, round by round, into an installation's database."""
    await db.open_pool(database_url, statement_seconds=None)
    try:
        desk = await db.row("SELECT unit_id, authority_id, unit_name FROM onestop.onestop_dossier LIMIT 1")
        unit = str(await db.value("SELECT code FROM offices.offices_unit WHERE id = $1", desk[0]))
        pairs = []
        for number in range(rounds):
            mine = _file(folder / f"product-{number}.csv", f"P{number}", unit)
            floor = _file(folder / f"floor-{number}.csv", f"F{number}", unit)
            pairs.append((await _product(mine), await _floor(floor, tuple(desk))))
    finally:
        await db.close_pool()
    return Measured(
        statistics.median(floor / product for product, floor in pairs),
        ROWS / statistics.median(product for product, _floor_ in pairs),
        ROWS / statistics.median(floor for _product_, floor in pairs),
    )


def _file(path: Path, mark: str, unit: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        for number in range(ROWS):
            at = FIRST + timedelta(days=number // 200, minutes=number % 200)
            ends = [(at + timedelta(days=days)).isoformat() for days in (3, 5)]
            code = f"{mark}-{at:%y%m%d}-{number % 200 + 1:04}"
            writer.writerow([code, unit, PROCEDURE, at.isoformat(), f"Nguyễn Thị Kim {number}", *ends])
    return path


async def _product(path: Path) -> float:
    """Return the seconds that the product needs for a file."""
    started = time.perf_counter()
    done = await import_past(path, system_act(datetime.now(UTC)))
    seconds = time.perf_counter() - started
    if done.loaded != ROWS or done.faults:
        raise RuntimeError(f"{done.loaded} rows, {done.faults[:3]}")
    return seconds


async def _floor(path: Path, desk: tuple[Any, ...]) -> float:
    """Return the seconds that reading the file and COPY need."""
    first = int(await db.value("SELECT nextval('onestop.onestop_dossier_id_seq')"))
    await db.execute("SELECT setval('onestop.onestop_dossier_id_seq', $1)", first + ROWS)
    known = await db.row("SELECT procedure, version, workflow FROM onestop.onestop_dossier LIMIT 1")
    started = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    for place in range(0, len(rows), PIECE):
        some = [_row(first + place + at, row, desk, tuple(known)) for at, row in enumerate(rows[place : place + PIECE])]
        events = [line for row in some for line in _events(row)]
        async with db.transaction(), db.connection() as lent:
            for table, columns, records in (("dossier", DOSSIER, some), ("dossier_event", EVENT, events)):
                await lent.copy_records_to_table(
                    f"onestop_{table}", schema_name="onestop", columns=list(columns), records=records
                )
    return time.perf_counter() - started


def _row(number: int, row: list[str], desk: tuple[Any, ...], known: tuple[Any, ...]) -> tuple[Any, ...]:
    received, settled, returned = (datetime.fromisoformat(row[place]) for place in (3, 5, 6))
    state = (desk[2], "counter", 3, "returned", "stopped", "nobody", "", received, "")
    ends = (5, "working_day", "", received + timedelta(days=7), settled, returned)
    slip = (1, sha256(row[0].encode()).digest(), 0, 0)
    people = (row[4], search_key(row[4]), "", "", "", row[4], "", "", "Giải quyết hồ sơ")
    return (number, *known, desk[0], desk[1], [desk[0]], *state, *ends, *slip, *people, row[0])


def _events(row: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    moments = ((row[14], "receive"), (row[20], "taken_over"), (row[20], "stop"), (row[21], "taken_over"))
    return [(row[0], at, "move", action, "", "", "", "", "") for at, action in moments]
