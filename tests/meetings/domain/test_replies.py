"""Answers as real mail programs send them; the corpus says what each one means."""

import csv
import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.meetings.domain.invitation import Invited, Occasion, Person, calendar_object
from plugins.meetings.domain.replies import CalendarMessage, ReadMail, read_calendar, read_mail

ROOT = Path(__file__).resolve().parents[3]
CORPUS = Path(os.environ.get("MOTCUA_CORPUS", ROOT.parent / "shared" / "corpus")) / "itip"

needs_corpus = pytest.mark.skipif(
    not (CORPUS / "MANIFEST.tsv").is_file(), reason=f"no corpus of invitations in {CORPUS}"
)
Row = dict[str, str]


def manifest() -> dict[str, list[Row]]:
    if not (CORPUS / "MANIFEST.tsv").is_file():
        return {}
    rows: dict[str, list[Row]] = defaultdict(list)
    with (CORPUS / "MANIFEST.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            rows[row["file"]].append(row)
    return rows


def read(name: str) -> tuple[list[CalendarMessage], list[str]]:
    raw = (CORPUS / name).read_bytes()
    if name.endswith(".eml"):
        mail = read_mail(raw)
        return list(mail.messages), list(mail.faults)
    return read_calendar(raw)


def facts(messages: list[CalendarMessage]) -> set[tuple[str, ...]]:
    return {
        (m.method, m.uid, str(m.sequence), m.recurrence_id, m.organizer, v.address, v.partstat)
        for m in messages
        for v in m.voices or (None,)
        if v is not None
    } | {(m.method, m.uid, str(m.sequence), m.recurrence_id, m.organizer, "", "") for m in messages if not m.voices}


def wanted(rows: list[Row]) -> set[tuple[str, ...]]:
    return {
        (
            *(row["mime_method"] or row["method"], row["uid"], row["sequence"] or "0", row["recurrence_id"]),
            *(row["organizer"], row["attendee"], row["partstat"]),
        )
        for row in rows
        if row["component"]
    }


@needs_corpus
@pytest.mark.parametrize("name", sorted(manifest()))
def test_every_message_of_the_corpus_is_read_as_it_is_meant(name: str) -> None:
    rows = manifest()[name]
    messages, faults = read(name)
    if rows[0]["expect"] == "reject":
        assert messages == []
        assert faults
        return
    assert facts(messages) == wanted(rows)
    assert faults == []


@needs_corpus
def test_the_same_calendar_in_two_parts_counts_once() -> None:
    messages, _faults = read("thunderbird/meet-meeting-invite.eml")
    assert len(messages) == 1


def reply(**changes: str) -> bytes:
    lines = {
        "METHOD": "METHOD:REPLY",
        "UID": "UID:5b1c@duchoa.test",
        "DTSTAMP": "DTSTAMP:20171123T010203Z",
        "SEQUENCE": "SEQUENCE:2",
        "ATTENDEE": 'ATTENDEE;PARTSTAT=DECLINED;CN="Năm, Nguyễn":mailto:Nam@ANND.test',
        "COMMENT": "COMMENT:Đi công tác\\, sẽ gửi\\nbáo cáo",
    } | changes
    method = lines.pop("METHOD")
    body = "\r\n".join(line for line in lines.values() if line)
    start = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{method}\r\nBEGIN:VEVENT\r\n"
    return f"{start}{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode()


def only(raw: bytes) -> CalendarMessage:
    ((message,), faults) = read_calendar(raw)
    assert faults == []
    return message


def test_an_answer_with_all_that_it_may_say() -> None:
    message = only(reply())
    assert (message.method, message.uid, message.sequence) == ("REPLY", "5b1c@duchoa.test", 2)
    assert message.stamp == datetime(2017, 11, 23, 1, 2, 3, tzinfo=UTC)
    (voice,) = message.voices
    assert (voice.address, voice.partstat) == ("nam@annd.test", "DECLINED")
    assert message.comment == "Đi công tác, sẽ gửi\nbáo cáo"


def test_what_may_be_missing() -> None:
    message = only(reply(SEQUENCE="", DTSTAMP="", COMMENT="", ATTENDEE="ATTENDEE:mailto:a@b.test"))
    assert (message.sequence, message.stamp, message.comment, message.organizer) == (0, None, "", "")
    assert message.voices[0].partstat == ""


def test_a_character_cut_in_two_by_folding_is_whole_again() -> None:
    folded = reply().replace("Đi".encode(), b"\xc4\r\n \x90i")
    assert only(folded).comment.startswith("Đi công tác")


def test_a_byte_order_mark_and_a_missing_end_are_forgiven() -> None:
    damaged = b"\xef\xbb\xbf" + reply().partition(b"END:VEVENT")[0]
    assert only(damaged).uid == "5b1c@duchoa.test"


def test_an_alarm_inside_the_event_says_nothing_about_it() -> None:
    alarm = "BEGIN:VALARM\r\nUID:alarm\r\nATTENDEE:mailto:x@y.test\r\nEND:VALARM"
    message = only(reply(COMMENT=alarm))
    assert message.uid == "5b1c@duchoa.test"
    assert [voice.address for voice in message.voices] == ["nam@annd.test"]


def test_exchange_puts_the_address_into_a_parameter() -> None:
    message = only(reply(ATTENDEE="ATTENDEE;PARTSTAT=ACCEPTED;EMAIL=nam@annd.test:/aBcD/principal/"))
    assert message.voices[0].address == "nam@annd.test"


def test_delegation() -> None:
    line = 'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:Sau@annd.test":mailto:nam@annd.test'
    assert only(reply(ATTENDEE=line)).voices[0].delegated_to == "sau@annd.test"


def test_our_own_invitation_answered_word_for_word_is_recognised() -> None:
    at = datetime(2017, 11, 29, 1, tzinfo=UTC)
    occasion = Occasion(
        uid="u@x.test",
        sequence=3,
        title="Họp",
        starts_at=at,
        ends_at=at,
        place="P",
        description="",
        url="https://a.test/x",
    )
    invited = Invited(Person('Nguyễn "Năm"', "nam@annd.test"))
    sent = calendar_object("REQUEST", occasion, Person("VP", "vp@x.test"), invited, at)
    message = only(sent.replace(b"METHOD:REQUEST", b"METHOD:REPLY"))
    assert (message.uid, message.sequence, message.organizer) == ("u@x.test", 3, "vp@x.test")


def mailed(body: bytes, head: str = "") -> ReadMail:
    start = f"From: =?utf-8?q?N=C4=83m?= <Nam@annd.test>\r\nDate: Thu, 23 Nov 2017 08:00:00 +0700\r\n{head}"
    return read_mail(start.encode() + b"Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n" + body)


def test_who_sent_the_mail_and_when() -> None:
    mail = mailed(reply())
    assert (mail.sender, mail.sent_at, mail.automatic) == (
        "nam@annd.test",
        datetime(2017, 11, 23, 1, tzinfo=UTC),
        False,
    )
    assert len(mail.messages) == 1


@pytest.mark.parametrize("head", ["Auto-Submitted: auto-replied\r\n", "Auto-Submitted: auto-generated; x=y\r\n"])
def test_an_automatic_mail_is_known_as_one(head: str) -> None:
    assert mailed(b"", head).automatic


def test_the_method_of_the_part_wins() -> None:
    assert mailed(reply(METHOD="METHOD:REQUEST")).messages[0].method == "REPLY"


@given(st.binary(max_size=400))
def test_no_bytes_can_break_the_reader(noise: bytes) -> None:
    read_mail(noise)
    mailed(noise)
    read_calendar(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n" + noise)


@given(st.lists(st.sampled_from(reply().split(b"\r\n")), max_size=30), st.sampled_from([b"\r\n", b"\n", b"\r", b""]))
def test_no_order_of_lines_can_break_the_reader(lines: list[bytes], end: bytes) -> None:
    messages, _faults = read_calendar(end.join(lines))
    assert all(message.uid for message in messages)


def test_a_mail_made_to_exhaust_the_reader_is_left_to_a_person() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000))
    assert read_mail(deep).faults
    many = read_mail(b"Content-Type: text/plain\r\n\r\n" + b"BEGIN:VCALENDAR\r\n" * 200_000)
    assert many.messages == ()
