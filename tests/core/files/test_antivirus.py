import asyncio
from typing import Any

import pytest

from core.files.antivirus import PIECE, ping, scan

pytestmark = pytest.mark.anyio


async def test_a_clean_file_is_clean_and_was_sent_whole(clamd: tuple[Any, str]) -> None:
    scanner, address = clamd
    content = bytes(range(256)) * 2_000
    assert len(content) > 3 * PIECE
    assert (await scan(content, address)).result == "clean"
    assert scanner.scanned == [content]


async def test_the_test_virus_is_found_and_named(clamd: tuple[Any, str], eicar: bytes) -> None:
    verdict = await scan(b"before " + eicar, clamd[1])
    assert (verdict.result, verdict.detail) == ("infected", "Eicar-Test-Signature")


@pytest.mark.parametrize("mood", ["hang", "drop", "limit"])
async def test_a_scanner_in_trouble_fails_and_never_says_clean(clamd: tuple[Any, str], mood: str) -> None:
    clamd[0].mood = mood
    assert (await scan(b"x" * 1_000_000, clamd[1], seconds=0.2)).result == "failed"


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:1", "nonsense", "host:port"])
async def test_a_scanner_that_is_not_there_fails(address: str) -> None:
    assert (await scan(b"x", address, seconds=2)).result == "failed"
    assert not await ping(address, seconds=2)


async def test_an_office_without_scanner_takes_files() -> None:
    assert (await scan(b"x", "")).result == "clean"


async def test_the_scanner_may_listen_on_tcp(clamd: tuple[Any, str]) -> None:
    server = await asyncio.start_server(clamd[0].serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert (await scan(b"x", f"127.0.0.1:{port}")).result == "clean"
        assert await ping(f"127.0.0.1:{port}")


async def test_ping(clamd: tuple[Any, str]) -> None:
    assert await ping(clamd[1])
    clamd[0].mood = "hang"
    assert not await ping(clamd[1], seconds=0.1)
