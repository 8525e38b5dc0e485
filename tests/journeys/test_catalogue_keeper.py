"""A keeper of the catalogue brings in a file and the clerk finds its cases at the desk; every page is for everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.district import District
from tests.journeys.test_pages import assert_sound

pytestmark = pytest.mark.journey

CODE = "9.000001"
FILE = f"""Mã;Tên;Lĩnh vực;Trường hợp;Thời hạn;Lệ phí;Miễn giảm;Thành phần hồ sơ
{CODE};Xác nhận tạm trú;Cư trú;Xác nhận mới;5 ngày làm việc;20.000 đồng;Hộ nghèo;Tờ khai (1 bản chính)
{CODE};Xác nhận tạm trú;Cư trú;Xác nhận lại;2 ngày làm việc;10.000 đồng;;"Tờ khai (1 bản chính)
Giấy cũ (1 bản chính)"
x;Không có mã;Cư trú;;;;;
"""


def test_from_the_file_to_the_desk(district: District, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "thu-tuc.csv"
    file.write_text(FILE, "utf-8")
    district.log_in(page, "admin")
    page.goto(f"{district.url}/staff/procedures/uploads")
    page.set_input_files("#f-file", file)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("h1")).to_have_text("thu-tuc.csv")
    expect(page.locator("main")).to_contain_text("Mã thủ tục sai dạng")
    assert_sound(page, page.url, "vi")
    page.get_by_role("button", name="Nạp 1 thủ tục").click()
    expect(page.locator("main")).to_contain_text("Đã nạp xong")

    page.context.clear_cookies()
    district.log_in(page, "clerk")
    page.goto(f"{district.url}/staff/dossiers/new?procedure={CODE}")
    page.fill("[name=owner_name]", "Lê Thị Bảy")
    page.select_option("#f-case", label="Xác nhận lại")
    expect(page.locator("[name=fee]")).to_have_value("10000")
    expect(page.locator("[name=owner_name]")).to_have_value("Lê Thị Bảy")
    expect(page.locator("#f-case")).to_be_focused()
    page.check("[name='papers.1.given']")
    page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    expect(page.locator("main")).to_contain_text("Xác nhận lại")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_of_the_catalogue_are_for_everybody(district: District, page: Page, language: str) -> None:
    district.log_in(page, "admin")
    prefix = "/en" if language == "en" else ""
    for path in (
        "/staff/procedures/uploads",
        "/staff/procedures/uploads/1",
        "/staff/procedures/fields",
        "/staff/procedures/1.004746",
        "/staff/procedures/1.004746/versions/1/2",
        "/thu-tuc/1.004746",
    ):
        assert_sound(page, district.url + prefix + path, language)
    page.context.clear_cookies()
    district.log_in(page, "clerk")
    assert_sound(page, f"{district.url}{prefix}/staff/dossiers/new?procedure=1.004746", language)
