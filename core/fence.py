"""Call a plugin's code so that it harms nobody but itself: it can neither take for ever nor end its caller."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def fenced(seconds: float, call: Callable[..., Awaitable[T]], *args: object) -> T:
    """Return what `call(*args)` answers. Raises what it raised, and TimeoutError after `seconds`.

    SystemExit, and a cancel that nobody but the plugin asked for, become RuntimeError: a caller that goes on after
    `except Exception` goes on after these too. Code that blocks the whole loop is the watchdog's business.
    """
    try:
        async with asyncio.timeout(seconds):
            return await call(*args)
    except (SystemExit, asyncio.CancelledError) as error:
        task = asyncio.current_task()
        if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
            raise
        raise RuntimeError(f"{type(error).__name__} instead of an answer") from error
