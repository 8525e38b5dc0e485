"""A receiver on this machine with answers written down beforehand, and people who may connect it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from core.accounts.testing import staff
from core.acting import Principal
from core.clock import FixedClock
from core.registry import Registry
from plugins.onestop.exchange import limits


@dataclass
class Request:
    """What arrived: method and path, headers in lower case, body."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A real HTTP server on 127.0.0.1.

    answers: what it says to the next requests instead of "200", each once: a status line, "hang" or "cut".
    """

    port: int = 0
    answers: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    hanging: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?from=motcua"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.requests.append(Request(head[0], headers, body))
        answer = self.answers.pop(0) if self.answers else "200 OK"
        if answer == "hang":
            self.hanging.append(writer)
            return
        if answer != "cut":
            line, _, extra = answer.partition("|")
            writer.write(
                f"HTTP/1.1 {line}\r\ncontent-length: 2\r\nconnection: close\r\n{extra}\r\n\r\n{{}}".replace(
                    "\r\n\r\n\r\n", "\r\n\r\n"
                ).encode()
            )
            await writer.drain()
        writer.close()


@pytest.fixture
async def receiver(registry: Registry) -> AsyncIterator[Receiver]:
    """A receiver that the installation's settings name; afterwards they name none again."""
    made = Receiver()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    before = dict(registry.settings.plugin)
    registry.settings.plugin["onestop"] = {"webhook_hosts": [f"127.0.0.1:{made.port}"], "webhook_timeout_s": 10.0}
    yield made
    registry.settings.plugin.clear()
    registry.settings.plugin.update(before)
    for writer in made.hanging:
        writer.close()
    server.close()
    await server.wait_closed()


@pytest.fixture
async def connector(db: None, clock: FixedClock) -> Principal:
    """Who may connect other systems for the whole district."""
    return await staff("admin", "duc-hoa", clock.now())


@pytest.fixture(autouse=True)
def _a_new_minute() -> None:
    """The tests' clock stands still, so that calls of earlier tests would count for ever."""
    limits._window.minute = None
