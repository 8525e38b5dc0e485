"""Followers read every event once and in order, however late its transaction commits."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from core import db as database
from core.acting import system_act
from core.contracts.events import DossierMoved, ResultReady
from core.events import publish
from core.feed import follow

pytestmark = pytest.mark.anyio

AT = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)


def moved(number: int) -> DossierMoved:
    return DossierMoved(dossier_id=number, code=f"C-{number}", unit_id=1, action="a", source="s", target="t", notice="")


async def read(name: str = "test", limit: int = 500) -> list[int]:
    async with database.transaction():
        found, _more = await follow(name, [DossierMoved], limit)
    return [told.event.dossier_id for told in found]  # type: ignore[attr-defined]


async def test_each_follower_gets_each_event_once_and_in_order(db: None) -> None:
    await read()
    await read("other")
    for number in (1, 2, 3):
        await publish(moved(number), system_act(AT))
    assert await read() == [1, 2, 3]
    assert await read() == []
    await publish(moved(4), system_act(AT))
    assert await read() == [4]
    assert await read("other") == [1, 2, 3, 4]


async def test_other_kinds_are_passed_over_and_batches_follow_each_other(db: None) -> None:
    await read()
    for number in range(5):
        await publish(moved(number), system_act(AT))
        ready = ResultReady(dossier_id=number, code="C", unit_id=1, settled_at=AT)
        await publish(ready, system_act(AT))
    found: list[int] = []
    for _batch in range(4):
        found += await read(limit=3)
    assert found == [0, 1, 2, 3, 4]


async def test_what_commits_late_is_not_lost(committed_db: str) -> None:
    """Transaction 1 draws its numbers first and commits last; a cursor over numbers would pass it over."""
    written, may_end = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with database.transaction():
            await publish(moved(1), system_act(AT))
            written.set()
            await may_end.wait()

    task = asyncio.create_task(slow())
    await written.wait()
    async with database.transaction():
        await publish(moved(2), system_act(AT))
    early = await read()
    may_end.set()
    await task
    assert early + await read() == [1, 2]


async def test_what_was_not_committed_is_not_read_and_not_waited_for(committed_db: str) -> None:
    class Undo(Exception):
        pass

    with pytest.raises(Undo):
        async with database.transaction():
            await publish(moved(1), system_act(AT))
            raise Undo
    async with database.transaction():
        await publish(moved(2), system_act(AT))
    assert await read() == [2]


async def test_a_follower_that_fails_reads_again(committed_db: str) -> None:
    async with database.transaction():
        await publish(moved(1), system_act(AT))
    with pytest.raises(LookupError):
        async with database.transaction():
            await follow("test", [DossierMoved])
            raise LookupError
    assert await read() == [1]


async def test_two_at_once_never_read_the_same(committed_db: str) -> None:
    for number in range(20):
        async with database.transaction():
            await publish(moved(number), system_act(AT))
    found: list[Any] = await asyncio.gather(*(read(limit=7) for _ in range(4)))
    assert sorted(number for batch in found for number in batch) == list(range(20))


async def test_outside_a_transaction_it_is_refused(committed_db: str) -> None:
    with pytest.raises(RuntimeError):
        await follow("test", [DossierMoved])
