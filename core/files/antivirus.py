"""The virus scanner: ClamAV's clamd over a socket, command INSTREAM (clamd(8))."""

import asyncio
from typing import Literal

import structlog
from msgspec import Struct

SECONDS = 60.0
PIECE = 128 * 1024
LONGEST_REPLY = 4096
log = structlog.get_logger()


class Verdict(Struct, frozen=True):
    """What the scanner says. failed: it could not be asked, or gave no answer; detail: the virus' name, or why."""

    result: Literal["clean", "infected", "failed"]
    detail: str = ""


async def scan(content: bytes, address: str, seconds: float = SECONDS) -> Verdict:
    """Return what clamd says about the content. Never raises.

    address: path of its Unix socket, or "host:port". An empty address means that this office has no scanner: clean.
    """
    if not address:
        return Verdict("clean", "no scanner")
    try:
        async with asyncio.timeout(seconds):
            return _verdict(await _ask(content, address))
    except (OSError, TimeoutError, ValueError) as error:
        log.warning("virus scanner did not answer", error=f"{type(error).__name__}: {error}")
        return Verdict("failed", type(error).__name__)


async def ping(address: str, seconds: float = 5.0) -> bool:
    """Tell whether the scanner answers at all."""
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await _open(address)
            try:
                writer.write(b"zPING\0")
                return (await reader.read(LONGEST_REPLY)).startswith(b"PONG")
            finally:
                writer.close()
    except (OSError, TimeoutError, ValueError):
        return False


async def _open(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if address.startswith("/"):
        return await asyncio.open_unix_connection(address)
    host, colon, port = address.rpartition(":")
    if not colon:
        raise ValueError("the scanner's address is neither a path nor host:port")
    return await asyncio.open_connection(host.strip("[]"), int(port))


async def _ask(content: bytes, address: str) -> bytes:
    reader, writer = await _open(address)
    try:
        writer.write(b"zINSTREAM\0")
        try:
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                writer.write(len(piece).to_bytes(4, "big") + piece)
                await writer.drain()
            writer.write(bytes(4))
            await writer.drain()
        except ConnectionError:
            # clamd closes early when the stream is over its limit; what it said stands in the buffer
            pass
        return await reader.read(LONGEST_REPLY)
    finally:
        writer.close()


def _verdict(reply: bytes) -> Verdict:
    text = reply.rstrip(b"\0\n").decode("ascii", "replace")
    answer = text.removeprefix("stream: ")
    if answer == "OK":
        return Verdict("clean")
    if answer.endswith(" FOUND"):
        return Verdict("infected", answer.removesuffix(" FOUND"))
    return Verdict("failed", answer[:200] or "no answer")
