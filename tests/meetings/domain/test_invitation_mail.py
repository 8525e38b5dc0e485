from datetime import UTC, datetime

import icalendar
import msgspec
import pytest

from core.contracts.notices import MailDraft
from core.text.i18n import use_language
from plugins.meetings.domain.guests import Guest
from plugins.meetings.domain.invitation import Person
from plugins.meetings.domain.mail import Convened, Occurrence, invitation_mail
from plugins.meetings.domain.meeting import Plan

LINK = "https://duchoaha.vn/hop/abc"
PLAN = Plan(
    title="Họp giao ban tháng 3",
    kind="briefing",
    chair="Trần Văn Bốn, Chủ tịch UBND xã",
    starts_at=datetime(2026, 3, 6, 1, 0, tzinfo=UTC),
    ends_at=datetime(2026, 3, 6, 3, 30, tzinfo=UTC),
    place="Hội trường UBND xã",
    answer_until=datetime(2026, 3, 5, 10, 0, tzinfo=UTC),
    content="1. Thu thuế\n2. Làm đường",
    expected="Mang theo báo cáo tuần",
    contact="Lê Thị Hai, 0272 3 850 000",
)
MEETING = Convened(
    id=7,
    uid="u7@duchoaha.vn",
    sequence=2,
    unit_id=3,
    convener="UBND xã Đức Hòa Hạ",
    office=Person("Văn phòng UBND xã", "vanphong@duchoaha.vn"),
    plan=PLAN,
    cancel_reason="Trùng lịch họp huyện",
)
NAM = Guest("Nguyễn Thị Năm", "nam@duchoaha.vn")


def mail(occurrence: Occurrence, **more: object) -> MailDraft:
    stamp = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    return invitation_mail(occurrence, MEETING, NAM, "waiting", link=LINK, stamp=stamp, **more)  # type: ignore[arg-type]


def test_the_invitation_states_what_the_law_asks_for() -> None:
    # Decision 45/2018: chair, contents, time, place, what is asked of those who attend, contact point
    letter = mail("called").letter
    assert dict(letter.facts) == {
        "Cuộc họp": "Họp giao ban tháng 3",
        "Loại": "Họp giao ban",
        "Chủ trì": "Trần Văn Bốn, Chủ tịch UBND xã",
        "Thời gian": "08:00 – 10:30, thứ Sáu 06/03/2026",
        "Địa điểm": "Hội trường UBND xã",
        "Nội dung": "1. Thu thuế\n2. Làm đường",
        "Yêu cầu": "Mang theo báo cáo tuần",
        "Liên hệ": "Lê Thị Hai, 0272 3 850 000",
    }
    assert letter.greeting == "Kính gửi Nguyễn Thị Năm,"
    assert letter.sender == "UBND xã Đức Hòa Hạ"
    assert letter.buttons == (("Trả lời giấy mời", LINK),)
    assert "17:00, thứ Năm 05/03/2026" in letter.closing[0]


@pytest.mark.parametrize(
    ("occurrence", "subject"),
    [
        ("called", "Giấy mời: Họp giao ban tháng 3 (08:00, thứ Sáu 06/03/2026)"),
        ("changed", "Thay đổi cuộc họp: Họp giao ban tháng 3 (08:00, thứ Sáu 06/03/2026)"),
        ("cancelled", "Hủy cuộc họp: Họp giao ban tháng 3 (08:00, thứ Sáu 06/03/2026)"),
    ],
)
def test_subject_says_what_happened_and_when(occurrence: Occurrence, subject: str) -> None:
    assert mail(occurrence).subject == subject
    assert mail(occurrence).kind == f"meetings.{occurrence}"


@pytest.mark.parametrize(
    ("occurrence", "method"), [("called", "REQUEST"), ("changed", "REQUEST"), ("cancelled", "CANCEL")]
)
def test_method_is_the_same_in_the_part_and_in_the_object(occurrence: Occurrence, method: str) -> None:
    draft = mail(occurrence)
    assert draft.alternative is not None
    assert draft.alternative.content_type == f"text/calendar; charset=utf-8; method={method}"
    calendar = icalendar.Calendar.from_ical(draft.alternative.content)
    assert calendar["METHOD"] == method
    (event,) = calendar.walk("VEVENT")
    assert (str(event["UID"]), event["SEQUENCE"], str(event["URL"])) == ("u7@duchoaha.vn", 2, LINK)
    assert str(event["ATTENDEE"]) == "mailto:nam@duchoaha.vn" == f"mailto:{draft.to_address}"
    assert LINK in event["DESCRIPTION"]
    (file,) = draft.attachments
    assert file.content == draft.alternative.content
    assert file.content_type == "application/ics"


def test_a_cancellation_says_why_and_asks_for_nothing() -> None:
    letter = mail("cancelled").letter
    assert dict(letter.facts)["Lý do hủy"] == "Trùng lịch họp huyện"
    assert letter.buttons == ()
    assert letter.closing == ()


def test_mails_are_vietnamese_whatever_language_the_secretary_reads() -> None:
    with use_language("en"):
        assert mail("called").subject.startswith("Giấy mời")
        assert mail("called").letter.facts[0][0] == "Cuộc họp"


def test_a_later_mail_refers_to_the_earlier_ones() -> None:
    assert mail("changed", earlier=("<1@a.vn>",)).references == ("<1@a.vn>",)


def test_a_meeting_over_two_days_shows_both() -> None:
    plan = msgspec.structs.replace(PLAN, ends_at=datetime(2026, 3, 7, 1, tzinfo=UTC))
    meeting = msgspec.structs.replace(MEETING, plan=plan)
    draft = invitation_mail("called", meeting, NAM, "waiting", link=LINK, stamp=plan.starts_at)
    assert dict(draft.letter.facts)["Thời gian"] == "08:00, thứ Sáu 06/03/2026 – 08:00, thứ Bảy 07/03/2026"
