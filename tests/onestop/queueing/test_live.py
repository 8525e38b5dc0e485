"""Streams: the whole state at once and after every change, from whatever process; bounded; over when the app stops."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from core import db as database
from core.errors import TooMany
from plugins.onestop.queueing import live
from plugins.onestop.queueing.live import Hub, stream

pytestmark = pytest.mark.anyio
PATIENCE = 60
LISTENERS = "SELECT count(*) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%queue%' AND datname = current_database()"


async def until(events: AsyncIterator[bytes], text: bytes) -> bytes:
    """Return the first event with this text in it."""
    async with asyncio.timeout(PATIENCE):
        async for event in events:
            if text in event:
                return event
    raise AssertionError("the stream ended")


@pytest.fixture
async def hub(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    made = Hub()
    monkeypatch.setattr(live, "hub", made)
    monkeypatch.setattr(live, "BEAT", 3600.0)  # so that only what was heard can wake a stream
    monkeypatch.setattr(live, "RETRY_S", 0.05)
    yield made
    await made.close()


async def listening() -> None:
    """Wait until a connection of this database listens."""
    async with asyncio.timeout(PATIENCE):
        while not await database.value(LISTENERS):  # noqa: ASYNC110 -- what is waited for is in another process
            await asyncio.sleep(0.05)


async def test_another_process_is_heard_and_the_state_comes_whole(hub: Hub, committed_db: str) -> None:
    states = iter(["one\nline", "two", "three"])
    now = [next(states)]

    async def read() -> str:
        return now[0]

    events = stream(5, "192.0.2.1", read)
    first = await until(events, b"event: state")
    assert first == b"event: state\ndata: one\ndata: line\n\n"
    waiting = asyncio.ensure_future(until(events, b"data: two"))
    other = await asyncpg.connect(committed_db)
    try:
        await listening()
        now[0] = "two"
        await other.execute("SELECT pg_notify('onestop_queue', '5')")
        await waiting
    finally:
        await other.close()


async def test_a_lost_line_is_opened_again_and_nothing_is_missed(hub: Hub, committed_db: str) -> None:
    now = ["before"]

    async def read() -> str:
        return now[0]

    events = stream(5, "192.0.2.1", read)
    await until(events, b"before")
    waiting = asyncio.ensure_future(until(events, b"after"))
    await listening()
    now[0] = "after"
    await database.execute(LISTENERS.replace("count(*)", "pg_terminate_backend(pid)"))
    await waiting


async def test_a_silent_stream_beats(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BEAT", 0.01)

    async def read() -> str:
        return "same"

    events = stream(5, "192.0.2.1", read)
    await until(events, b"same")
    assert await until(events, b"event: beat")


async def test_streams_are_bounded(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_AN_ADDRESS", 2)
    monkeypatch.setattr(live, "MOST", 3)
    hub.admit("a")
    async with hub.watch(1, "a"), hub.watch(1, "a"):
        with pytest.raises(TooMany):
            hub.admit("a")
        hub.admit("b")
        async with hub.watch(2, "b"):
            with pytest.raises(TooMany):
                hub.admit("c")
    hub.admit("a")


async def test_streams_end_when_the_application_stops(hub: Hub) -> None:
    async def read() -> str:
        return "state"

    events = stream(5, "192.0.2.1", read)
    await until(events, b"state")
    rest = asyncio.ensure_future(anext(events, None))
    await asyncio.sleep(0)
    await hub.close()
    async with asyncio.timeout(PATIENCE):
        assert await rest is None
