"""Transactions: true savepoints, tasks of their own, constant SQL into Structs."""

import asyncio

import msgspec
import pytest

from core import db

pytestmark = pytest.mark.anyio


class Pair(msgspec.Struct):
    number: int
    word: str


@pytest.fixture
async def table(db: None) -> None:
    from core import db as database

    await database.execute("CREATE TEMP TABLE note (word text UNIQUE) ON COMMIT DROP")


async def words() -> list[str]:
    return [r["word"] for r in await db.rows("SELECT word FROM note ORDER BY word")]


async def test_inner_block_that_raises_rolls_back_alone(table: None) -> None:
    await db.execute("INSERT INTO note VALUES ('outer')")
    with pytest.raises(LookupError):
        async with db.transaction():
            await db.execute("INSERT INTO note VALUES ('inner')")
            raise LookupError
    assert await words() == ["outer"]


async def test_failed_statement_in_inner_block_leaves_outer_usable(table: None) -> None:
    await db.execute("INSERT INTO note VALUES ('a')")
    with pytest.raises(Exception, match="duplicate key"):
        async with db.transaction():
            await db.execute("INSERT INTO note VALUES ('a')")
    await db.execute("INSERT INTO note VALUES ('b')")
    assert await words() == ["a", "b"]


async def test_spawned_task_does_not_inherit_the_transaction(db: None) -> None:
    from core import db as database

    mine = await database.value("SELECT pg_backend_pid()")

    async def other() -> tuple[bool, int]:
        return database.in_transaction(), await database.value("SELECT pg_backend_pid()")

    inside, pid = await database.spawn(other())
    assert not inside
    assert pid != mine


async def test_real_transaction_commits_and_rolls_back(committed_db: str) -> None:
    await db.execute("CREATE TABLE kept (n int)")
    async with db.transaction():
        await db.execute("INSERT INTO kept VALUES (1)")
    with pytest.raises(LookupError):
        async with db.transaction():
            await db.execute("INSERT INTO kept VALUES (2)")
            raise LookupError
    assert await db.value("SELECT array_agg(n) FROM kept") == [1]


async def test_connection_cut_inside_a_transaction_never_returns_to_the_pool(committed_db: str) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 -- the driver names a cut line in several ways
        async with db.transaction():
            await db.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert not db.in_transaction()
    answers = await asyncio.gather(*(db.value("SELECT 1") for _ in range(20)))
    assert answers == [1] * 20


async def test_rows_into_structs_by_position(db: None) -> None:
    from core import db as database

    assert await database.structs(Pair, "SELECT n, 'w' || n FROM generate_series(1, 2) n") == [
        Pair(1, "w1"),
        Pair(2, "w2"),
    ]
    assert await database.struct(Pair, "SELECT 1, 'x' WHERE false") is None
