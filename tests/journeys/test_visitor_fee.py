"""A visitor wants to know what registering a birth costs: one box, no tone marks, no account, no scripts needed."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import district as stage
from tests.journeys.district import District, assert_accessible

pytestmark = pytest.mark.journey

BIRTH = "Thủ tục đăng ký khai sinh"


def find_the_fee(page: Page, start: str) -> None:
    """Type the words into the box of the start page, press Enter, follow the first answer."""
    page.goto(start)
    page.get_by_role("searchbox").press_sequentially("dang ky khai sinh")
    page.keyboard.press("Enter")
    first = page.locator(".results h3").first
    expect(first).to_have_text(BIRTH)
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(BIRTH)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_fee_is_two_steps_from_the_start_page(
    district: District, browser: Browser, width: str, *, scripts: bool
) -> None:
    with stage.window(browser, width, scripts=scripts) as page:
        find_the_fee(page, district.url)
        fee = page.locator(".in-short div", has=page.locator("dt", has_text="Phí, lệ phí"))
        expect(fee.locator("dd")).to_have_text("Không thu", ignore_case=True)
        on_screen = fee.bounding_box()
        assert on_screen is not None
        assert on_screen["y"] + on_screen["height"] <= stage.WIDTHS[width][1], "the fee is below the fold"
        expect(page.get_by_role("region", name="Phí, lệ phí")).to_contain_text(
            "Mọi hình thức: Không thu", ignore_case=True
        )
        expect(page.get_by_role("region", name="Thời hạn giải quyết")).to_contain_text("Trả kết quả trong ngày")


def test_the_same_in_english(district: District, page: Page) -> None:
    find_the_fee(page, f"{district.url}/en/")
    assert re.fullmatch(r".*/en/thu-tuc/1\.001193", page.url)
    assert page.locator("html").get_attribute("lang") == "en"
    fee = page.locator(".in-short div", has=page.locator("dt", has_text="Fee"))
    expect(fee.locator("dd")).to_have_text("none")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.locator(".in-short")).to_contain_text("Không thu", ignore_case=True)
    assert page.url == f"{district.url}/thu-tuc/1.001193"


@pytest.mark.parametrize("path", ["/", "/thu-tuc?q=dang+ky+khai+sinh", "/thu-tuc/1.001193", "/don-vi", "/en/"])
def test_everybody_can_use_the_pages(district: District, page: Page, path: str) -> None:
    assert_accessible(page, district.url + path)


def test_a_wrong_letter_still_finds_it_and_nonsense_gets_a_way_on(district: District, page: Page) -> None:
    page.goto(f"{district.url}/thu-tuc?q=dang+ky+khia+sinh")
    expect(page.locator(".results h3").filter(has_text=BIRTH).first).to_be_visible()
    page.goto(f"{district.url}/thu-tuc?q=xyzzyx+qqqq")
    expect(page.get_by_text("Không có thủ tục nào khớp")).to_be_visible()
    page.get_by_role("link", name="Xem tất cả thủ tục").click()
    expect(page.locator(".results h3")).to_have_count(20)
