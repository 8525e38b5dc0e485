"""Rows written a moment later: all of them, many in one statement, none twice, none lost while the database is away."""

import asyncio

import asyncpg
import pytest

from core import db, gathered
from core.gathered import Gathered, flush_all

pytestmark = pytest.mark.anyio


@pytest.fixture
async def notes(committed_db: str) -> Gathered:
    await db.execute("CREATE TABLE note (n int, word text, statement bigint DEFAULT txid_current())")
    return Gathered("INSERT INTO note (n, word) SELECT * FROM unnest($1::int[], $2::text[])")


async def count(what: str = "*") -> int:
    return int(await db.value(f"SELECT count({what}) FROM note"))


async def test_rows_of_a_moment_share_a_statement(notes: Gathered) -> None:
    await asyncio.gather(*(notes.add(n, "word") for n in range(50)))
    assert await count() == 0
    await asyncio.sleep(gathered.SECONDS * 3)
    assert (await count(), await count("DISTINCT n"), await count("DISTINCT statement")) == (50, 50, 1)


async def test_rows_of_a_transaction_are_part_of_it(notes: Gathered) -> None:
    with pytest.raises(LookupError):
        async with db.transaction():
            await notes.add(1, "undone")
            assert await count() == 1
            raise LookupError
    async with db.transaction():
        await notes.add(2, "done")
    assert await db.value("SELECT string_agg(word, ' ') FROM note") == "done"


async def test_the_end_of_the_process_waits_for_them(notes: Gathered) -> None:
    await notes.add(1, "last")
    await flush_all()
    assert await count() == 1
    await asyncio.sleep(gathered.SECONDS * 2)
    assert await count() == 1


async def test_more_than_a_statement_takes_and_flushes_at_once(
    notes: Gathered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathered, "MOST_AT_ONCE", 7)
    for n in range(40):
        await notes.add(n, "")
    await asyncio.gather(notes.flush(), notes.flush(), notes.flush())
    assert (await count(), await count("DISTINCT n")) == (40, 40)


async def test_rows_wait_for_a_database_that_is_away(notes: Gathered) -> None:
    await db.execute("ALTER TABLE note RENAME TO away")
    await notes.add(1, "kept")
    with pytest.raises(asyncpg.UndefinedTableError):
        await notes.flush()
    assert notes.waiting == 1
    await db.execute("ALTER TABLE away RENAME TO note")
    await asyncio.sleep(1.5)
    assert (notes.waiting, await count()) == (0, 1)


async def test_what_never_comes_through_is_bounded(notes: Gathered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "MOST_KEPT", 5)
    for n in range(9):
        await notes.add(n, "")
    await flush_all()
    assert await count() == 5
