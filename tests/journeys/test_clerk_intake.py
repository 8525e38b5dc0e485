"""The clerk takes a dossier in with the keyboard alone; a fault loses nothing, and two Enters make one dossier."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import desk
from tests.journeys.desk import Hands
from tests.journeys.district import District, assert_accessible

pytestmark = pytest.mark.journey

OWNER, IDENTITY, PHONE, ADDRESS = "Nguyễn Thị Bàn Phím", "080176004321", "0912345678", "Ấp 2, xã Hựu Thạnh"
KEYS_A_SECOND = 5  # somebody who types every day, looking at papers
SECONDS = 60


def open_the_form(page: Page, hands: Hands) -> None:
    """Go from the first page to the form: search over everything, the procedure by two words, its first hit."""
    hands.press("Control+k")
    hands.line("tiep nhan")
    page.wait_for_url("**/staff/dossiers/new")
    expect(page.locator("#q")).to_be_focused()
    hands.line("ho tich nuoc ngoai dan toc")
    page.wait_for_url("**/staff/dossiers/new?q=*")
    expect(page.locator(".choices a").first).to_be_focused()
    hands.press("Enter")
    page.wait_for_url("**/staff/dossiers/new?procedure=*")
    expect(page.get_by_label("Họ tên chủ hồ sơ")).to_be_focused()


def fill_in(page: Page, hands: Hands, name: str) -> None:
    """Fill in whose dossier it is and tick the first two papers."""
    for text in (name, IDENTITY, PHONE, ADDRESS):
        hands.line(text)
    expect(page.locator("[name='papers.0.given']")).to_be_focused()
    hands.press("Space", "Enter")
    hands.line("2")  # originals of the first paper
    hands.press("Enter", "Enter")
    expect(page.locator("[name='papers.1.given']")).to_be_focused()
    hands.press("Space")


def assert_nothing_lost(page: Page) -> None:
    kept = {"owner_identity": IDENTITY, "owner_phone": PHONE, "owner_address": ADDRESS, "papers.0.originals": "2"}
    for name, value in kept.items():
        expect(page.locator(f"[name='{name}']")).to_have_value(value)
    for number in (0, 1):
        expect(page.locator(f"[name='papers.{number}.given']")).to_be_checked()
    expect(page.locator("[name='papers.2.given']")).not_to_be_checked()


def promised_at(words: str) -> datetime:
    """Return the moment that a page writes as 17:00 23/11/2026."""
    found = re.search(r"\d\d:\d\d \d\d/\d\d/\d{4}", words)
    assert found is not None, words
    return datetime.strptime(found[0], "%H:%M %d/%m/%Y")  # noqa: DTZ007 -- compared with others of the same zone


def test_keyboard_alone_under_a_minute(district: District, page: Page, tmp_path: Path) -> None:
    district.log_in(page, "clerk")
    hands = Hands(page)
    open_the_form(page, hands)
    fill_in(page, hands, "")  # the name is forgotten
    hands.press("Control+Enter")

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert_nothing_lost(page)
    hands.press("Tab", "Enter")  # the first problem leads to its field
    expect(page.get_by_label("Họ tên chủ hồ sơ")).to_be_focused()
    hands.type(OWNER)
    due = promised_at(page.locator("#due").inner_text())
    hands.press("Control+Enter")

    code = desk.taken(page)
    assert hands.pressed <= KEYS_A_SECOND * SECONDS, f"{hands.pressed} keys"
    assert promised_at(page.locator(".notice").first.inner_text()) == due
    expect(page.get_by_role("heading", level=1)).to_have_text(code)

    expect(page.get_by_role("button", name="In giấy tiếp nhận")).to_be_focused()
    paper = desk.printed(page, press="Enter")
    slip = desk.read(paper)
    words = f"{due:%H} giờ {due:%M} phút, ngày {due:%d} tháng {due:%m} năm {due:%Y}"
    for expected in (code, OWNER, words):
        assert expected in slip.text.replace("\n", " "), f"{expected!r} is not on the slip: {slip.text}"
    codes = desk.codes_on(paper, tmp_path)
    if codes is None:
        pytest.skip("poppler's pdftoppm is not installed: the codes on the slip were not read")
    assert codes == {"Code128": slip.token, "QRCode": f"{district.url}/q/{slip.token}"}


def test_two_enters_make_one_dossier(district: District, page: Page) -> None:
    district.log_in(page, "clerk")
    owner = "Trần Văn Hai Lần"
    page.goto(f"{district.url}/staff/dossiers/new?procedure={desk.PROCEDURE}")
    expect(page.get_by_label("Họ tên chủ hồ sơ")).to_be_focused()
    hands = Hands(page)
    hands.type(owner)
    page.locator("[name='papers.0.given']").check()
    sent = page.evaluate("() => new URLSearchParams(new FormData(document.getElementById('intake'))).toString()")
    page.get_by_role("button", name="Tiếp nhận hồ sơ").focus()
    hands.press("Enter", "Enter")
    code = desk.taken(page)
    # and the same form sent once more, as a browser does whose line was cut before the answer: the same dossier
    again = page.request.post(
        f"{district.url}/staff/dossiers/new",
        data=sent,
        headers={"content-type": "application/x-www-form-urlencoded"},
        max_redirects=0,
    )
    assert (again.status, again.headers["location"]) == (303, f"/staff/dossiers/{code}?taken=1")
    page.goto(f"{district.url}/staff/dossiers/all?q=tran+van+hai+lan")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_everybody_can_use_the_desk_s_pages(district: District, page: Page) -> None:
    district.log_in(page, "clerk")
    for path in ("/staff/dossiers", "/staff/dossiers/new", f"/staff/dossiers/new?procedure={desk.PROCEDURE}"):
        assert_accessible(page, district.url + path)
    page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Họ tên chủ hồ sơ").fill("Lê Thị Tiếp Cận")
    page.locator("[name='papers.0.given']").check()
    page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    desk.taken(page)
    assert_accessible(page)
