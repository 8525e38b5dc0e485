"""Live pages: each process listens once on PostgreSQL and wakes the streams of the desks that changed.

A stream sends the whole state each time, never a difference: whoever was cut off and comes back has missed nothing.
LISTEN needs a connection of its own, never one of the pool. While that connection is down the streams go on with what
they read every `BEAT` seconds.
"""

import asyncio
import signal
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Any

import asyncpg
import structlog

from core import db
from core.errors import TooMany
from core.text.i18n import gettext as _
from plugins.onestop.queueing.commands.taking import CHANNEL

log = structlog.get_logger()

BEAT = 10.0
"""Seconds after which a stream says that it lives, and reads its state anew."""
LONGEST = 15 * 60.0
"""Seconds after which a stream ends; the browser opens a new one by itself, and is asked again who it is."""
MOST, MOST_AN_ADDRESS = 200, 20
RETRY_S = 2.0


class Hub:
    """The streams of one process, by desk."""

    def __init__(self) -> None:
        self._waiting: dict[int, set[asyncio.Event]] = {}
        self._addresses: Counter[str] = Counter()
        self._listener: asyncio.Task[None] | None = None
        self.closing = False

    def admit(self, address: str) -> None:
        """Raise TooMany when too many streams are open, in all or from one address."""
        if self._addresses.total() >= MOST or self._addresses[address] >= MOST_AN_ADDRESS:
            raise TooMany(_("Có quá nhiều màn hình đang mở. Hãy đóng bớt rồi thử lại."), 30)

    @asynccontextmanager
    async def watch(self, unit_id: int, address: str) -> AsyncIterator[asyncio.Event]:
        """Lend an event that is set whenever the desk changes."""
        changed = asyncio.Event()
        self._waiting.setdefault(unit_id, set()).add(changed)
        self._addresses[address] += 1
        if self._listener is None or self._listener.done():
            self._listener = db.spawn(self._listen())
        try:
            yield changed
        finally:
            self._waiting[unit_id].discard(changed)
            self._addresses[address] -= 1

    def wake(self, unit_id: int | None = None) -> None:
        """Tell the streams of a desk, or all of them, that there is something new."""
        for unit, waiting in self._waiting.items():
            if unit_id in {None, unit}:
                for changed in waiting:
                    changed.set()

    def end_streams(self) -> None:
        """Let every stream end after what it is doing now."""
        self.closing = True
        self.wake()

    async def close(self) -> None:
        """End every stream and stop listening."""
        self.end_streams()
        if self._listener is not None:
            self._listener.cancel()
            await asyncio.wait({self._listener})

    async def _listen(self) -> None:
        """Listen for good: a lost line is opened again, and everybody looks whether something was missed."""
        while not self.closing:
            try:
                await self._hear()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("queue listener lost", error=type(error).__name__)
            await asyncio.sleep(RETRY_S)

    async def _hear(self) -> None:
        line = await asyncpg.connect(**db.DB.config, timeout=db.CONNECT_SECONDS)
        lost = asyncio.Event()
        line.add_termination_listener(lambda _line: lost.set())
        try:
            await line.add_listener(CHANNEL, self._heard)
            self.wake()
            await lost.wait()
        finally:
            line.terminate()

    def _heard(self, _line: Any, _process: int, _channel: str, payload: object) -> None:
        self.wake(int(payload) if isinstance(payload, str) and payload.isdigit() else None)


hub = Hub()


@asynccontextmanager
async def open_hub(_app: Any) -> AsyncIterator[None]:
    """Let streams run while the application serves, and end them when it stops."""
    hub.closing = False
    try:
        with _ended_by_signal(hub):
            yield
    finally:
        await hub.close()


@contextmanager
def _ended_by_signal(ended: Hub) -> Iterator[None]:
    """End the streams as soon as the process is asked to stop.

    A server waits for open answers before it closes the lifespans, and a stream has no end of its own: the server would
    have to be killed. So the signal is heard here too, before whoever handles it; where nobody does, nothing changes.
    """
    loop = asyncio.get_running_loop()
    replaced: dict[signal.Signals, Any] = {}

    def listen(number: signal.Signals) -> None:
        before = signal.getsignal(number)
        if not callable(before):
            return

        def end(received: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(ended.end_streams)
            before(received, frame)

        replaced[number] = before
        signal.signal(number, end)

    if threading.current_thread() is threading.main_thread():
        listen(signal.SIGTERM)
        listen(signal.SIGINT)
    try:
        yield
    finally:
        for number, before in replaced.items():
            signal.signal(number, before)


async def stream(unit_id: int, address: str, read: Callable[[], Awaitable[str]]) -> AsyncIterator[bytes]:
    """Yield server-sent events: the state at once, whenever it is another one, and a beat in between."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + LONGEST
    told = ""
    async with hub.watch(unit_id, address) as changed:
        yield b"retry: 2000\n\n"
        while not hub.closing and loop.time() < ends:
            changed.clear()
            state = await read()
            yield b"event: beat\ndata:\n\n" if state == told else _event(state)
            told = state
            try:
                await asyncio.wait_for(changed.wait(), BEAT)
            except TimeoutError:
                continue


def _event(state: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in state.splitlines())
    return f"event: state\n{lines}\n".encode()
