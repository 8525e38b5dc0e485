"""An administrator mends a draft, plays a dossier through it, publishes it, and moves what runs by the old version."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.district import District, violations

pytestmark = pytest.mark.journey
LONG = "/staff/workflows/long_way"


def test_a_draft_is_mended_played_and_published(district: District, page: Page) -> None:
    district.log_in(page, "admin")
    page.goto(f"{district.url}{LONG}/draft")
    expect(page.get_by_text("Chờ người dân mà không có cách dừng hồ sơ")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Thêm việc").click()
    page.get_by_label("Tên việc (chữ trên nút)").fill("Dừng giải quyết")
    page.get_by_label("Mã việc", exact=True).fill("stop")
    page.get_by_label("Từ bước").select_option("needs_supplement")
    page.get_by_label("Đến bước").select_option("stopped")
    page.get_by_label("Cán bộ chuyên môn").check()
    page.get_by_label("Phải ghi lý do").check()
    page.get_by_label("Người dân đọc được lý do").check()
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("không có lỗi hay cảnh báo nào")).to_be_visible()

    page.get_by_role("link", name="Chơi thử hồ sơ").click()
    page.get_by_role("button", name="Chuyển cán bộ thụ lý").click()
    page.get_by_role("button", name="Nhận thụ lý").click()
    expect(page.get_by_text("Bước này không thuộc nhiệm vụ của bạn.")).to_be_visible()
    page.get_by_label("Chuyên viên", exact=True).check()
    page.get_by_role("button", name="Nhận thụ lý").click()
    expect(page.get_by_role("heading", name="Hồ sơ đang ở: Đang thụ lý")).to_be_visible()

    page.goto(f"{district.url}{LONG}/draft")
    page.get_by_label("Thay đổi gì").fill("Thêm cách dừng khi người dân không bổ sung")
    page.get_by_role("button", name="Ban hành phiên bản mới").click()
    expect(page.get_by_text("Thêm cách dừng khi người dân không bổ sung").first).to_be_visible()
    assert violations(page) == []
