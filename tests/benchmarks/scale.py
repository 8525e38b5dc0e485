"""What a hundred times as many dossiers cost: the questions of every day must not grow with the years of an office.

What is open stays as much as the staff can settle; what grows is what is closed. So closed dossiers are multiplied in
one statement, and the same questions are asked before and after, one at a time, as statements of the product's own.
"""

import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import asyncpg

from core import db
from core.acting import Principal
from core.web.lists.ask import read_question
from core.web.lists.query import page_sql
from plugins.onestop.access import VIEW
from plugins.onestop.listing import OPEN
from plugins.onestop.queries import dossiers, figures, public

BAR = 1.3
MANY = 2_000_000
ASKED = 100
ROUNDS = 5
Ask: TypeAlias = Callable[[str, bytes, int], Awaitable[object]]

# $1: how many copies of each closed dossier; every copy has a number and a slip of its own and is some days older.
_GROW = """
INSERT INTO onestop.onestop_dossier (code, slip_digest, received_at, promised_at, settled_at, closed_at, {kept})
SELECT d.code || '-' || n, sha256(convert_to(d.code || '-' || n, 'UTF8')), d.received_at - n * interval '7 days',
       d.promised_at - n * interval '7 days', d.settled_at - n * interval '7 days',
       d.closed_at - n * interval '7 days', {selected}
FROM onestop.onestop_dossier d, generate_series(1, $1::int) AS n WHERE d.closed_at IS NOT NULL
"""
_CHANGED = ["id", "code", "slip_digest", "received_at", "promised_at", "settled_at", "closed_at"]
_COLUMNS = """
SELECT column_name FROM information_schema.columns WHERE table_schema = 'onestop' AND table_name = 'onestop_dossier'
  AND is_generated = 'NEVER' AND column_name <> ALL($1::text[]) ORDER BY column_name
"""


@dataclass(frozen=True)
class Grown:
    """One question: microseconds with few and with many dossiers, and the ratio of many to few."""

    name: str
    few_us: float
    many_us: float

    @property
    def ratio(self) -> float:
        """How much longer it takes with many."""
        return self.many_us / self.few_us


async def measure(database_url: str, many: int, at: datetime) -> tuple[int, list[Grown]]:
    """Ask, grow the database to about `many` dossiers, ask again; return how many there are and what it cost."""
    await db.open_pool(database_url, statement_seconds=None)
    try:
        few = await _medians(at)
        await _grow(many)
        now_many = await _medians(at)
        count = int(await db.value("SELECT count(*) FROM onestop.onestop_dossier"))
    finally:
        await db.close_pool()
    return count, [Grown(name, few[name], now_many[name]) for name in few]


async def _grow(many: int) -> None:
    total, closed = await db.row("SELECT count(*), count(closed_at) FROM onestop.onestop_dossier") or (0, 0)
    names = [record[0] for record in await db.rows(_COLUMNS, _CHANGED)]
    sql = _GROW.format(kept=", ".join(names), selected=", ".join(f"d.{name}" for name in names))
    await db.execute(sql, (many - total) // closed)
    await db.execute("VACUUM ANALYZE onestop.onestop_dossier")


async def _medians(at: datetime) -> dict[str, float]:
    """Return microseconds of each question: the best of some rounds' medians, for neighbours only make it slower."""
    found = await db.rows(
        "SELECT code, slip_digest, unit_id FROM onestop.onestop_dossier WHERE id <= 20000 ORDER BY id"
    )
    some = random.Random(20171130).sample(found, ASKED)
    asking: dict[str, Ask] = {
        "look-up by slip": lambda _code, digest, _unit: public.by_digest(digest),
        "look-up by number": lambda code, _digest, _unit: public.by_code(code),
        "sheet of a dossier": lambda code, _digest, unit: dossiers.by_code(code, [unit]),
        "work list": lambda _code, _digest, unit: _work_list(unit, at),
        "counts above the list": lambda _code, _digest, unit: figures.open_counts([unit], ["reception"], at),
    }
    async with db.one_connection():
        rounds = [{name: await _median(ask, some) for name, ask in asking.items()} for _ in range(ROUNDS)]
    return {name: min(one[name] for one in rounds) for name in asking}


async def _median(ask: Ask, some: Sequence[asyncpg.Record]) -> float:
    """Ask about each of some dossiers; return the median microseconds of an answer."""
    times = []
    for code, digest, unit in some:
        started = time.perf_counter()
        await ask(code, digest, unit)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1e6


async def _work_list(unit: int, at: datetime) -> object:
    reader = Principal(username="clerk", display_name="", grants={VIEW: frozenset({unit})})
    visible = tuple(column for column in OPEN.columns if column.visible)
    sql, parameters = page_sql(OPEN, read_question(OPEN, {}), reader, visible, at)
    return await db.rows(sql, *parameters)
