"""One step for many dossiers: a count, a report of who could not and why, and the way back while nothing followed."""

import re

import httpx
import pytest

from core import db as database
from core.accounts.testing import log_in, staff
from core.errors import Conflict, Missing, Refused
from plugins.onestop.commands.moving import move
from plugins.onestop.desk import queries
from plugins.onestop.desk.commands.many import reassign_many, step_many
from plugins.onestop.desk.commands.slips import print_slips
from plugins.onestop.desk.commands.undoing import undo
from plugins.onestop.desk.schemas import Line, ManyHolders, ManySteps
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Move
from tests.onestop.conftest import Desk

pytestmark = pytest.mark.anyio


async def sheet(code: str) -> Sheet:
    found = await dossiers.by_code(code, None)
    assert found is not None
    return found


async def chosen(*codes: str) -> list[Line]:
    return [Line(code, (await sheet(code)).revision) for code in codes]


async def taken(desk: Desk, count: int) -> list[str]:
    return [(await desk.take(owner_name=f"Người thứ {n}", owner_identity="")).code for n in range(count)]


async def handed(desk: Desk, codes: list[str]) -> int:
    data = ManySteps("hand_over", await chosen(*codes), receiver=desk.specialist.person_id)
    return (await step_many(data, desk.act(desk.clerk))).batch


async def test_one_step_for_many(desk: Desk) -> None:
    codes = await taken(desk, 3)
    batch = await handed(desk, codes)
    assert [(line.code, line.done) for line in await queries.lines(batch)] == [(code, True) for code in codes]
    assert {(await sheet(code)).state for code in codes} == {"assigned"}


async def test_what_cannot_be_done_says_why_and_does_not_stop_the_others(desk: Desk) -> None:
    first, moved, third = await taken(desk, 3)
    lines = [*await chosen(first, moved, third), Line("000.00.00.H00-171122-0001", 1)]
    await move(moved, Move("withdraw", 1, "xin rút"), desk.act(desk.clerk))
    data = ManySteps("hand_over", lines, receiver=desk.specialist.person_id)
    report = await queries.lines((await step_many(data, desk.act(desk.clerk))).batch)
    assert [line.done for line in report] == [True, False, True, False]
    assert "người khác xử lý" in report[1].message
    assert "Không tìm thấy" in report[3].message


@pytest.mark.parametrize(("action", "words"), [("withdraw", "ghi lý do"), ("hand_over", "chọn người nhận")])
async def test_what_a_step_needs_is_asked_for_once(desk: Desk, action: str, words: str) -> None:
    codes = await taken(desk, 2)
    with pytest.raises(Refused, match=words):
        await step_many(ManySteps(action, await chosen(*codes)), desk.act(desk.clerk))
    assert {(await sheet(code)).state for code in codes} == {"accepted"}


async def test_a_step_that_nobody_can_take_is_told_for_each(desk: Desk) -> None:
    codes = await taken(desk, 2)
    done = await step_many(ManySteps("sign", await chosen(*codes)), desk.act(desk.clerk))
    assert [line.done for line in await queries.lines(done.batch)] == [False, False]


async def test_sent_twice_is_done_once(desk: Desk) -> None:
    codes = await taken(desk, 2)
    data = ManySteps("hand_over", await chosen(*codes), receiver=desk.specialist.person_id)
    first = await step_many(data, desk.act(desk.clerk), "one-form")
    assert await step_many(data, desk.act(desk.clerk), "one-form") == first
    assert await database.value("SELECT count(*) FROM onestop.onestop_desk_batch") == 1


async def test_a_stranger_moves_nothing(desk: Desk) -> None:
    codes = await taken(desk, 1)
    data = ManySteps("hand_over", await chosen(*codes), receiver=desk.stranger.person_id)
    done = await step_many(data, desk.act(desk.stranger))
    assert [line.done for line in await queries.lines(done.batch)] == [False]
    assert await queries.batch(done.batch, desk.act(desk.clerk)) is None


async def test_work_is_taken_back_while_nothing_followed(desk: Desk) -> None:
    first, second, third = codes = await taken(desk, 3)
    before = {code: await sheet(code) for code in codes}
    batch = await handed(desk, codes)
    await move(second, Move("start", 2), desk.act(desk.specialist))
    assert await undo(batch, desk.act(desk.clerk)) == 2
    for code in (first, third):
        now = await sheet(code)
        assert (now.state, now.holder_id, now.promised_at) == ("accepted", None, before[code].promised_at)
        assert (await dossiers.ledger(now.id))[-1].action == "undo"
    assert (await sheet(second)).state == "appraising"
    with pytest.raises(Conflict):
        await undo(batch, desk.act(desk.clerk))
    logged = await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.undo'")
    assert logged == 2


async def test_after_an_undo_the_dossier_goes_on_as_before(desk: Desk) -> None:
    codes = await taken(desk, 1)
    await undo(await handed(desk, codes), desk.act(desk.clerk))
    again = await queries.lines(await handed(desk, codes))
    assert [line.done for line in again] == [True]


async def test_nobody_takes_back_the_work_of_another(desk: Desk) -> None:
    batch = await handed(desk, await taken(desk, 1))
    with pytest.raises(Missing):
        await undo(batch, desk.act(desk.specialist))


async def test_what_the_citizen_was_told_or_a_signature_is_not_taken_back(desk: Desk) -> None:
    [code] = await taken(desk, 1)
    await handed(desk, [code])
    specialist = desk.act(desk.specialist)
    for action in ("start", "submit"):
        await move(code, Move(action, (await sheet(code)).revision), specialist)
    done = await step_many(ManySteps("sign", await chosen(code)), desk.act(desk.leader))
    with pytest.raises(Refused, match="Không hoàn tác được"):
        await undo(done.batch, desk.act(desk.leader))
    assert (await sheet(code)).state == "signed"


async def test_a_round_with_the_citizen_is_not_taken_back(desk: Desk) -> None:
    [code] = await taken(desk, 1)
    await handed(desk, [code])
    await move(code, Move("start", 2), desk.act(desk.specialist))
    await move(code, Move("ask_supplement", 3, "thiếu giấy"), desk.act(desk.specialist))
    done = await step_many(ManySteps("supplemented", await chosen(code)), desk.act(desk.specialist))
    with pytest.raises(Refused, match="Không hoàn tác được"):
        await undo(done.batch, desk.act(desk.specialist))
    assert (await sheet(code)).state == "appraising"


async def test_many_are_given_to_another_specialist_and_back(desk: Desk) -> None:
    other = await staff("specialist", "my-hanh-bac", desk.clock.now(), "other-specialist")
    codes = await taken(desk, 3)
    await handed(desk, codes[:2])
    data = ManyHolders(other.person_id or 0, await chosen(*codes))
    done = await reassign_many(data, desk.act(desk.leader))
    report = await queries.lines(done.batch)
    assert [line.done for line in report] == [True, True, False]
    assert "không giao lại được" in report[2].message
    assert (await sheet(codes[0])).holder_id == other.person_id
    assert await undo(done.batch, desk.act(desk.leader)) == 2
    assert (await sheet(codes[0])).holder_id == desk.specialist.person_id


async def test_a_clerk_may_not_reassign(desk: Desk) -> None:
    codes = await taken(desk, 1)
    await handed(desk, codes)
    done = await reassign_many(ManyHolders(desk.specialist.person_id or 0, await chosen(*codes)), desk.act(desk.clerk))
    assert [line.done for line in await queries.lines(done.batch)] == [False]


async def test_printing_many_is_written_down_for_each_or_for_none(desk: Desk) -> None:
    codes = await taken(desk, 2)
    with pytest.raises(Missing):
        await print_slips([*codes, "000.00.00.H00-171122-0001"], desk.act(desk.clerk))
    printed = "SELECT count(*) FROM onestop.onestop_dossier_event WHERE action = 'printed'"
    assert await database.value(printed) == 0
    await print_slips(codes, desk.act(desk.clerk))
    assert await database.value(printed) == 2


@pytest.mark.parametrize(
    "path", ["/staff/desk/step", "/staff/desk/reassign", "/staff/desk/print", "/staff/desk/print/file"]
)
async def test_a_bulk_action_with_nothing_selected_is_a_message_not_an_error(
    client: httpx.AsyncClient, desk: Desk, path: str
) -> None:
    who = desk.specialist if "reassign" in path else desk.clerk
    answer = await (await log_in(client, who, desk.clock.now())).post(path, data={})
    assert answer.status_code == 200
    assert "Chưa chọn hồ sơ nào" in answer.text
    assert "/staff/dossiers" in answer.text


def _fields(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text))


async def test_from_the_ticked_lines_to_the_report_and_back(client: httpx.AsyncClient, desk: Desk) -> None:
    codes = await taken(desk, 2)
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    listed = (await clerk.get("/staff/dossiers")).text
    assert "/staff/desk/step" in listed
    asked = await clerk.post("/staff/desk/step", data={"key": codes})
    assert "Làm một bước cho 2 hồ sơ" in asked.text
    assert "làm được với 2 hồ sơ" in asked.text
    sent = _fields(asked.text) | {"action": "hand_over", "receiver": str(desk.specialist.person_id)}
    nowhere = await clerk.post("/staff/desk/step/do", data={**sent, "action": ""})
    assert nowhere.status_code == 422
    assert "Việc cần làm" in nowhere.text
    done = await clerk.post("/staff/desk/step/do", data=sent)
    assert done.status_code == 303
    report = await clerk.get(done.headers["location"])
    assert "Đã làm với 2 hồ sơ" in report.text
    assert "Hoàn tác 2 hồ sơ" in report.text
    back = await clerk.post(f"{done.headers['location']}/undo")
    assert back.status_code == 303
    assert "Đã hoàn tác" in (await clerk.get(done.headers["location"])).text


async def test_slips_of_many_come_in_one_file(client: httpx.AsyncClient, desk: Desk) -> None:
    codes = await taken(desk, 2)
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    asked = await clerk.post("/staff/desk/print", data={"key": codes})
    assert "In 2 giấy tiếp nhận" in asked.text
    answer = await clerk.post("/staff/desk/print/file", data={"key": codes})
    assert answer.headers["content-type"] == "application/pdf"
    from io import BytesIO

    from pypdf import PdfReader

    pages = PdfReader(BytesIO(answer.content)).pages
    assert [code in page.extract_text() for code, page in zip(codes, pages, strict=True)] == [True, True]


async def test_the_control_sheet_names_every_dossier_of_the_pile(client: httpx.AsyncClient, desk: Desk) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    codes = await taken(desk, 2)
    batch = await handed(desk, codes)
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    answer = await clerk.get(f"/staff/desk/batches/{batch}/sheet.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert all(code in text for code in codes)
    assert desk.specialist.display_name in text
    stranger = await log_in(client, desk.stranger, desk.clock.now())
    assert (await stranger.get(f"/staff/desk/batches/{batch}/sheet.pdf")).status_code == 404
