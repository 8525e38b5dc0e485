import re
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import VIETNAM
from core.contracts.notices import Letter, MailDraft, MailPart
from core.notices.domain import headers
from core.notices.domain.compose import compose
from core.text.viet import clean

AT = datetime(2026, 3, 2, 8, 30, tzinfo=VIETNAM)
CALENDAR = MailPart(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; charset=utf-8; method=REQUEST")
FILE = MailPart(CALENDAR.content, "application/ics", "giay-moi.ics")
# what people and attackers type: tones, separators, quotes, marks of encoded words, line ends and other controls
odd_text = st.text(
    st.one_of(
        st.sampled_from("ăâđêôơưẤỆỮ \"'\\,;:()<>@[]=?_.\r\n\t\x00\x0b\x85\u2028"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=200,
)


def draft(**changes: object) -> MailDraft:
    fields: dict[str, object] = {
        "to_address": "ba.nam@xa.vn",
        "to_name": "Nguyễn Thị Năm",
        "subject": "Giấy mời họp",
        "letter": Letter(heading="Giấy mời", greeting="Kính gửi bà"),
        "kind": "test.mail",
        "subject_type": "test",
        "subject_id": "1",
        "unit_id": 1,
    }
    return MailDraft(**(fields | changes))  # type: ignore[arg-type]


def built(made: MailDraft) -> bytes:
    return compose(made, sender="vanphong@xa.vn", sender_name="Văn phòng UBND", message_id="<a.1@xa.vn>", at=AT)


def read(raw: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(raw, policy=policy.default))


def shape(part: EmailMessage) -> object:
    if part.is_multipart():
        return part.get_content_subtype(), [shape(cast(EmailMessage, p)) for p in part.iter_parts()]
    return part.get_content_type()


def test_headers_say_who_to_whom_and_when() -> None:
    mail = read(built(draft()))
    assert mail["From"] == mail["Reply-To"] == "Văn phòng UBND <vanphong@xa.vn>"
    assert mail["To"] == "Nguyễn Thị Năm <ba.nam@xa.vn>"
    assert mail["Subject"] == "Giấy mời họp"
    assert mail["Message-ID"] == "<a.1@xa.vn>"
    assert parsedate_to_datetime(mail["Date"]) == AT
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["In-Reply-To"] is None


def test_a_mail_by_a_person_is_not_marked_automatic() -> None:
    assert read(built(draft(automatic=False)))["Auto-Submitted"] is None


def test_a_later_mail_hangs_in_the_thread_of_the_earlier_ones() -> None:
    mail = read(built(draft(references=("<1@xa.vn>", "<2@xa.vn>"))))
    assert mail["In-Reply-To"] == "<2@xa.vn>"
    assert mail["References"].split() == ["<1@xa.vn>", "<2@xa.vn>"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("alternative", ["text/plain", "text/html"])),
        ({"alternative": CALENDAR}, ("alternative", ["text/plain", "text/html", "text/calendar"])),
        (
            {"alternative": CALENDAR, "attachments": (FILE,)},
            ("mixed", [("alternative", ["text/plain", "text/html", "text/calendar"]), "application/ics"]),
        ),
    ],
)
def test_tree_of_parts(changes: dict[str, object], expected: object) -> None:
    assert shape(read(built(draft(**changes)))) == expected


def test_calendar_part_is_base64_with_method_and_charset_and_is_no_attachment() -> None:
    mail = read(built(draft(alternative=CALENDAR, attachments=(FILE,))))
    calendar, file = [p for p in mail.walk() if p.get_content_subtype() in {"calendar", "ics"}]
    assert calendar["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar["Content-Disposition"] is None
    assert calendar.get_payload(decode=True) == CALENDAR.content
    assert file.get_filename() == "giay-moi.ics"
    assert file.get_content_disposition() == "attachment"
    assert file.get_payload(decode=True) == CALENDAR.content


def test_the_same_mail_is_built_the_same_twice() -> None:
    made = draft(attachments=(FILE,))
    assert built(made) == built(made)


@given(odd_text, odd_text, odd_text)
def test_no_text_can_add_a_header_or_a_recipient(name: str, subject: str, text: str) -> None:
    raw = built(draft(to_name=name, subject=subject, letter=Letter(heading=text, greeting=text)))
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 998 and line.isascii() and b"\n" not in line and b"\r" not in line for line in lines)
    assert all(len(line) <= 78 for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n"))
    mail = message_from_bytes(raw)
    names = [header.lower() for header in mail.keys()]  # noqa: SIM118 -- a mail's keys repeat
    assert sorted(names) == sorted({*names})
    assert {name for name in names if not name.startswith("content-")} == {
        *("from", "to", "reply-to", "subject", "date", "message-id", "auto-submitted", "mime-version")
    }
    ((shown, address),) = getaddresses([re.sub(r"\r?\n", "", mail["To"])])
    assert address == "ba.nam@xa.vn"
    assert str(make_header(decode_header(shown))) == clean(name)
    assert str(make_header(decode_header(mail["Subject"]))) == clean(subject)


@given(odd_text)
def test_bodies_arrive_as_written_but_for_line_ends_and_controls(text: str) -> None:
    mail = read(built(draft(letter=Letter(heading="", greeting=text))))
    plain = mail.get_body(("plain",))
    assert plain is not None
    arrived = re.sub("\r\n?", "\n", plain.get_content())
    written = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", re.sub("\r\n?", "\n", text))
    assert arrived.rstrip("\n") == written.rstrip("\n")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b",
        "a@b.vn\r\nBcc: x@y.vn",
        "a@b.vn, x@y.vn",
        "<a@b.vn>",
        "a b@c.vn",
        '"a"@b.vn',
        "a@b.vn\x00",
        "đ@b.vn",
    ],
)
def test_a_bad_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        headers.mailbox("A", address)


@pytest.mark.parametrize("message_id", ["", "a@b.vn", "<a@b.vn> <c@d.vn>", "<a@b.vn>\r\nBcc: x@y.vn"])
def test_a_bad_message_id_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match="not a Message-ID"):
        headers.message_ids((message_id,))
