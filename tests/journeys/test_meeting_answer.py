"""The secretary calls a meeting; the head of a hamlet reads the mail, taps the link on a phone and answers."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core.clock import VIETNAM
from tests.journeys.district import ROOT, District, assert_accessible
from tests.meetings.conftest import khal  # noqa: F401 -- a fixture

pytestmark = pytest.mark.journey

TITLE = "Họp trưởng ấp: quét mã tại bộ phận một cửa"
PLACE = "Hội trường UBND huyện, tầng 2"
HAMLET = "Ấp 1, Xã Hựu Thạnh"
ICALJS = ROOT / ".motcua" / "test-assets" / "ical.mjs"
READER = "https://calendar.invalid"  # answered by the test itself, never by a network
READ = """async (text) => {
  const { default: ICAL } = await import("/ical.mjs");
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.register(new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone")));
  const event = calendar.getFirstSubcomponent("vevent");
  const read = { method: calendar.getFirstPropertyValue("method") };
  const names = ["summary", "location", "url", "organizer", "attendee"];
  for (const name of names) read[name] = event.getFirstPropertyValue(name);
  for (const name of ["dtstart", "dtend"]) read[name] = event.getFirstPropertyValue(name).toJSDate().toISOString();
  return read;
}"""


def day_of_the_meeting() -> date:
    """Return a day far enough ahead for an invitation in time, even over the Tết holidays."""
    return datetime.now(VIETNAM).date() + timedelta(days=24)


def call_the_meeting(page: Page, url: str) -> str:
    """Fill in the form, invite the head of one hamlet, send; return the invited person's name."""
    page.goto(f"{url}/staff/meetings")
    page.get_by_role("link", name="Mời họp").first.click()
    page.get_by_label("Tên cuộc họp").fill(TITLE)
    page.get_by_label("Loại cuộc họp").select_option("deployment")
    page.get_by_label("Người chủ trì").fill("Chủ tịch UBND huyện")
    page.get_by_label("Ngày họp").fill(day_of_the_meeting().isoformat())
    page.get_by_label("Từ giờ").fill("08:00")
    page.get_by_label("Đến giờ").fill("10:30")
    page.get_by_label("Địa điểm").fill(PLACE)
    group = page.locator("details", has=page.locator("summary", has_text=HAMLET))
    group.locator("summary").click()
    person = group.locator("label.form-check")
    expect(person).to_have_count(1)
    person.get_by_role("checkbox").check()
    name = person.locator(".form-check-label").evaluate("(node) => node.firstChild.textContent.trim()")
    page.get_by_role("button", name="Gửi giấy mời").click()
    page.wait_for_url(re.compile(r"/staff/meetings/\d+$"))
    return str(name)


def calendar_of(mail: EmailMessage) -> bytes:
    """Return the calendar part, as a mail program finds it."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return bytes(part.get_payload(decode=True))  # type: ignore[arg-type]


def read_with_icaljs(browser: Browser, calendar: bytes) -> dict[str, Any]:
    """Let ical.js, the reader of Thunderbird and Nextcloud, read a calendar object in a browser."""
    context = browser.new_context()
    try:
        reader = context.new_page()
        reader.route(f"{READER}/", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
        reader.route(f"{READER}/ical.mjs", lambda route: route.fulfill(content_type="text/javascript", path=ICALJS))
        reader.goto(f"{READER}/")
        return dict(reader.evaluate(READ, calendar.decode()))
    finally:
        context.close()


def utc(clock: str) -> str:
    """Return a time of the meeting's day in Vietnam as JavaScript writes it."""
    moment = datetime.combine(day_of_the_meeting(), datetime.strptime(clock, "%H:%M").time(), VIETNAM)  # noqa: DTZ007
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_called_read_answered_seen(
    district: District,
    browser: Browser,
    page: Page,
    phone: Page,
    khal: Callable[[bytes], dict[str, str]],  # noqa: F811
    tmp_path: Path,
) -> None:
    if not ICALJS.is_file():
        pytest.skip("ical.js is missing: python config/assets/build.py --test-assets")
    district.log_in(page, "secretary")
    name = call_the_meeting(page, district.url)
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("Chưa trả lời")

    mail = district.mailbox.wait_for(TITLE)
    assert mail["To"].addresses[0].display_name == name
    assert mail["From"].addresses[0].addr_spec == "vanphong@duchoa.example"
    by_khal = khal(calendar_of(mail))
    by_icaljs = read_with_icaljs(browser, calendar_of(mail))
    day = day_of_the_meeting().isoformat()
    assert (by_khal["start"], by_khal["end"]) == (f"{day} 08:00", f"{day} 10:30")
    assert (by_icaljs["dtstart"], by_icaljs["dtend"]) == (utc("08:00"), utc("10:30"))
    assert by_khal["title"] == by_icaljs["summary"] == TITLE
    assert by_khal["location"] == by_icaljs["location"] == PLACE
    assert by_icaljs["method"] == "REQUEST"
    assert by_icaljs["organizer"] == "mailto:vanphong@duchoa.example"
    assert by_icaljs["attendee"] == f"mailto:{mail['To'].addresses[0].addr_spec}"

    plain = mail.get_body(("plain",))
    assert plain is not None
    found = re.search(r"https?://\S+/hop/\S+", plain.get_content())
    assert found is not None
    link = found[0]
    assert link == by_khal["url"] == by_icaljs["url"]

    for _time in range(2):  # programs that check mails for viruses open every link, and so do curious people
        phone.goto(link)
        expect(phone.get_by_text(f"Kính gửi {name}")).to_be_visible()
    page.reload()
    expect(page.get_by_text("0 trong 1 người đã trả lời")).to_be_visible()

    assert_accessible(phone)
    phone.get_by_label("Vắng mặt").check()
    phone.get_by_role("button", name="Gửi câu trả lời").click()
    expect(phone.get_by_role("alert")).to_contain_text("lý do", ignore_case=True)
    phone.get_by_label("Lý do hoặc lời nhắn").fill("Đưa con đi viện tỉnh")
    phone.get_by_label("Đề nghị người dự thay").fill("Phó ấp Lê Văn Tư")
    phone.get_by_role("button", name="Gửi câu trả lời").click()
    expect(phone.get_by_text("Đã ghi nhận câu trả lời: Vắng mặt")).to_be_visible()
    assert_accessible(phone)

    page.reload()
    expect(page.get_by_text("1 trong 1 người đã trả lời")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=name)
    for words in ("Vắng mặt", "Đưa con đi viện tỉnh", "Dự thay: Phó ấp Lê Văn Tư", "qua đường dẫn", "Đã gửi"):
        expect(row).to_contain_text(words)
    assert_accessible(page)


def test_a_stranger_s_link_opens_nothing(district: District, page: Page) -> None:
    answer = page.request.get(f"{district.url}/hop/{'A' * 43}")
    assert answer.status == 404
    assert TITLE not in answer.text()


def test_everybody_can_use_the_secretary_s_pages(district: District, page: Page) -> None:
    district.log_in(page, "secretary")
    for path in ("/staff/meetings", "/staff/meetings/new"):
        assert_accessible(page, district.url + path)
