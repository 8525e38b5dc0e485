"""Connections between loans: clean ones stay at hand, doubtful ones go to the pool, nobody waits for what lies idle."""

import asyncio
import contextlib

import pytest

from core import db, loans

pytestmark = pytest.mark.anyio


async def pid() -> int:
    return int(await db.value("SELECT pg_backend_pid()"))


async def test_a_clean_connection_is_lent_again(committed_db: str) -> None:
    first = await pid()
    assert len(loans.Desk.at_hand) >= 1
    async with db.transaction():
        inside = await pid()
    assert {inside, await pid()} <= {first, inside}


async def test_after_an_error_the_pool_looks_after_the_connection(committed_db: str) -> None:
    await loans.clear()
    with pytest.raises(ZeroDivisionError):
        async with db.connection():
            raise ZeroDivisionError
    assert loans.Desk.at_hand == []
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            raise ZeroDivisionError
    assert (await db.value("SELECT 1"), loans.Desk.out) == (1, 0)


async def test_a_cancelled_statement_leaves_no_connection_in_the_middle_of_it(committed_db: str) -> None:
    task = asyncio.create_task(db.value("SELECT pg_sleep(30)"))
    await asyncio.sleep(0.1)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert [await db.value("SELECT $1::int", number) for number in range(5)] == list(range(5))
    assert loans.Desk.out == 0


async def test_a_connection_that_was_cut_is_not_lent(committed_db: str) -> None:
    await loans.clear()
    cut = await pid()
    [lent] = loans.Desk.at_hand
    lent.terminate()
    assert await pid() != cut


async def test_who_waits_at_the_pool_gets_what_comes_back(committed_db: str) -> None:
    await db.close_pool()
    await db.open_pool(committed_db, min_size=1, max_size=2)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(db.connection())
        waiting = asyncio.create_task(pid())
        await asyncio.sleep(0.05)
        assert loans.Desk.waiting == 1
    assert await asyncio.wait_for(waiting, 5)


async def test_what_is_at_hand_never_keeps_others_from_the_pool(committed_db: str) -> None:
    """The worker's queue and Piccolo's own queries ask the pool itself."""
    await db.close_pool()
    await db.open_pool(committed_db, min_size=1, max_size=2)
    await asyncio.gather(*(pid() for _ in range(20)))
    pool = db.DB.pool
    assert pool is not None
    async with asyncio.timeout(5), pool.acquire() as lent:
        assert await lent.fetchval("SELECT 1") == 1
    assert len(loans.Desk.at_hand) <= 1


async def test_closing_the_pool_waits_for_nothing_at_hand(committed_db: str) -> None:
    await pid()
    async with asyncio.timeout(2):
        await db.close_pool()
    assert loans.Desk.at_hand == []
    await db.open_pool(committed_db)
