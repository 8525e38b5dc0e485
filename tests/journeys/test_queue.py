"""A morning in the hall: a number at the kiosk, the clerk's one key, the board and the phone that follow."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.district import PATIENCE_MS, District, assert_accessible
from tests.journeys.line import Line

pytestmark = pytest.mark.journey

HALL = "duc-hoa.mot-cua"


@pytest.fixture
def board(browser: Browser) -> Iterator[Page]:
    """The screen in the hall, in a window whose line may be cut: what the browser complains of then is no fault."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def line(district: District) -> Iterator[Line]:
    """The board's line to the server."""
    made = Line(urlsplit(district.url).port or 80)
    yield made
    made.close()


def take_number(page: Page, url: str) -> tuple[str, str]:
    """Take a number with one touch; return what stands on the ticket, and the address in its QR code."""
    page.goto(f"{url}/lay-so/{HALL}")
    page.get_by_label("Người cao tuổi").check()
    page.get_by_role("button", name="Nhận kết quả").click()
    page.wait_for_url(re.compile(r"/lay-so/[^/]+/\d{17}$"))
    label = page.locator(".queue-number").inner_text()
    return label, f"{url}/so-cho/{page.url.rpartition('/')[2]}"


def sit_down(page: Page, url: str) -> None:
    """Go to the clerk's counter, and choose one where nobody has yet."""
    page.goto(f"{url}/staff/queue")
    seats = page.locator(".seats button")
    if seats.count():
        seats.first.click()
    expect(page.locator("#counter .card").first).to_be_visible()


def free_the_counter(page: Page) -> None:
    """Finish with whoever is at the counter, by one key."""
    if page.locator("[data-key=f]").count():
        page.keyboard.press("f")
        expect(page.locator("#counter")).to_contain_text("Chưa có ai ở quầy.")


def test_a_number_from_the_kiosk_is_called_and_shown(
    district: District, page: Page, phone: Page, board: Page, line: Line
) -> None:
    label, ticket = take_number(phone, district.url)
    district.log_in(page, "clerk")
    sit_down(page, district.url)
    board.goto(f"http://127.0.0.1:{line.port}/bang-goi-so/{HALL}")
    phone.goto(ticket)
    expect(phone.locator("#ticket")).to_contain_text("người trước ông/bà")

    free_the_counter(page)
    page.get_by_role("button", name=f"Gọi {label}", exact=True).last.click()
    expect(page.locator(".counter-label")).to_have_text(label)
    expect(board.locator(".board-label")).to_have_text(label)
    expect(phone.locator("#ticket")).to_contain_text("Mời đến quầy")

    # the line of the board is cut; what happens meanwhile is there when it comes back
    line.cut()
    expect(board.locator("[data-lost]")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator(".counter-label")).not_to_have_text(label)
    now = page.locator(".counter-label").inner_text()
    expect(board.locator(".board-label")).to_have_text(label)
    line.mend()
    expect(board.locator("[data-lost]")).to_be_hidden()
    if re.fullmatch(r"[A-Z]\d+", now):
        expect(board.locator("#board")).to_contain_text(now)
    expect(board.locator("#board")).not_to_contain_text(label)
    expect(phone.locator("#ticket")).to_contain_text("Đã xong")


def test_everybody_can_use_the_pages_of_the_queue(district: District, page: Page) -> None:
    _label, ticket = take_number(page, district.url)
    for path in (f"/lay-so/{HALL}", f"/bang-goi-so/{HALL}"):
        assert_accessible(page, district.url + path)
    assert_accessible(page, ticket)
    district.log_in(page, "clerk")
    sit_down(page, district.url)
    for path in ("/staff/queue", "/staff/queue/figures", "/staff/handover"):
        assert_accessible(page, district.url + path)


def test_many_dossiers_at_once(district: District, page: Page) -> None:
    district.log_in(page, "clerk")
    page.goto(f"{district.url}/staff/dossiers")
    for box in page.locator(".row-check").all()[:2]:
        box.check()
    page.get_by_role("button", name="In giấy tiếp nhận…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("In 2 giấy tiếp nhận")
    assert_accessible(page)
    page.goto(f"{district.url}/staff/dossiers")
    page.locator(".row-check").first.check()
    page.get_by_role("button", name="Làm một bước…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Làm một bước cho 1 hồ sơ")
    assert_accessible(page)
