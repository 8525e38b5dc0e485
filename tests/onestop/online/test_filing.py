"""From a draft at home to a dossier at the desk, with every turn on the way."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core import db as database
from core import files
from core.acting import system_act
from core.contracts.online import Reach, Upload
from core.contributions import SearchQuery
from core.errors import Conflict, Forbidden, Missing, Refused, TooMany
from core.notices.testing import MailServer, mail_server  # noqa: F401 -- a fixture
from plugins.onestop.online.commands import answering
from plugins.onestop.online.commands import filing as filing_commands
from plugins.onestop.online.commands.filing import CODE_LASTS, CODE_TRIES
from plugins.onestop.online.commands.forgetting import forget_drafts
from plugins.onestop.online.commands.recounting import recount_answers
from plugins.onestop.online.commands.writing import MAILS_AN_HOUR, STARTS_AN_HOUR
from plugins.onestop.online.queries import filings
from plugins.onestop.online.queries.finding import find_filings
from plugins.onestop.online.rules import rules
from plugins.onestop.online.schemas import Accept, Ask, Mend, Refusal
from plugins.onestop.online.services import FilingAttachments
from plugins.onestop.queries import dossiers
from plugins.onestop.returns.queries import parcel_of_code
from tests.onestop.conftest import BIRTH, MARRIAGE
from tests.onestop.online.home import EMAIL, OTHER_PDF, PDF, Home, code_in

pytestmark = pytest.mark.anyio


async def row_of(home: Home, secret: str) -> filings.FilingRow:
    found = await filings.by_number((await home.view(secret)).number, None)
    assert found is not None
    return found


async def test_a_draft_keeps_what_was_typed_right_or_wrong(home: Home) -> None:
    secret = await home.portal.start(BIRTH, await home.office(), home.act)
    await home.portal.save(secret, {"child_name": "A", "child_birthday": "31/02/2017", "evil": "x"}, home.act)
    await home.portal.save(secret, {"child_sex": "male"}, home.act)
    view = await home.view(secret)
    values = {field.name: field.value for page in view.pages for field in page.fields}
    assert (values["child_name"], values["child_birthday"], values["child_sex"]) == ("A", "31/02/2017", "male")
    assert "evil" not in values


async def test_a_page_may_be_left_with_questions_open_but_not_with_wrong_answers(home: Home) -> None:
    secret = await home.portal.start(BIRTH, await home.office(), home.act)
    await home.portal.save(secret, {"child_birthday": "31/02/2017"}, home.act)
    with pytest.raises(Refused) as refusal:
        await home.portal.check(secret, 2, home.act, complete=False)
    (problem,) = refusal.value.problems
    assert problem.field == "child_birthday"
    assert "05/11/2017" in problem.message  # the way out
    with pytest.raises(Refused) as refusal:
        await home.portal.check(secret, 2, home.act, complete=True)
    assert [p.field for p in refusal.value.problems][:2] == ["child_name", "child_sex"]


@pytest.mark.parametrize("typed", ["{s}", " {s} ", "{l}", "{n}"])
async def test_the_secret_opens_however_it_is_typed(home: Home, typed: str) -> None:
    secret = await home.draft()
    spelt = typed.format(s=secret, l=secret.lower().replace("-", " "), n=secret.replace("-", ""))
    assert (await home.view(spelt)).secret == secret
    with pytest.raises(Missing):
        await home.view("AAAA-BBBB-CCCC-DDDD")


async def test_nothing_is_filed_before_the_code_of_the_mail(home: Home, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    home.clock.at = datetime(2021, 3, 10, 2, 30, tzinfo=UTC)  # a Wednesday, after the rule came
    secret = await home.draft()
    await home.portal.submit(secret, home.act)
    await run_jobs()
    assert (await home.view(secret)).state == "draft"
    code = code_in(mail_server.mails[-1])
    wrong = "000000" if code != "000000" else "000001"
    with pytest.raises(Refused):
        await home.portal.confirm(secret, wrong, home.act)
    await home.portal.confirm(secret, f" {code[:3]} {code[3:]} ", home.act)
    await home.portal.confirm(secret, code, home.act)  # a second click
    view = await home.view(secret)
    assert (view.state, view.round, view.may_edit) == ("filed", 1, False)
    assert view.answer_due_at == home.clock.now() + timedelta(hours=24)  # 8 open hours: the same time tomorrow
    await run_jobs()
    link = f"/nop-ho-so/mo/{secret}"
    assert link in mail_server.mails[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]


async def test_a_code_ends_after_five_tries_and_after_half_an_hour(
    home: Home,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    secret = await home.draft()
    await home.portal.submit(secret, home.act)
    await run_jobs()
    code = code_in(mail_server.mails[-1])
    for _try in range(CODE_TRIES):
        with pytest.raises(Refused):
            await home.portal.confirm(secret, "12", home.act)
    with pytest.raises(Refused, match="Gửi mã khác"):
        await home.portal.confirm(secret, code, home.act)
    home.clock.at += timedelta(minutes=2)
    await home.portal.submit(secret, home.act)
    await run_jobs()
    home.clock.at += CODE_LASTS
    with pytest.raises(Refused):
        await home.portal.confirm(secret, code_in(mail_server.mails[-1]), home.act)


async def test_submitting_names_every_fault_at_once(home: Home) -> None:
    secret = await home.portal.start(BIRTH, await home.office(), home.act)
    await home.portal.save(secret, {"requester_identity": "12", "relation": "other"}, home.act)
    with pytest.raises(Refused) as refusal:
        await home.portal.submit(secret, home.act)
    fields = [problem.field for problem in refusal.value.problems]
    assert fields[0] == "requester_name"
    assert {"requester_identity", "child_name", "declared", "birth_paper", "authorisation", "email"} <= set(fields)
    assert "mother_name" not in fields  # nobody said yet that there is one


async def test_nobody_s_mailbox_is_flooded(home: Home) -> None:
    secret = await home.draft()
    for _mail in range(MAILS_AN_HOUR):
        await home.portal.remind(secret, home.act)
    with pytest.raises(TooMany):
        await home.portal.remind(secret, home.act)
    other = await home.draft()
    with pytest.raises(TooMany):
        await home.portal.submit(other, home.act)


async def test_an_address_starts_only_so_many_drafts_an_hour(home: Home) -> None:
    for _draft in range(STARTS_AN_HOUR):
        await home.portal.start(BIRTH, await home.office(), home.act)
    with pytest.raises(TooMany):
        await home.portal.start(BIRTH, await home.office(), home.act)


async def test_files_are_judged_by_their_content(home: Home) -> None:
    secret = await home.draft()
    for name, content, code in (
        ("a.pdf", b"<html>", "content"),
        ("a.exe", b"MZ", "kind"),
        ("a.pdf", b"", "empty"),
    ):
        with pytest.raises(Refused) as refusal:
            await home.portal.attach(secret, Upload("birth_paper", name, content), home.act)
        assert (refusal.value.problems[0].field, refusal.value.problems[0].code) == ("birth_paper", code)
    with pytest.raises(Refused):
        await home.portal.attach(secret, Upload("authorisation", "a.pdf", PDF), home.act)  # not asked for
    await home.portal.attach(secret, Upload("birth_paper", "lan-nua.pdf", PDF), home.act)  # the same once more
    (paper, *_rest) = (await home.view(secret)).papers
    assert [file.name for file in paper.files] == ["giay-chung-sinh.pdf"]


async def test_a_file_of_a_draft_can_be_taken_away(home: Home) -> None:
    secret = await home.draft()
    file = (await home.view(secret)).papers[0].files[0]
    await home.portal.detach(secret, file.id, home.act)
    assert (await home.view(secret)).papers[0].files == ()
    assert await files.find(file.id) is None


async def test_accepting_makes_a_dossier_of_what_was_typed(home: Home, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    secret = await home.filed(mail_server, run_jobs)
    filing = await row_of(home, secret)
    done = await answering.accept(filing.number, Accept(filing.revision), home.desk.act(home.desk.clerk), "k1")
    again = await answering.accept(filing.number, Accept(filing.revision), home.desk.act(home.desk.clerk), "k1")
    assert again == done
    sheet = await dossiers.by_code(done.code, None)
    assert sheet is not None
    assert (sheet.channel, sheet.owner_name, sheet.submitter_name) == ("online", "Trần Minh An", "Trần Văn Nam")
    assert (sheet.submitter_identity, sheet.owner_phone) == ("080085001234", "0912345678")
    papers = {line.name: line for line in await dossiers.papers(sheet.id)}
    assert any(name.startswith("Giấy chứng sinh") and line.paper for name, line in papers.items())
    assert f"Tờ khai điện tử {filing.number}" in papers
    view = await home.view(secret)
    assert (view.state, view.code) == ("accepted", done.code)
    await run_jobs()
    assert done.code in mail_server.mails[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]


async def test_who_asked_for_the_post_gets_a_parcel(home: Home) -> None:
    secret = await home.draft()
    await home.portal.contact(secret, Reach(EMAIL, "0912345678", "post", "Ấp 3, xã Mỹ Hạnh Bắc, Long An"), home.act)
    await filing_commands.file(secret, home.act)
    filing = await row_of(home, secret)
    done = await answering.accept(filing.number, Accept(filing.revision), home.desk.act(home.desk.clerk))
    parcel = await parcel_of_code(done.code)
    assert parcel is not None
    assert (parcel.state, parcel.recipient, parcel.address) == (
        "requested",
        "Trần Văn Nam",
        "Ấp 3, xã Mỹ Hạnh Bắc, Long An",
    )


async def test_asking_names_everything_and_the_answer_shows_what_changed(
    home: Home,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    secret = await home.filed(mail_server, run_jobs)
    filing = await row_of(home, secret)
    mends = [Mend("child_birthplace", "Ghi rõ tên xã"), Mend("birth_paper", "Ảnh mờ"), Mend("child_name", " ")]
    await answering.ask(filing.number, Ask(filing.revision, mends, "Xin làm sớm"), home.desk.act(home.desk.clerk))
    view = await home.view(secret)
    assert (view.state, view.may_edit, view.remark) == ("needs_supplement", True, "Xin làm sớm")
    remarks = {field.name: field.remark for page in view.pages for field in page.fields if field.remark}
    assert remarks == {"child_birthplace": "Ghi rõ tên xã"}
    assert view.papers[0].remark == "Ảnh mờ"
    await run_jobs()
    body = mail_server.mails[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Ghi rõ tên xã" in body
    assert "Ảnh mờ" in body

    await home.portal.save(secret, {"child_birthplace": "Trung tâm y tế, thị trấn Đức Hòa"}, home.act)
    old = view.papers[0].files[0]
    await home.portal.detach(secret, old.id, home.act)
    await home.portal.attach(secret, Upload("birth_paper", "chup-lai.pdf", OTHER_PDF), home.act)
    home.clock.at += timedelta(hours=1)
    await home.portal.submit(secret, home.act)
    assert (await home.view(secret)).state == "filed"
    from plugins.onestop.online.controllers.compare import comparison

    found = await comparison(await row_of(home, secret), unmasked=False)
    rows = {row.name: row for _title, part in found["sections"] for row in part}
    (changed,) = [row for row in rows.values() if row.changed]
    assert (changed.name, changed.before) == ("child_birthplace", "Trung tâm y tế huyện Đức Hòa")
    assert changed.asked == "Ghi rõ tên xã"
    assert rows["requester_identity"].value == "•••••••••234"
    assert [paper.key for paper in found["papers"] if paper.changed] == ["birth_paper"]
    assert found["papers"][0].before[0].name == "giay-chung-sinh.pdf"
    assert await files.find(old.id) is not None  # kept: it belongs to the round before


async def test_refusing_needs_words_and_ends_it(home: Home, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    secret = await home.filed(mail_server, run_jobs)
    filing = await row_of(home, secret)
    act = home.desk.act(home.desk.clerk)
    await answering.refuse(filing.number, Refusal(filing.revision, "Không thuộc thẩm quyền của xã"), act)
    assert (await home.view(secret)).state == "refused"
    with pytest.raises(Conflict):
        await home.portal.save(secret, {"child_name": "X"}, home.act)
    with pytest.raises(Conflict):
        await answering.accept(filing.number, Accept(filing.revision + 1), act)


async def test_one_of_two_clerks_wins_and_the_other_is_told_who(
    home: Home,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    secret = await home.filed(mail_server, run_jobs)
    filing = await row_of(home, secret)
    act = home.desk.act(home.desk.clerk)
    await answering.ask(filing.number, Ask(filing.revision, [Mend("child_name", "Sai dấu")]), act)
    with pytest.raises(Conflict, match=home.desk.clerk.display_name):
        await answering.accept(filing.number, Accept(filing.revision), act)


async def test_asking_for_nothing_is_refused(home: Home, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    filing = await row_of(home, await home.filed(mail_server, run_jobs))
    with pytest.raises(Refused):
        await answering.ask(filing.number, Ask(filing.revision), home.desk.act(home.desk.clerk))


async def test_only_the_desk_of_the_office_answers(home: Home, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    filing = await row_of(home, await home.filed(mail_server, run_jobs))
    with pytest.raises(Missing):
        await answering.accept(filing.number, Accept(filing.revision), home.desk.act(home.desk.stranger))
    with pytest.raises(Forbidden):
        await answering.accept(filing.number, Accept(filing.revision), home.desk.act(home.desk.leader))
    owner = FilingAttachments()
    assert await owner.may_read(filing.id, home.desk.clerk)
    assert not await owner.may_read(filing.id, home.desk.stranger)


async def test_what_was_filed_is_never_rewritten(home: Home, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    await home.filed(mail_server, run_jobs)
    import asyncpg

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with database.transaction():
            await database.execute("UPDATE onestop.onestop_filing_version SET round = 9")


async def test_a_changed_calendar_moves_the_answer_and_says_so(home: Home) -> None:
    home.clock.at = datetime(2021, 3, 10, 2, 30, tzinfo=UTC)
    secret = await home.draft()
    await filing_commands.file(secret, home.act)
    assert await recount_answers(system_act(home.clock.now())) == 0
    await database.execute(  # as if the day after had been off when it was filed
        "UPDATE onestop.onestop_filing SET answer_due_at = answer_due_at + interval '1 day' WHERE state = 'filed'"
    )
    assert await recount_answers(system_act(home.clock.now())) == 1
    view = await home.view(secret)
    assert view.answer_due_at == home.clock.now() + timedelta(days=1)
    assert "hạn trả lời thay đổi" in view.events[-1].title


async def test_the_one_search_box_finds_filings_of_one_s_units(home: Home) -> None:
    secret = await home.draft()
    query = SearchQuery("tran minh an", "tran minh an")
    assert await find_filings(query, home.desk.clerk) == []  # a draft is nobody's business
    await filing_commands.file(secret, home.act)
    (hit,) = await find_filings(query, home.desk.clerk)
    assert hit.title.startswith("TT-")
    assert await find_filings(query, home.desk.stranger) == []


async def test_withdrawing(home: Home, mail_server: MailServer, run_jobs: Any) -> None:  # noqa: F811
    secret = await home.filed(mail_server, run_jobs)
    await home.portal.withdraw(secret, home.act)
    await home.portal.withdraw(secret, home.act)
    assert (await home.view(secret)).state == "withdrawn"
    filing = await row_of(home, secret)
    with pytest.raises(Conflict):
        await answering.accept(filing.number, Accept(filing.revision), home.desk.act(home.desk.clerk))


async def test_a_procedure_without_a_form_cannot_be_filed(home: Home) -> None:
    with pytest.raises(Missing):
        await home.portal.start("2.999999", await home.office(), home.act)
    with pytest.raises(Refused):
        await home.portal.start(MARRIAGE, await home.office("duc-hoa"), home.act)  # not the district's


async def test_contact_is_checked(home: Home) -> None:
    secret = await home.draft()
    with pytest.raises(Refused) as refusal:
        await home.portal.contact(secret, Reach("nam@", "12", "post", ""), home.act)
    assert [problem.field for problem in refusal.value.problems] == ["email", "phone", "post_address"]
    assert (await home.view(secret)).email == EMAIL


async def test_drafts_that_nobody_touches_go_with_their_files(
    home: Home,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    filed, draft = await home.filed(mail_server, run_jobs), await home.draft()
    file = (await home.view(draft)).papers[0].files[0]
    home.clock.at += timedelta(days=rules().draft.keep_days - 1)
    assert await forget_drafts(home.act) == 0
    home.clock.at += timedelta(days=2)
    assert await forget_drafts(home.act) == 1
    with pytest.raises(Missing):
        await home.view(draft)
    assert await files.find(file.id) is None
    assert (await home.view(filed)).state == "filed"


async def test_every_step_is_in_the_log_without_the_answers(
    home: Home,
    mail_server: MailServer,  # noqa: F811
    run_jobs: Any,
) -> None:
    secret = await home.filed(mail_server, run_jobs)
    filing = await row_of(home, secret)
    await answering.accept(filing.number, Accept(filing.revision), home.desk.act(home.desk.clerk))
    rows = await database.rows(
        "SELECT action, before::text || coalesce(after::text, '') AS told FROM audit.audit_entry"
        " WHERE subject = 'onestop.filing' ORDER BY id"
    )
    assert {"onestop.filing_file", "onestop.filing_accept"} <= {row["action"] for row in rows}
    assert not any("Trần" in (row["told"] or "") for row in rows)
