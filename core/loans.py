"""Connections on loan from the pool, and a few that stay at hand between loans.

The pool's own way of taking a connection back starts a task and shields it, which costs as much as a small statement.
So a connection that comes back clean stays at hand for the next borrower, unless somebody waits at the pool.
"""

import asyncio
from typing import Final, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from core.piccolo_conf import DB

Lent: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"

ACQUIRE_SECONDS: Final = 10.0


class Desk:
    """What is out: `out` loans now, `waiting` borrowers at the pool, `at_hand` connections for the next ones."""

    out = 0
    waiting = 0
    at_hand: Final[list[Lent]] = []


async def take() -> Lent:
    """Borrow a connection. Raises TimeoutError when none comes back in time, RuntimeError while no pool is open."""
    pool = DB.pool
    if pool is None:
        raise RuntimeError("the connection pool is not open")
    Desk.out += 1
    try:
        while Desk.at_hand:
            lent = Desk.at_hand.pop()
            if _clean(lent):
                return lent
            await pool.release(lent)  # type: ignore[arg-type]
        # the time limit costs more than a free connection: it is set only when there may be none
        if Desk.out <= pool.get_max_size():
            return await _from(pool)
        async with asyncio.timeout(ACQUIRE_SECONDS):
            return await _from(pool)
    except BaseException:
        Desk.out -= 1
        raise


async def _from(pool: asyncpg.Pool) -> Lent:
    Desk.waiting += 1
    try:
        return await pool.acquire()
    finally:
        Desk.waiting -= 1


async def give_back(lent: Lent, *, failed: bool = False) -> None:
    """Take a connection back; it stays at hand when it is clean, half of the pool at most, and nobody waits for it.

    failed: the borrower ended with an error, so that a statement may still be under way: the pool sees to that.
    """
    Desk.out -= 1
    pool = DB.pool
    if pool is None:
        return
    if not failed and _clean(lent) and not Desk.waiting and len(Desk.at_hand) < pool.get_max_size() // 2:
        Desk.at_hand.append(lent)
    else:
        await pool.release(lent)  # type: ignore[arg-type]


def _clean(lent: Lent) -> bool:
    """Tell whether a connection can be lent as it is. One that broke has gone back to the pool by itself."""
    try:
        return not lent.is_closed() and not lent.is_in_transaction()
    except asyncpg.InterfaceError:
        return False


async def clear() -> None:
    """Give what is at hand back to the pool: before it closes."""
    while Desk.at_hand:
        lent = Desk.at_hand.pop()
        if DB.pool is not None:
            await DB.pool.release(lent)  # type: ignore[arg-type]
