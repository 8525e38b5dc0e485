"""A real Chromium and the sample site, shared by the browser tests of this folder."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from core.web.assets import VENDOR_FOLDER
from tests.core.web.desk import desk, visitor  # noqa: F401 -- fixtures of the kernel's tests

CHROMIUM = os.environ.get("MOTCUA_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).resolve().parents[3] / ".motcua" / "test-assets" / "axe.js"


Launch = Callable[..., Browser]


@pytest.fixture(scope="module")
def launch() -> Iterator[Launch]:
    """Start Chromium with further arguments. Per module: Playwright's loop must end before async tests begin theirs."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: apt-get install chromium, or set MOTCUA_CHROMIUM")
    with sync_playwright() as playwright:
        yield lambda *args: playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *args])


@pytest.fixture(scope="module")
def chromium(launch: Launch) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    if not (VENDOR_FOLDER / "manifest.json").is_file():
        pytest.skip("third-party files not built: python config/assets/build.py")
    from tests.core.web.gallery_site import serve

    with serve() as address:
        yield address


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A fresh tab; a script error or a breach of the content policy fails the test (a refused form, 422, does not)."""
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 950})
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on(
        "console", lambda said: faults.append(said.text) if said.type == "error" and "422" not in said.text else None
    )
    yield tab
    context.close()
    assert not faults, faults


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not there: python config/assets/build.py --test-assets")
    return AXE.read_text(encoding="utf-8")
