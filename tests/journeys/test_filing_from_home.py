"""A birth is registered from home: one fault mended, one supplement, and the steps seen until the desk has taken it."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import district as stage
from tests.journeys.district import District, assert_accessible

pytestmark = pytest.mark.journey

CLERK = "tiepnhan.huuthanh"
COMMUNE = "Xã Hựu Thạnh"
PROCEDURE = "1.001193"
EMAIL = "trannam@example.test"
ANSWERS = {
    1: {
        "requester_name": "Trần Văn Nam",
        "requester_identity": "080085001234",
        "requester_phone": "0912345678",
        "requester_address": "Ấp 3, xã Hựu Thạnh",
        "relation": "father",
    },
    2: {
        "child_name": "Trần Hành Trình",
        "child_sex": "female",
        "child_birthday": "5/11/2017",
        "child_birthplace": "Trung tâm y tế huyện",
        "child_ethnicity": "Kinh",
    },
    3: {"mother_known": "no", "father_known": "no"},
    6: {"copies": "2"},
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def fill(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        field = page.locator(f"[name='{name}']")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name='{name}'][value='{value}']").check()
        else:
            field.fill(value)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Lưu và tiếp tục").click()


def begin(page: Page, url: str) -> None:
    page.goto(f"{url}/thu-tuc/{PROCEDURE}")
    page.get_by_role("link", name="Nộp từ xa", exact=True).click()
    page.get_by_label("Nơi tiếp nhận").select_option(label=COMMUNE)
    page.get_by_role("button", name="Bắt đầu điền").click()
    page.wait_for_url("**/nop-ho-so/trang/1")


def fill_in_with_one_fault(page: Page) -> None:
    fill(page, ANSWERS[1] | {"requester_identity": "08008500"})
    go_on(page)
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.locator(".error-summary a").click()
    expect(page.locator("[name='requester_identity']")).to_be_focused()
    expect(page.locator("[name='requester_name']")).to_have_value("Trần Văn Nam")
    fill(page, {"requester_identity": ANSWERS[1]["requester_identity"]})
    go_on(page)
    for number in (2, 3, 6):
        page.wait_for_url(f"**/nop-ho-so/trang/{number}")
        fill(page, ANSWERS[number])
        if number == 6:
            page.locator("[name='declared']").check()
        go_on(page)


def send(page: Page, district: District, folder: Path) -> str:
    """Upload the paper, say how to be reached, confirm with the code of the mail; return the filing's number."""
    page.wait_for_url("**/nop-ho-so/giay-to")
    paper = folder / "giay-chung-sinh.pdf"
    paper.write_bytes(PDF)
    page.locator("[name='birth_paper']").set_input_files(paper)
    page.get_by_role("button", name="Tải lên và tiếp tục").click()
    page.get_by_label("Thư điện tử").fill(EMAIL)
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.get_by_text("giay-chung-sinh.pdf")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Nộp hồ sơ này").click()
    code = re.search(r"\d{6}", str(district.mailbox.wait_for("Mã xác nhận nộp hồ sơ")["Subject"]))
    assert code is not None
    page.get_by_label("Mã xác nhận").fill(code[0])
    page.get_by_role("button", name="Nộp hồ sơ này").click()
    page.wait_for_url("**/nop-ho-so/ho-so?moi=1")
    expect(page.locator(".stage").first).to_have_text("Đã nộp, chờ tiếp nhận")
    assert_accessible(page)
    number = re.search(r"TT-\d{6}-\d{6}", page.locator("h1").inner_text())
    assert number is not None
    return number[0]


def log_in(page: Page, district: District) -> None:
    """Log the commune's own clerk in; the demonstration has two people with this duty."""
    logins = json.loads((district.home / "dev.json").read_text("utf-8"))["logins"]
    login = next(login for login in logins if login["username"] == CLERK)
    page.goto(f"{district.url}/login")
    page.fill("[name=username]", login["username"])
    page.fill("[name=password]", login["password"])
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=code]")
    page.fill("[name=code]", pyotp.TOTP(login["totp_secret"]).now())
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path.startswith("/staff"))


def test_a_birth_registered_from_home(district: District, browser: Browser, phone: Page, tmp_path: Path) -> None:
    begin(phone, district.url)
    fill_in_with_one_fault(phone)
    number = send(phone, district, tmp_path)

    with stage.window(browser, "desk") as desk:
        log_in(desk, district)
        desk.goto(f"{district.url}/staff/online")
        desk.get_by_role("link", name=number).click()
        assert_accessible(desk)
        desk.get_by_text("Yêu cầu bổ sung", exact=True).click()
        desk.locator("#ask").get_by_label("Nơi sinh").fill("Ghi rõ tên huyện, tỉnh")
        desk.get_by_role("button", name="Gửi yêu cầu bổ sung").click()
        expect(desk.locator(".timeline").first).to_contain_text("Ghi rõ tên huyện, tỉnh")

        mail = district.mailbox.wait_for(f"Hồ sơ {number} cần bổ sung")
        link = re.search(r"https?://\S+/nop-ho-so/mo/\S+", mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        assert link is not None
        phone.goto(f"{district.url}/nop-ho-so/mo/{link[0].rstrip('>.').rpartition('/')[2]}")
        expect(phone.locator(".stage").first).to_have_text("Chờ ông/bà bổ sung")
        phone.get_by_role("link", name="Bổ sung hồ sơ").click()
        phone.get_by_role("link", name="Sửa Người được khai sinh").click()
        expect(phone.get_by_text("Ghi rõ tên huyện, tỉnh")).to_be_visible()
        assert_accessible(phone)
        fill(phone, {"child_birthplace": "Trung tâm y tế huyện Đức Hòa, tỉnh Long An"})
        go_on(phone)
        phone.get_by_role("button", name="Nộp lại").click()
        expect(phone.locator(".stage").first).to_have_text("Đã nộp, chờ tiếp nhận")

        desk.reload()
        expect(desk.locator("tr.is-changed del")).to_have_text("Trung tâm y tế huyện")
        expect(desk.locator("tr.is-changed ins")).to_have_text("Trung tâm y tế huyện Đức Hòa, tỉnh Long An")
        assert_accessible(desk)
        if desk.locator("#accept [name=limit][type=radio]").count():
            desk.locator("#accept [name=limit]").first.check()
        desk.get_by_role("button", name="Tiếp nhận hồ sơ").click()
        desk.wait_for_url(re.compile(r"/staff/dossiers/[^/?]+\?taken=1$"))
        code = desk.url.rpartition("/")[2].partition("?")[0]

    phone.reload()
    expect(phone.locator(".stage").first).to_have_text("Đã tiếp nhận")
    expect(phone.get_by_text(f"Mã hồ sơ: {code}")).to_be_visible()
    expect(phone.locator(".stage").nth(1)).to_have_text("Đã tiếp nhận hồ sơ")
    assert_accessible(phone)
