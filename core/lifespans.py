"""What plugins keep open while the application serves: each in a task of its own, so that none can end the server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

from core import db
from core.plugins import PARTS, PluginFault
from core.registry import Registry

OPEN_SECONDS = 10.0
CLOSE_SECONDS = 5.0

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def open_lifespans(app: Any, installed: Registry) -> AsyncIterator[None]:
    """Open every lifespan in plugin order, close them in reverse.

    A part's must open. A plugin's that raises, hangs or ends before its time is noted as the plugin's fault; with
    `strict_plugins` one that does not open raises PluginFault.
    """
    async with AsyncExitStack() as stack:
        for owner, lifespan in installed.owned("lifespans"):
            opened = lifespan(app) if owner in PARTS else _apart(owner, lifespan, app, installed)
            await stack.enter_async_context(opened)
        yield


@asynccontextmanager
async def _apart(owner: str, lifespan: Lifespan, app: Any, installed: Registry) -> AsyncIterator[None]:
    opened, closing = asyncio.Event(), asyncio.Event()

    async def live() -> str:
        """Return why the lifespan is over; empty when it was closed in time."""
        try:
            async with lifespan(app):
                opened.set()
                await closing.wait()
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- whatever it raised is the finding
            return f"{type(error).__name__}: {error}"
        return "" if closing.is_set() else "ended by itself"

    task = db.spawn(live())
    waiting = asyncio.ensure_future(opened.wait())
    await asyncio.wait({task, waiting}, timeout=OPEN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not opened.is_set():
        reason = task.result() if task.done() else f"not open within {OPEN_SECONDS:g} s"
        task.cancel()
        installed.note_fault(PluginFault(owner, f"lifespan: {reason}"))
    else:
        task.add_done_callback(lambda over: _note_end(owner, over, installed))
    try:
        yield
    finally:
        closing.set()
        if not (await asyncio.wait({task}, timeout=CLOSE_SECONDS))[0]:
            task.cancel()
            await asyncio.wait({task}, timeout=CLOSE_SECONDS)


def _note_end(owner: str, task: asyncio.Task[str], installed: Registry) -> None:
    reason = "cancelled" if task.cancelled() else task.result()
    if reason:
        installed.note_fault(PluginFault(owner, f"lifespan: {reason}"), fatal=False)
