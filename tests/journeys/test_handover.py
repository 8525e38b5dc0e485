"""Three things are handed over in person: labels scanned, minutes made, signed twice on the screen, the paper read."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.district import District, assert_accessible

pytestmark = pytest.mark.journey

CODES = r"""[...document.querySelectorAll("tr[data-key]")].map((row) => row.dataset.key).slice(0, 3)"""


def draw(page: Page) -> None:
    """Sign in the frame with the mouse."""
    frame = page.locator("#signature-pad")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 120)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 40 + 15 * step, box["y"] + 120 + (40 if step % 2 else -40))
    page.mouse.up()


def test_three_things_change_hands_with_two_signatures(district: District, page: Page, tmp_path: Path) -> None:
    district.log_in(page, "it_officer")
    page.goto(f"{district.url}/staff/assets?category=laptop&status=in_use")
    codes = page.evaluate(CODES)
    page.goto(f"{district.url}/staff/assets/{codes[0]}")
    page.get_by_role("button", name="Bàn giao", exact=True).click()
    page.wait_for_url(re.compile(r"/staff/handovers/\d+$"))
    for code in codes[1:]:
        expect(page.get_by_label("Mã nhãn")).to_be_focused()  # the scanner types at once
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=code)).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Lập biên bản").click()  # nobody chosen yet: said, nothing lost
    expect(page.get_by_role("alert")).to_contain_text("Người nhận: chưa điền.")
    page.get_by_label("Người nhận").select_option(index=1)
    receiver = page.get_by_label("Người nhận").locator("option:checked").inner_text().partition(",")[0]
    page.get_by_label("Phòng").fill("Bộ phận một cửa")
    page.get_by_role("button", name="Lập biên bản").click()
    expect(page.locator(".asset-lead")).to_contain_text("Chờ ký")

    for party in ("Bên giao", "Bên nhận"):
        page.get_by_role("link", name=f"Ký: {party}").click()
        if party == "Bên giao":
            page.get_by_role("button", name="Ký và lưu").click()  # an empty frame is no signature
            expect(page.get_by_role("alert")).to_contain_text("Chưa có chữ ký")
            assert_accessible(page)
        draw(page)
        page.get_by_role("button", name="Ký và lưu").click()
        page.wait_for_url(re.compile(r"/staff/handovers/\d+$"))
    expect(page.locator(".asset-lead")).to_contain_text("Đã xong")

    paper = page.request.get(f"{page.url}/paper")
    assert paper.headers["content-type"] == "application/pdf"
    (tmp_path / "paper.pdf").write_bytes(paper.body())
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", tmp_path / "paper.pdf", "-"], capture_output=True, check=True
        ).stdout.decode()
        assert all(code in text for code in codes)
        assert receiver in text
    page.goto(f"{district.url}/staff/assets/{codes[2]}")
    expect(page.get_by_text(receiver).first).to_be_visible()
