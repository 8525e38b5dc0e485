"""Transactions: true savepoints, tasks of their own, constant SQL into Structs."""

import asyncio
import contextlib
import re
from pathlib import Path

import asyncpg
import msgspec
import pytest

from core import db, loans

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


async def test_an_inner_block_that_hides_the_error_of_a_statement_is_undone_alone(table: None) -> None:
    await db.execute("INSERT INTO note VALUES ('outer')")
    with pytest.raises(asyncpg.InFailedSQLTransactionError):
        async with db.transaction():
            await db.execute("INSERT INTO note VALUES ('inner')")
            with contextlib.suppress(asyncpg.PostgresError):
                await db.execute("SELECT 1 / 0")
    await db.execute("INSERT INTO note VALUES ('later')")
    assert await words() == ["later", "outer"]


async def test_a_commit_that_saves_nothing_is_an_error(committed_db: str) -> None:
    """PostgreSQL answers the COMMIT of a failed transaction with "ROLLBACK", not with an error."""
    await db.execute("CREATE TABLE kept (n int)")
    with pytest.raises(db.LostTransaction):
        async with db.transaction():
            await db.execute("INSERT INTO kept VALUES (1)")
            with contextlib.suppress(asyncpg.PostgresError):
                await db.execute("SELECT 1 / 0")
    assert await db.value("SELECT count(*) FROM kept") == 0


@pytest.mark.parametrize("statement", ["ROLLBACK", "COMMIT"])
async def test_a_block_that_ends_the_whole_transaction_is_found_out(committed_db: str, statement: str) -> None:
    with pytest.raises(db.LostTransaction):
        async with db.transaction(), db.transaction():
            await db.execute(statement)
    assert await db.value("SELECT 1") == 1


async def test_a_server_that_is_not_there_is_a_connection_error(
    committed_db: str, tmp_path: Path, server_url: str
) -> None:
    """Also when its socket is gone, which the system calls a missing file."""
    await db.close_pool()
    try:
        with pytest.raises(ConnectionError, match="cannot be reached"):
            await db.open_pool(f"postgresql://nobody@/nothing?host={tmp_path}")
    finally:
        await db.close_pool()
        await db.open_pool(committed_db)


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


async def test_statements_of_one_block_share_a_connection(committed_db: str) -> None:
    pid = "SELECT pg_backend_pid()"
    async with db.one_connection():
        assert len({await db.value(pid) for _ in range(3)}) == 1
        # whoever works beside the block has a connection of its own
        assert await db.spawn(db.value(pid)) != await db.value(pid)


async def test_one_connection_and_a_transaction_do_not_mix(committed_db: str) -> None:
    async with db.one_connection():
        with pytest.raises(RuntimeError, match="two connections"):
            async with db.transaction():
                pass
        assert await db.value("SELECT 1") == 1
    async with db.transaction(), db.one_connection():
        assert db.in_transaction()
        assert await db.value("SELECT 1") == 1


async def test_a_connection_comes_back_after_a_failed_and_after_a_cancelled_statement(committed_db: str) -> None:
    for _ in range(12):  # more often than the pool has connections
        with pytest.raises(asyncpg.DivisionByZeroError):
            await db.value("SELECT 1 / 0")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await db.execute("SELECT pg_sleep(5)")
    assert await db.value("SELECT 1") == 1


def test_nobody_leaves_state_on_a_connection() -> None:
    """What one request sets would still be set for the next one that gets the connection."""
    root = Path(__file__).resolve().parents[2]
    state = re.compile(
        r"""["']\s*SET (?!LOCAL)|\bLISTEN |pg_(try_)?advisory_lock\(|CREATE TEMP|set_config\([^)]*false\)"""
        r"""|\.(add_listener|set_type_codec|set_builtin_type_codec)\("""
    )
    sources = [path for top in ("core", "plugins") for path in (root / top).rglob("*.py")]
    found = {str(path.relative_to(root)) for path in sources if state.search(path.read_text("utf-8"))}
    # these two use connections of their own, outside the pool
    assert found <= {"core/testing.py", "plugins/onestop/queueing/live.py"}


async def test_one_statement_is_one_round_trip(committed_db: str) -> None:
    """The driver's clearing of session state after each use of a connection would be a second one."""
    async with db.connection() as lent:
        pid = await lent.fetchval("SELECT pg_backend_pid()")
    last = "SELECT query FROM pg_stat_activity WHERE pid = $1"
    async with db.connection() as one, db.connection() as other:
        seen = [c for c in (one, other) if await c.fetchval("SELECT pg_backend_pid()") != pid]
        assert await seen[0].fetchval(last, pid) == "SELECT pg_backend_pid()"


async def test_who_finds_no_free_connection_waits_for_a_while_only(
    committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loans, "ACQUIRE_SECONDS", 0.2)
    async with contextlib.AsyncExitStack() as stack:
        for number in range(10):
            await stack.enter_async_context(db.connection())
            assert loans.Desk.out == number + 1
        with pytest.raises(TimeoutError):
            await db.value("SELECT 1")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await db.value("SELECT 1")
    assert loans.Desk.out == 0
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            assert loans.Desk.out == 1
            raise ZeroDivisionError
    assert loans.Desk.out == 0
