"""What staff see of outgoing mail, and sending again."""

import pytest

from core import db as database
from core import offices
from core.acting import system_act
from core.contracts.notices import Letter, MailDraft
from core.notices import mail_reports, queue_mails
from core.notices.testing import MailServer

pytestmark = pytest.mark.anyio


@pytest.fixture
async def secretary(login):
    return await login("secretary", "an-ninh-dong")


@pytest.fixture
async def mail_id(secretary, clock, mail_server: MailServer) -> int:
    """A mail of the commune that the server refuses."""
    unit = await offices.find_unit("an-ninh-dong")
    assert unit is not None
    mail_server.answers = [("RCPT", "550 5.1.1 no such user here")]
    draft = MailDraft(
        to_address="nam@annd.test",
        to_name="Nguyễn Thị Năm",
        subject="Giấy mời họp giao ban",
        letter=Letter(heading="Giấy mời", greeting="Kính gửi"),
        kind="test.mail",
        subject_type="test.record",
        subject_id="1",
        unit_id=unit.id,
    )
    async with database.transaction():
        (queued,) = await queue_mails([draft], system_act(clock.now()))
    return queued.id


async def test_a_refused_mail_is_shown_with_the_servers_words(secretary, mail_id, run_jobs) -> None:
    await run_jobs()
    listed = (await secretary.get("/staff/mail")).text
    page = (await secretary.get(f"/staff/mail/{mail_id}")).text
    for text in (listed, page):
        for words in ("Giấy mời họp giao ban", "nam@annd.test", "Không gửi được", "no such user here"):
            assert words in text
    assert "Giấy mời họp giao ban" in (await secretary.get("/staff/mail?state=failed")).text
    assert "Giấy mời họp giao ban" not in (await secretary.get("/staff/mail?state=sent")).text
    assert "Giấy mời họp giao ban" in (await secretary.get("/staff/mail?q=nam@annd")).text
    assert "Giấy mời họp giao ban" in (await secretary.get("/staff/mail?from=2017-11-22&to=2017-11-22")).text
    assert "Giấy mời họp giao ban" not in (await secretary.get("/staff/mail?to=2017-11-21")).text


async def test_sending_again_sends_the_same_mail_and_is_logged(secretary, mail_id, run_jobs, mail_server) -> None:
    await run_jobs()
    answer = await secretary.post("/staff/mail/send", data={"key": str(mail_id)})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/staff/mail/{mail_id}"
    await run_jobs()
    report = (await mail_reports([mail_id]))[mail_id]
    assert (report.state, report.attempts) == ("sent", 1)
    (mail,) = mail_server.mails
    page = (await secretary.get(f"/staff/mail/{mail_id}")).text
    assert mail["Message-ID"].strip("<>") in page
    entry = await database.row("SELECT who, subject_id FROM audit.audit_entry WHERE action = 'notices.resend'")
    assert entry is not None
    assert tuple(entry) == ("secretary.an-ninh-dong", str(mail_id))


async def test_what_is_on_its_way_is_not_sent_twice(secretary, mail_id) -> None:
    assert (await secretary.post("/staff/mail/send", data={"key": str(mail_id)})).status_code == 409


async def test_what_was_forgotten_cannot_be_sent_again_and_the_page_says_so(secretary, mail_id, run_jobs) -> None:
    await run_jobs()
    await database.execute("UPDATE notices.notices_outgoing_mail SET sealed_message = NULL")
    page = (await secretary.get(f"/staff/mail/{mail_id}")).text
    assert "đã xóa theo thời hạn lưu" in page
    assert "/staff/mail/send" not in page
    assert (await secretary.post("/staff/mail/send", data={"key": str(mail_id)})).status_code == 409


async def test_another_commune_sees_and_sends_nothing(login, mail_id, run_jobs, mail_server) -> None:
    await run_jobs()
    stranger = await login("secretary", "an-ninh-tay")
    assert "Giấy mời họp giao ban" not in (await stranger.get("/staff/mail")).text
    assert (await stranger.get(f"/staff/mail/{mail_id}")).status_code == 404
    assert (await stranger.post("/staff/mail/send", data={"key": str(mail_id)})).status_code == 404
    assert mail_server.taken == []


async def test_others_may_not_look(login, client, mail_id) -> None:
    clerk = await login("clerk", "an-ninh-dong")
    assert (await clerk.get("/staff/mail")).status_code == 403
    assert (await client.get("/staff/mail")).status_code in {302, 303, 401}


@pytest.mark.parametrize("sent", [{}, {"key": "x"}, {"key": "99999999999999999999"}, {"key": "-1"}])
async def test_nonsense_is_refused_and_never_an_error_of_ours(sent, secretary, mail_id) -> None:
    assert (await secretary.post("/staff/mail/send", data=sent)).status_code in {404, 422}
    assert (await secretary.get("/staff/mail/99999999999999999999")).status_code in {404, 422}


async def test_the_pages_speak_english(secretary, mail_id) -> None:
    for path in ("/en/staff/mail", f"/en/staff/mail/{mail_id}"):
        page = (await secretary.get(path)).text
        assert "Outgoing mail" in page
        assert "Thư gửi đi" not in page
