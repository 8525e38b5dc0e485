import asyncio
import shutil
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys import district as stage
from tests.journeys.district import District

T = TypeVar("T")
expect.set_options(timeout=stage.PATIENCE_MS)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed; on Debian: apt-get install chromium")
    if not stage.AXE.exists():
        pytest.skip("axe-core is missing: python config/assets/build.py --test-assets")
    return path


@pytest.fixture(scope="session")
def district(chromium_path: str, server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """The running product with its demonstration data, on a database of its own."""
    from core.testing import drop_database

    home: Path = tmp_path_factory.mktemp("district")
    address = _in_thread(_empty_database(server_url))
    running = stage.start(home, address)
    yield running
    stage.stop(running)
    _in_thread(drop_database(server_url, address))


def _in_thread(work: Coroutine[Any, Any, T]) -> T:
    """Run async work in a thread: the browser's own loop holds this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def _empty_database(server: str) -> str:
    import uuid

    import asyncpg

    from core.devdb import database_url

    name = f"motcua_journey_{uuid.uuid4().hex[:8]}"
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    finally:
        await connection.close()
    return database_url(server, name)


@pytest.fixture(scope="module")  # closed after each file: while it is open no other test can run a loop in this thread
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium_path, args=stage.CHROMIUM_FLAGS)
        yield made
        made.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desk's screen, 1280 px wide."""
    with stage.window(browser, "desk") as made:
        yield made


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone's screen, 360 px wide."""
    with stage.window(browser, "phone") as made:
        yield made
