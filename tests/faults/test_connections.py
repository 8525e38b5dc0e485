"""Connections run out or are cut: a quick, honest answer, and the next request finds everything in order."""

import asyncio

import pytest

from core import db as database
from core import loans
from core.web.errors import answer_for

pytestmark = pytest.mark.anyio


@pytest.fixture
async def two_connections(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pool of two, and nobody waits longer than a moment for one."""
    monkeypatch.setattr(loans, "ACQUIRE_SECONDS", 0.3)
    await database.close_pool()
    await database.open_pool(committed_db, min_size=1, max_size=2)


async def sleep() -> None:
    await database.execute("SELECT pg_sleep(2)")


async def begin() -> None:
    async with database.transaction():
        await database.value("SELECT 1")


async def read() -> None:
    await database.value("SELECT 1")


async def test_who_finds_no_free_connection_is_told_soon(two_connections: None) -> None:
    busy = [asyncio.create_task(sleep()) for _ in range(2)]
    await asyncio.sleep(0.1)
    for ask in (read, begin):
        with pytest.raises(TimeoutError) as told:
            await ask()
        assert answer_for(told.value).status == 503
    await asyncio.gather(*busy)
    await asyncio.gather(*(ask() for ask in (read, begin) for _ in range(10)))


async def test_callers_who_give_up_leave_no_connection_behind(two_connections: None) -> None:
    for _ in range(10):
        task = asyncio.create_task(sleep())
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        async def give_up() -> None:
            async with database.transaction():
                await sleep()

        task = asyncio.create_task(give_up())
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await asyncio.gather(*(begin() for _ in range(6)))


async def test_a_cut_line_is_a_503_and_the_next_caller_gets_a_whole_one(two_connections: None) -> None:
    for ask in (read, begin):
        with pytest.raises(Exception) as told:  # noqa: PT011 -- the driver names a cut line in several ways
            await database.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        assert answer_for(told.value).status == 503
        await ask()


async def test_a_deadlock_is_a_503_for_one_and_nothing_for_the_other(two_connections: None) -> None:
    await database.execute("CREATE TABLE pair (n int PRIMARY KEY)")
    await database.execute("INSERT INTO pair VALUES (1), (2)")
    both = asyncio.Barrier(2)

    async def lock(first: int, second: int) -> int:
        try:
            async with database.transaction():
                await database.execute("SET LOCAL deadlock_timeout = '200ms'")
                await database.execute("UPDATE pair SET n = n WHERE n = $1", first)
                await both.wait()
                await database.execute("UPDATE pair SET n = n WHERE n = $1", second)
        except Exception as error:  # noqa: BLE001 -- judged by the caller
            return answer_for(error).status
        return 200

    assert sorted(await asyncio.gather(lock(1, 2), lock(2, 1))) == [200, 503]
