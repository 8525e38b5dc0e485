"""The IT officer sees a printer go down and come back: a real SNMP agent is switched off and on again."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.assets.snmp_agents import COMMUNITY, Snmpd
from tests.journeys.district import District, assert_accessible

pytestmark = pytest.mark.journey

NAME = "Máy in thử của quầy 3"
FAILURES_TO_DOWN = 2
# net-snmp shows the printer's tables instead of this machine's
PRINTER = f"""
view printer included .1.3.6.1.2.1.1
view printer included .1.3.6.1.2.1.43
rocommunity {COMMUNITY} 127.0.0.1 -V printer
sysName may-in-huu-thanh
sysDescr HP ETHERNET MULTI-ENVIRONMENT
sysObjectID 1.3.6.1.4.1.11.2.3.9.1
override .1.3.6.1.2.1.43.5.1.1.16.1 octet_str "HP LaserJet Pro M252dw"
override .1.3.6.1.2.1.43.5.1.1.17.1 octet_str "%s"
override .1.3.6.1.2.1.43.10.2.1.4.1.1 counter 48213
override .1.3.6.1.2.1.43.11.1.1.2.1.1 integer 1
override .1.3.6.1.2.1.43.11.1.1.3.1.1 integer 1
override .1.3.6.1.2.1.43.11.1.1.4.1.1 integer 3
override .1.3.6.1.2.1.43.11.1.1.5.1.1 integer 3
override .1.3.6.1.2.1.43.11.1.1.6.1.1 octet_str "Black Cartridge HP CF400A"
override .1.3.6.1.2.1.43.11.1.1.7.1.1 integer 19
override .1.3.6.1.2.1.43.11.1.1.8.1.1 integer 100
override .1.3.6.1.2.1.43.11.1.1.9.1.1 integer 12
override .1.3.6.1.2.1.43.12.1.1.4.1.1 octet_str "black"
"""


def serial(agent: Snmpd) -> str:
    """Return the printer's serial number: a register takes each one once."""
    return f"VNB3K{agent.port}"


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[Snmpd]:
    """A printer that answers on a port of this machine."""
    if shutil.which("snmpd") is None and not Path("/usr/sbin/snmpd").exists():
        pytest.skip("snmpd is not installed; on Debian: apt-get install snmpd")
    agent = Snmpd(tmp_path)
    (tmp_path / "agent.conf").write_text(PRINTER % serial(agent), "utf-8")
    agent.start()
    yield agent
    agent.stop()


def register(page: Page, url: str, agent: Snmpd) -> None:
    """Write the printer into the register."""
    page.goto(f"{url}/staff/assets")
    page.get_by_role("link", name="Ghi thiết bị mới").click()
    page.get_by_label("Đơn vị").select_option(label="Xã Hựu Thạnh")
    page.get_by_label("Tên thiết bị").fill(NAME)
    page.get_by_label("Loại").select_option("printer")
    page.get_by_label("Hãng sản xuất").fill("HP")
    page.get_by_label("Kiểu máy").fill("LaserJet Pro M252dw")
    page.get_by_label("Số sê-ri").fill(serial(agent))
    page.get_by_role("button", name="Ghi vào sổ").click()
    page.wait_for_url(re.compile(r"/staff/assets/\d+$"))


def monitor(page: Page, agent: Snmpd) -> None:
    """Put the printer under monitoring; asked by hand only, so that the test knows how often it was asked."""
    page.get_by_role("link", name="Đưa vào giám sát").click()
    page.get_by_label("Địa chỉ IP hoặc tên máy").fill("127.0.0.1")
    page.get_by_label("Cổng").fill(str(agent.port))
    page.get_by_label("Community hoặc người dùng SNMPv3").fill(COMMUNITY)
    page.get_by_label("Chu kỳ hỏi (phút)").fill("1440")
    page.get_by_label("Số lần lỗi thì báo mất kết nối").fill(str(FAILURES_TO_DOWN))
    page.get_by_role("button", name="Bắt đầu giám sát").click()
    page.wait_for_url(re.compile(r"/staff/assets/\d+$"))


def ask_until(page: Page, head: Locator, words: str) -> None:
    """Press "ask now" once and reload until the worker has asked."""
    with page.expect_navigation():  # a reload before the answer would cut it off
        page.get_by_role("button", name="Hỏi ngay").click()
    for _reload in range(120):
        page.reload()
        if words in head.inner_text():
            return
        page.wait_for_timeout(500)
    expect(head).to_contain_text(words)


def test_a_printer_goes_down_and_comes_back(district: District, page: Page, printer: Snmpd) -> None:
    district.log_in(page, "it_officer")
    register(page, district.url, printer)
    assert_accessible(page)
    monitor(page, printer)
    device = page.url
    head = page.locator(".state-head")

    ask_until(page, head, "Hoạt động")
    for words in ("48.213", "12%", "sắp hết", serial(printer)):
        expect(page.locator(".asset-monitoring")).to_contain_text(words)
    assert_accessible(page)

    printer.stop()
    ask_until(page, head, "lần hỏi gần nhất: không trả lời")
    expect(head).to_contain_text("Hoạt động")  # once is no alarm: printers sleep
    ask_until(page, head, "Mất kết nối")
    expect(page.get_by_text("Số liệu dưới đây là lần đọc cuối")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{district.url}/staff/monitoring")
    expect(page.locator("section[aria-labelledby=down] li", has_text=NAME)).to_contain_text("không trả lời")
    assert_accessible(page)

    # the page that lies open on the officer's second screen changes by itself
    watched = page.context.new_page()
    watched.goto(f"{district.url}/staff/monitoring")
    expect(watched.locator("section[aria-labelledby=down]")).to_contain_text(NAME)
    page.goto(device)
    printer.start()
    ask_until(page, head, "Hoạt động")
    expect(page.locator(".asset-monitoring .timeline")).to_contain_text("Mất kết nối")
    expect(watched.locator("#monitoring-state")).not_to_contain_text(NAME)


def test_everybody_can_use_the_register(district: District, page: Page) -> None:
    district.log_in(page, "it_officer")
    for path in ("/staff/assets", "/staff/assets/new"):
        assert_accessible(page, district.url + path)
