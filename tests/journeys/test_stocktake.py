"""Two phones count while the network is cut at random and tabs are killed: every beep is an event on the server.

MOTCUA_CHAOS_RUNS=100 makes it a long run; a short one is part of every test run.
"""

import os
import random
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import district as stage
from tests.journeys.district import District, assert_accessible

pytestmark = pytest.mark.journey

RUNS = int(os.environ.get("MOTCUA_CHAOS_RUNS", "2"))
SCANS = 6
KEPT = "document.addEventListener('stocktake-kept', (event) => window.beeped(event.detail))"


class Phone:
    """A phone with its own storage; its tab may die, its network may be cut."""

    def __init__(self, browser: Browser, state: str, url: str) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 360, "height": 740}, storage_state=state, service_workers="allow"
        )
        self.beeps: list[str] = []
        self.context.expose_function("beeped", self.beep)
        self.context.add_init_script(KEPT)
        self.url, self.page = url, self.context.new_page()
        self.open()

    def open(self) -> None:
        self.page.goto(self.url)
        self.page.wait_for_selector("html[data-counting=ready]", timeout=stage.PATIENCE_MS)

    def beep(self, uuid: str) -> None:
        """The page tells that a scan is kept, and sounds."""
        self.beeps.append(uuid)

    def scan(self, code: str) -> None:
        self.page.get_by_label("Mã nhãn").fill(code)
        self.page.get_by_label("Mã nhãn").press("Enter")

    def kill(self) -> None:
        """The tab dies at once; a new one opens, from the phone's own copy when there is no network."""
        self.page.close(run_before_unload=False)
        self.page = self.context.new_page()
        self.open()

    def in_the_air(self, *, online: bool) -> None:
        self.context.set_offline(not online)


def begin(page: Page, district: District, title: str) -> str:
    page.goto(f"{district.url}/staff/stocktakes/new")
    page.get_by_label("Đơn vị").select_option(label="Xã Mỹ Hạnh Bắc")
    page.get_by_label("Tên đợt kiểm kê").fill(title)
    page.get_by_label("Máy chiếu").check()
    page.get_by_role("button", name="Chốt danh sách và bắt đầu").click()
    page.wait_for_url(re.compile(r"/staff/stocktakes/\d+$"))
    return page.url


def chaos(phones: list[Phone], codes: list[str], chance: random.Random) -> None:
    """Scan everything, now and then cutting lines and killing tabs."""
    acts: list[Callable[[Phone], None]] = [
        lambda phone: phone.in_the_air(online=False),
        lambda phone: phone.in_the_air(online=True),
        lambda phone: phone.kill(),
        lambda phone: phone.page.wait_for_timeout(50),
    ]
    for code in codes:
        phone = chance.choice(phones)
        chance.choice(acts)(phone)
        phone.scan(code)
        if chance.random() < 0.3:
            phone.kill()


def test_every_beep_is_an_event(district: District, page: Page, browser: Browser) -> None:
    district.log_in(page, "it_officer")
    address = begin(page, district, "Kiểm kê thử")
    assert_accessible(page)
    state = page.context.storage_state()
    phones = [Phone(browser, state, f"{address}/count") for _ in range(2)]  # type: ignore[arg-type]
    assert_accessible(phones[0].page)
    for phone in phones:  # the worker has to have the page before the first cut
        phone.page.wait_for_function("navigator.serviceWorker.controller !== null")
        phone.open()
    chance = random.Random(31)
    scanned: list[str] = []
    for run in range(RUNS):
        codes = [f"{run:04}{n:09}" for n in range(SCANS)]
        scanned += codes
        chaos(phones, codes, chance)
    for phone in phones:
        phone.in_the_air(online=True)
        phone.open()
        expect(phone.page.locator("#count-pending")).to_have_text("0")
        assert phone.page.locator("#count-refused").is_hidden()
    beeps = {uuid for phone in phones for uuid in phone.beeps}
    rows = page.request.get(f"{address}/events").json()
    stored = {(row["uuid"], row["code"]) for row in rows}
    assert beeps <= {uuid for uuid, _ in stored}
    # a tab may die between keeping a scan and its beep: then there is one event more, never one less
    assert len(stored) - len(beeps) <= RUNS * SCANS // 2
    assert {code for _, code in stored} <= set(scanned)
    page.goto(address)
    page.get_by_role("button", name="Khóa", exact=True).click()
    expect(page.locator(".asset-lead")).to_contain_text("Đã khóa")
    for phone in phones:
        phone.context.close()
