"""Rows that may be written a moment later, many at once: what was read by whom, on paths that only read.

A round trip to the database costs about as much as all the rest of a small request; gathered, a hundred requests share
one. Not for anything that somebody waits for or that must be there after a crash: a process that is killed loses what
it gathered in the last tenth of a second.
"""

import asyncio

import asyncpg
import structlog

from core import db

log = structlog.get_logger()
SECONDS = 0.1
MOST_AT_ONCE = 1_000
MOST_KEPT = 50_000

AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

_all: list["Gathered"] = []


class Gathered:
    """Rows for one INSERT, whose constant text takes an array for each column: `... SELECT * FROM unnest($1::text[])`.

    What is added inside a transaction is written at once and is part of it. While the database is away rows are kept,
    up to MOST_KEPT of them.
    """

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self._rows: list[tuple[object, ...]] = []
        self._writing: asyncio.Task[None] | None = None
        _all.append(self)

    @property
    def waiting(self) -> int:
        """How many rows are not written yet."""
        return len(self._rows)

    async def add(self, *row: object) -> None:
        """Have a row written; its values in the order of the columns."""
        if db.in_transaction():
            await db.execute(self.sql, *([value] for value in row))
        elif len(self._rows) < MOST_KEPT:
            self._rows.append(row)
            if self._writing is None:
                self._writing = db.spawn(self._write_soon())

    async def flush(self) -> None:
        """Write what is there. Raises what the database raises; then the rows are still there."""
        while self._rows:
            taken = self._rows[:MOST_AT_ONCE]
            del self._rows[:MOST_AT_ONCE]
            try:
                await db.execute(self.sql, *(list(column) for column in zip(*taken, strict=True)))
            except BaseException:
                self._rows[:0] = taken
                raise

    async def _write_soon(self) -> None:
        try:
            await asyncio.sleep(SECONDS)
            while self._rows:
                try:
                    await self.flush()
                except AWAY as error:
                    log.warning("gathered rows wait", rows=len(self._rows), reason=type(error).__name__)
                    await asyncio.sleep(1)
        finally:
            self._writing = None


async def flush_all() -> None:
    """Write everything that is gathered: before the process ends. What the database does not take is lost, and told."""
    for gathered in _all:
        try:
            await gathered.flush()
        except AWAY as error:
            log.error("gathered rows lost", rows=gathered.waiting, reason=type(error).__name__)  # noqa: TRY400
