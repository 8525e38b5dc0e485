"""End a process whose loop stands still, so that its supervisor starts a new one.

A plugin that blocks (an endless loop, a sleep that is not awaited) stops everybody's requests, and nothing inside the
loop could notice. The interpreter's own watchdog thread does: it writes every thread's stack, which names the culprit,
and ends the process.
"""

import asyncio
import faulthandler
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

STANDSTILL_SECONDS = 30.0


@asynccontextmanager
async def watchdog(seconds: float = STANDSTILL_SECONDS) -> AsyncIterator[None]:
    """Watch the running loop while the block runs; exit code 1 when nothing moved for so many seconds."""
    feeding = asyncio.create_task(_feed(seconds))
    try:
        yield
    finally:
        feeding.cancel()
        faulthandler.cancel_dump_traceback_later()


async def _feed(seconds: float) -> None:
    while True:
        faulthandler.dump_traceback_later(seconds, exit=True)
        await asyncio.sleep(seconds / 10)
