"""From the form to the calendar of the invited and back: a real mail server, real readers, the real link."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from core.jobs import enqueue
from core.notices.payloads import Sweep
from core.notices.queries import count_by_state
from core.notices.testing import MailServer
from plugins.meetings.commands.calling import NewMeeting, call_meeting
from plugins.meetings.domain.guests import Guest
from plugins.meetings.queries import meetings as queries

pytestmark = pytest.mark.anyio


async def test_called_mailed_read_answered_seen(
    login, client, office, mail_server: MailServer, run_jobs: Callable[[], Awaitable[int]], khal, icaljs
) -> None:
    secretary = await login("secretary", "an-ninh-dong")
    form = {
        "unit_id": str(office.unit_id),
        "title": "Họp giao ban tháng 12",
        "kind": "briefing",
        "chair": "Võ Văn Ba, Chủ tịch UBND xã",
        "day": "2017-12-01",
        "starts": "08:00",
        "ends": "10:30",
        "place": "Hội trường UBND xã, tầng 2",
        "content": "Thu thuế; làm đường",
        "people": [str(office.people["Nguyễn Thị Năm"]), str(office.people["Trần Văn Bốn"])],
    }
    called = await secretary.post("/staff/meetings/new", data=form)
    meeting_page = called.headers["location"]
    assert mail_server.taken == []
    assert "Chờ gửi" in (await secretary.get(meeting_page)).text

    await run_jobs()

    assert {to for (to,), _raw in mail_server.taken} == {"nam@annd.test", "bon@annd.test"}
    mail = next(m for m in mail_server.mails if m["To"].addresses[0].addr_spec == "nam@annd.test")
    assert mail["From"].addresses[0].addr_spec == "vanphong@duchoa.test"
    assert mail["Subject"] == "Giấy mời: Họp giao ban tháng 12 (08:00, thứ Sáu 01/12/2017)"
    assert mail["To"].addresses[0].display_name == "Nguyễn Thị Năm"
    (calendar,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert calendar["Content-Type"].params["method"] == "REQUEST"

    by_khal = khal(calendar.get_payload(decode=True))
    by_icaljs = icaljs(calendar.get_payload(decode=True))
    assert by_khal["title"] == by_icaljs["summary"] == "Họp giao ban tháng 12"
    assert (by_khal["start"], by_khal["end"]) == ("2017-12-01 08:00", "2017-12-01 10:30")
    assert by_icaljs["dtstart"] == "2017-12-01T01:00:00.000Z"
    assert by_khal["location"] == by_icaljs["location"] == "Hội trường UBND xã, tầng 2"
    assert by_icaljs["organizer"] == "mailto:vanphong@duchoa.test"
    assert (by_icaljs["attendee"], by_icaljs["attendee_rsvp"]) == ("mailto:nam@annd.test", "TRUE")

    text = mail.get_body(("plain",)).get_content()
    link = re.search(r"https?://\S+/hop/\S+", text)[0]  # type: ignore[index]
    assert link == by_khal["url"] == by_icaljs["url"]
    address = urlsplit(link).path
    assert "Nguyễn Thị Năm" in (await client.get(address)).text
    assert "0 trong 2 người đã trả lời" in (await secretary.get(meeting_page)).text

    posted = await client.post(address, data={"state": "declined", "reason": "Đi họp tỉnh", "substitute": "Lê Văn Sáu"})
    assert posted.status_code == 303

    page = (await secretary.get(meeting_page)).text
    for words in ("1 trong 2 người đã trả lời", "Đi họp tỉnh", "Dự thay: Lê Văn Sáu", "qua đường dẫn", "Đã gửi"):
        assert words in page


async def test_an_address_that_the_server_refuses_shows_on_the_meetings_page(
    login, office, called, mail_server: MailServer, run_jobs: Callable[[], Awaitable[int]]
) -> None:
    secretary = await login("secretary", "an-ninh-dong")
    first, _second = await queries.invitations(called)
    mail_server.answers = [("RCPT", "550 5.1.1 no such user here")]
    await secretary.post(f"/staff/meetings/{called}/send-again", data={"key": [str(first.id)]})
    await run_jobs()
    page = (await secretary.get(f"/staff/meetings/{called}")).text
    assert "Không gửi được" in page
    assert "no such user here" in page


async def test_the_worker_sends_what_was_called_and_tries_again(
    committed_office, plan, mail_server: MailServer, registry, clock
) -> None:
    from core import worker
    from core.db import spawn

    mail_server.answers = [("RCPT", "451 greylisted")]
    guests = tuple(Guest(f"Người {n}", f"n{n}@annd.test") for n in range(3))
    await call_meeting(NewMeeting(committed_office.unit_id, plan, guests), committed_office.secretary)
    queuer = worker.build(registry, clock)
    working = spawn(queuer.run(dequeue_timeout=timedelta(seconds=1)))
    try:
        await until_mails_are({"sent": 2, "waiting": 1})
        clock.move(timedelta(minutes=2))
        await enqueue(Sweep())
        await until_mails_are({"sent": 3})
    finally:
        queuer.shutdown.set()
        await working
    assert sorted(to for (to,), _raw in mail_server.taken) == ["n0@annd.test", "n1@annd.test", "n2@annd.test"]


async def until_mails_are(wanted: dict[str, float]) -> None:
    """Wait until the mails are in these states."""
    async with asyncio.timeout(60):
        while await count_by_state() != wanted:  # noqa: ASYNC110 -- the worker tells nobody
            await asyncio.sleep(0.1)
