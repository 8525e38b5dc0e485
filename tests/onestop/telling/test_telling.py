"""People are told of what happens to their dossier, by what they left, if they agreed, and nothing is lost."""

import json
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest

from core import db as database
from core.errors import Conflict, Forbidden, Missing, Refused
from core.jobs import enqueue
from core.notices.payloads import Sweep
from core.notices.testing import MailServer
from core.registry import Registry
from core.text.i18n import use_language
from plugins.onestop.clock.commands.reappointing import reappoint
from plugins.onestop.clock.schemas import Reappointment
from plugins.onestop.commands.moving import move
from plugins.onestop.queries import dossiers
from plugins.onestop.schemas import Move
from plugins.onestop.telling import queries
from plugins.onestop.telling.commands import collecting, sending, writing
from plugins.onestop.telling.domain.templates import Template
from plugins.onestop.telling.payloads import Tell
from plugins.onestop.telling.schemas import ContactGiven, NoticeLine, RulesGiven
from tests.onestop.clock.conftest import appraising
from tests.onestop.conftest import BIRTH, RESIDENCE, Desk
from tests.onestop.exchange.conftest import Receiver

pytestmark = pytest.mark.anyio
RunJobs = Callable[[], Awaitable[int]]
ADDRESS = "hoa@example.vn"


async def tell(run_jobs: RunJobs) -> None:
    await enqueue(Tell())
    await run_jobs()


async def about(code: str) -> list[NoticeLine]:
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    return (await queries.notices_of(sheet.id))[::-1]


async def authority(code: str) -> int:
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    return sheet.authority_id


def plain_text(server: MailServer, number: int = -1) -> str:
    body = server.mails[number].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def test_a_citizen_is_told_of_every_step_by_mail(desk: Desk, mail_server: MailServer, run_jobs: RunJobs) -> None:
    code = (await desk.take(owner_email=ADDRESS, owner_phone="", notify=True)).code
    await tell(run_jobs)
    steps = [
        (desk.clerk, "hand_over", ""),
        (desk.specialist, "start", ""),
        (desk.specialist, "ask_supplement", "Thiếu giấy xác nhận cư trú"),
        (desk.clerk, "supplemented", ""),
        (desk.specialist, "submit", ""),
        (desk.leader, "sign", ""),
        (desk.specialist, "to_desk", ""),
    ]
    for revision, (who, action, reason) in enumerate(steps, start=1):
        receiver = desk.specialist.person_id if action == "hand_over" else None
        await move(code, Move(action, revision, reason, receiver), desk.act(who))
    await tell(run_jobs)
    await tell(run_jobs)
    assert [mail["subject"] for mail in mail_server.mails] == [
        f"Đã tiếp nhận hồ sơ {code}",
        f"Hồ sơ {code} cần bổ sung",
        f"Hồ sơ {code} đã có kết quả",
    ]
    assert [to for to, _raw in mail_server.taken] == [(ADDRESS,)] * 3
    assert {(line.event, line.state) for line in await about(code)} == {
        ("received", "sent"),
        ("supplement", "sent"),
        ("ready", "sent"),
    }
    assert "/tra-cuu" in plain_text(mail_server)


async def test_a_new_day_is_told_with_an_apology(desk: Desk, mail_server: MailServer, run_jobs: RunJobs) -> None:
    track = await appraising(desk, RESIDENCE, owner_email=ADDRESS, owner_phone="", notify=True)
    await tell(run_jobs)
    data = Reappointment(await track.revision(), date(2017, 12, 8), "Chờ xác minh nơi ở")
    await reappoint(track.code, data, desk.act(desk.specialist))
    await tell(run_jobs)
    await tell(run_jobs)
    assert [mail["subject"] for mail in mail_server.mails][1:] == [
        f"Xin lỗi và hẹn lại ngày trả kết quả hồ sơ {track.code}"
    ]
    text = plain_text(mail_server)
    assert "08/12/2017" in text
    assert "Chờ xác minh nơi ở" in text


async def test_without_consent_nobody_is_told(desk: Desk, mail_server: MailServer, run_jobs: RunJobs) -> None:
    code = (await desk.take(owner_email=ADDRESS)).code
    other = (await desk.take()).code
    await tell(run_jobs)
    assert await about(code) == await about(other) == []
    assert mail_server.taken == []


async def test_a_sensitive_field_shows_neither_procedure_nor_reason(
    desk: Desk, mail_server: MailServer, run_jobs: RunJobs
) -> None:
    code = (await desk.take(BIRTH, owner_email=ADDRESS, owner_phone="", notify=True)).code
    await move(code, Move("refuse", 1, "Giấy chứng sinh ghi tên mẹ khác"), desk.act(desk.clerk))
    await tell(run_jobs)
    assert len(mail_server.mails) == 2
    for number in range(2):
        text = plain_text(mail_server, number).lower()
        assert "khai sinh" not in text
        assert "chứng sinh" not in text


async def test_a_plain_field_shows_the_procedure_and_the_reason(
    desk: Desk, mail_server: MailServer, run_jobs: RunJobs
) -> None:
    code = (await desk.take(RESIDENCE, owner_email=ADDRESS, owner_phone="", notify=True)).code
    await move(code, Move("refuse", 1, "Nhà ở xã khác"), desk.act(desk.clerk))
    await tell(run_jobs)
    assert "thường trú" in plain_text(mail_server).lower()
    assert "Nhà ở xã khác" in plain_text(mail_server)


async def test_zalo_first_as_recorded(desk: Desk, gateway: Receiver, run_jobs: RunJobs) -> None:
    code = (await desk.take(notify=True)).code
    await tell(run_jobs)
    [request] = gateway.requests
    assert request.line == "POST /zns HTTP/1.1"
    assert request.headers["access_token"] == "secret-2"
    sent = json.loads(request.body)
    assert (sent["phone"], sent["template_id"]) == ("84912345678", "301234")
    assert code in sent["template_data"]["noi_dung"]
    assert "Nguyễn Minh Hòa" not in request.body.decode()
    assert [line.state for line in await about(code)] == ["sent"]


async def test_a_text_message_as_recorded(desk: Desk, gateway: Receiver, run_jobs: RunJobs) -> None:
    code = (await desk.take(notify=True)).code
    leader = desk.act(desk.leader)
    await writing.change_rules(await authority(code), RulesGiven(True, "sms", "21:00", "07:00"), leader)
    await tell(run_jobs)
    [request] = gateway.requests
    assert request.line == "POST /sms HTTP/1.1"
    assert request.headers["authorization"] == "Bearer secret-1"
    sent = json.loads(request.body)
    assert (sent["to"], sent["from"]) == ("0912345678", "UBNDDUCHOA")
    assert sent["text"].isascii()
    assert code in sent["text"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("500 Oops", "waiting"),
        ("401 Who", "waiting"),
        ("429 Slow", "waiting"),
        ("422 No", "failed"),
        ("cut", "waiting"),
    ],
)
async def test_what_a_gateway_answers_decides(
    desk: Desk, gateway: Receiver, run_jobs: RunJobs, answer: str, state: str
) -> None:
    gateway.answers = [answer]
    code = (await desk.take(notify=True)).code
    await tell(run_jobs)
    [line] = await about(code)
    assert (line.state, line.attempts) == (state, 1)
    assert line.last_error
    assert "secret" not in line.last_error
    desk.clock.move(timedelta(minutes=2))
    await tell(run_jobs)
    [line] = await about(code)
    assert line.state == ("sent" if state == "waiting" else "failed")


async def test_without_a_gateway_it_is_kept_and_sent_by_hand_later(
    desk: Desk, gateway: Receiver, run_jobs: RunJobs, registry: Registry
) -> None:
    with_gateway = registry.settings.plugin.pop("onestop")
    code = (await desk.take(notify=True)).code
    await tell(run_jobs)
    [line] = await about(code)
    assert line.state == "withheld"
    registry.settings.plugin["onestop"] = with_gateway
    await sending.send_again(code, line.id, desk.act(desk.clerk))
    with pytest.raises(Conflict):
        await sending.send_again(code, line.id, desk.act(desk.clerk))
    await tell(run_jobs)
    assert [found.state for found in await about(code)] == ["sent"]


async def test_at_night_no_telephone_rings(desk: Desk, gateway: Receiver, run_jobs: RunJobs) -> None:
    desk.clock.move(timedelta(hours=13))  # 22:30
    code = (await desk.take(notify=True)).code
    await tell(run_jobs)
    assert gateway.requests == []
    desk.clock.move(timedelta(hours=8, minutes=29))  # 06:59
    await tell(run_jobs)
    assert gateway.requests == []
    desk.clock.move(timedelta(minutes=1))
    await tell(run_jobs)
    assert [line.state for line in await about(code)] == ["sent"]


async def test_a_mail_that_was_refused_is_seen_and_sent_again(
    desk: Desk, mail_server: MailServer, run_jobs: RunJobs
) -> None:
    mail_server.answers = [("RCPT", "550 no such person")]
    code = (await desk.take(owner_email=ADDRESS, owner_phone="", notify=True)).code
    await tell(run_jobs)
    await tell(run_jobs)
    [line] = await about(code)
    assert (line.state, line.last_error) == ("failed", "550 no such person")
    await sending.send_again(code, line.id, desk.act(desk.clerk))
    await enqueue(Sweep())
    await run_jobs()
    await tell(run_jobs)
    assert [found.state for found in await about(code)] == ["sent"]
    assert len(mail_server.taken) == 1


async def test_what_happened_long_ago_is_no_news(desk: Desk, mail_server: MailServer, run_jobs: RunJobs) -> None:
    code = (await desk.take(owner_email=ADDRESS, notify=True)).code
    desk.clock.move(timedelta(days=4))
    await tell(run_jobs)
    assert await about(code) == []


async def test_an_event_that_cannot_be_told_holds_up_no_other(
    desk: Desk, mail_server: MailServer, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = (await desk.take(owner_email=ADDRESS, owner_phone="", notify=True)).code
    good = (await desk.take(owner_email=ADDRESS, owner_phone="", notify=True)).code
    whole = collecting.write

    async def broken(sheet, *rest):  # type: ignore[no-untyped-def]
        if sheet.code == bad:
            raise LookupError("broken")
        return await whole(sheet, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(collecting, "write", broken)
        while await collecting.collect(desk.act(desk.clerk)):
            pass
    assert len(await about(good)) == 1
    assert await about(bad) == []
    await run_jobs()
    assert len(await about(bad)) == 1


async def test_staff_are_told_when_the_office_wants_it(desk: Desk, mail_server: MailServer, run_jobs: RunJobs) -> None:
    await database.execute(
        "UPDATE offices.offices_person SET email = 'canbo@duchoa.example.vn' WHERE id = $1", desk.specialist.person_id
    )
    code = (await desk.take()).code
    rules = RulesGiven(True, "", "21:00", "07:00", tell_staff=True)
    await writing.change_rules(await authority(code), rules, desk.act(desk.leader))
    await move(code, Move("hand_over", 1, "", desk.specialist.person_id), desk.act(desk.clerk))
    await tell(run_jobs)
    [(to, _raw)] = mail_server.taken
    assert to == ("canbo@duchoa.example.vn",)
    assert f"/staff/dossiers/{code}" in plain_text(mail_server)


async def test_an_office_writes_its_own_words(desk: Desk, mail_server: MailServer, run_jobs: RunJobs) -> None:
    code = (await desk.take(owner_email=ADDRESS, owner_phone="", notify=True)).code
    office, act = await authority(code), desk.act(desk.leader)
    words = Template("Xã nhà báo tin {ma_ho_so}", "Bà con yên tâm, {hen_tra}.")
    await writing.change_template(office, "received", "mail", words, 0, act)
    with pytest.raises(Conflict):
        await writing.change_template(office, "received", "mail", words, 0, act)
    with pytest.raises(Refused) as refused:
        await writing.change_template(office, "received", "mail", Template("", "{ten} {"), 1, act)
    assert {problem.field for problem in refused.value.problems} == {"subject", "body"}
    with pytest.raises(Forbidden):
        await writing.change_template(office, "received", "mail", words, 1, desk.act(desk.clerk))
    with pytest.raises(Missing):
        await writing.change_template(office, "nothing", "mail", words, 0, act)
    await tell(run_jobs)
    assert mail_server.mails[0]["subject"] == f"Xã nhà báo tin {code}"
    await writing.reset_template(office, "received", "mail", act)
    own = await queries.template_of(office, "received", "mail")
    assert own is not None
    assert own.revision == 0


async def test_notices_are_vietnamese_whatever_the_clerk_reads(
    desk: Desk, mail_server: MailServer, run_jobs: RunJobs
) -> None:
    with use_language("en"):
        await desk.take(owner_email=ADDRESS, owner_phone="", notify=True)
        await tell(run_jobs)
    assert "Hẹn trả kết quả" in plain_text(mail_server)


@pytest.mark.parametrize("bad", ["hoa", "hoa@", "a@b", "hoa@example.vn\nBcc: x@y.vn", "a b@example.vn"])
async def test_a_bad_address_is_refused_at_the_counter_and_later(desk: Desk, bad: str) -> None:
    with pytest.raises(Refused) as refused:
        await desk.take(owner_email=bad)
    assert [problem.field for problem in refused.value.problems] == ["owner_email"]
    code = (await desk.take()).code
    with pytest.raises(Refused):
        await writing.change_contact(code, ContactGiven(bad, True), desk.act(desk.clerk))


async def test_a_contact_is_changed_by_the_desk_only_and_logged_without_the_address(desk: Desk) -> None:
    code = (await desk.take(owner_email=ADDRESS, notify=True)).code
    await writing.change_contact(code, ContactGiven("moi@example.vn", False), desk.act(desk.clerk))
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    assert await queries.subject_of(sheet.id) == queries.Subject(sensitive=True, email="moi@example.vn", agreed=False)
    with pytest.raises(Missing):
        await writing.change_contact(code, ContactGiven("", True), desk.act(desk.stranger))
    logged = await database.value("SELECT string_agg(e::text, ' ') FROM audit.audit_entry e")
    assert ADDRESS not in logged
    assert "moi@example.vn" not in logged


async def test_unknown_channels_are_named(desk: Desk) -> None:
    code = (await desk.take()).code
    with pytest.raises(Refused) as refused:
        await writing.change_rules(await authority(code), RulesGiven(True, "fax, sms"), desk.act(desk.leader))
    assert "fax" in refused.value.problems[0].message
