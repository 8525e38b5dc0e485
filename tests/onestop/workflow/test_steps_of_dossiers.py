"""Steps beside the usual moves, on real dossiers: supplements, ways back, recall, holding, substitutes, corrections."""

import asyncio
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from core import db as database
from core.accounts.testing import staff
from core.acting import Principal, system_act
from core.errors import Conflict, Forbidden, Missing, Refused
from core.offices.commands import report_absence
from core.offices.schemas import NewAbsence
from plugins.onestop.commands.importing import publish_workflows
from plugins.onestop.commands.moving import move
from plugins.onestop.domain.conditions import Condition
from plugins.onestop.domain.workflows import LEADER_SIGNS
from plugins.onestop.queries import dossiers, public
from plugins.onestop.schemas import MissingPaper, Move, Moved
from plugins.onestop.workflow import queries
from plugins.onestop.workflow.commands.axes import step_axis
from plugins.onestop.workflow.commands.correcting import ask_correction, decide_correction, open_wish
from plugins.onestop.workflow.commands.holding import claim, reassign, recall, unclaim
from plugins.onestop.workflow.schemas import AxisStep, Decision, Looked, NewCorrection, Reassign
from tests.onestop.conftest import MARRIAGE, Desk
from tests.onestop.test_moving import sheet_of, step

pytestmark = pytest.mark.anyio


async def walk(desk: Desk, code: str, *actions: str) -> None:
    """Take steps of the usual way, each by the one whose turn it is."""
    who = {"hand_over": desk.clerk, "return": desk.clerk, "sign": desk.leader, "reopen": desk.clerk}
    for action in actions:
        await step(desk, code, who.get(action, desk.specialist), action, "Đúng quy định")


async def looked(code: str) -> Looked:
    return Looked((await sheet_of(code)).revision)


async def kinds(code: str) -> list[str]:
    return [f"{line.kind}.{line.action}" for line in await dossiers.ledger((await sheet_of(code)).id)]


async def long_way(procedure: str = MARRIAGE) -> None:
    await database.execute("UPDATE onestop.onestop_procedure SET workflow = 'long_way' WHERE code = $1", procedure)


async def colleague(desk: Desk, role: str = "specialist") -> Principal:
    unit = "my-hanh-bac.mot-cua" if role == "clerk" else "my-hanh-bac"
    return await staff(role, unit, desk.clock.now(), f"khac.{role}")


# --- supplements -------------------------------------------------------------------------------------------------


async def test_all_that_is_missing_is_asked_at_once_with_a_last_day(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    items = [
        MissingPaper(wanted=True, paper="Tờ khai", text="ghi thiếu năm sinh"),
        MissingPaper(paper="Giấy không cần"),
        MissingPaper(text="Bản vẽ vị trí"),
    ]
    data = Move("ask_supplement", (await sheet_of(code)).revision, items=items, days=7)
    await move(code, data, desk.act(desk.specialist))
    sheet = await sheet_of(code)
    [one] = await queries.rounds(sheet.id)
    assert one.items == [{"paper": "Tờ khai", "text": "ghi thiếu năm sinh"}, {"paper": "", "text": "Bản vẽ vị trí"}]
    assert one.deadline_at == desk.clock.now() + timedelta(days=9, hours=7.5)  # the seventh working day, whole
    reason = (await dossiers.ledger(sheet.id))[-2].reason
    assert reason.startswith("1. Tờ khai: ghi thiếu năm sinh\n2. Bản vẽ vị trí\nHạn bổ sung: ")
    found = await public.by_code(code)
    assert found is not None
    assert "Bản vẽ vị trí" in (await found.view(desk.clock.now())).reason


async def test_asking_for_nothing_is_refused(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    data = Move("ask_supplement", (await sheet_of(code)).revision, items=[MissingPaper(paper="Tờ khai")], days=3)
    with pytest.raises(Refused) as refused:
        await move(code, data, desk.act(desk.specialist))
    assert refused.value.problems[0].field == "reason"


async def test_the_system_may_stop_a_dossier_whose_supplement_never_came(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "ask_supplement")
    sheet = await sheet_of(code)
    await move(code, Move("stop", sheet.revision, "Quá hạn bổ sung"), system_act(desk.clock.now()))
    sheet = await sheet_of(code)
    assert (sheet.state, sheet.closed_at) == ("stopped", desk.clock.now())
    [one] = await queries.rounds(sheet.id)
    assert one.outcome == "stop"


# --- withdrawal --------------------------------------------------------------------------------------------------


async def test_a_rejected_wish_to_withdraw_leads_back_to_where_it_was(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "ask_supplement")
    await step(desk, code, desk.clerk, "ask_withdraw", "Người nộp xin rút")
    assert (await sheet_of(code)).state == "withdraw_requested"
    await step(desk, code, desk.specialist, "reject_withdrawal", "Đã có kết quả thẩm định")
    sheet = await sheet_of(code)
    assert (sheet.state, sheet.clock) == ("needs_supplement", "paused")
    [one] = await queries.rounds(sheet.id)
    assert one.closed_at is None
    assert (await step(desk, code, desk.clerk, "supplemented")).state == "appraising"


async def test_a_granted_wish_ends_the_dossier_without_a_result(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    await step(desk, code, desk.clerk, "ask_withdraw", "Người nộp xin rút")
    await walk(desk, code, "grant_withdrawal")
    sheet = await sheet_of(code)
    assert (sheet.state, sheet.settled_at, sheet.delivery) == ("withdrawn", None, "none")


# --- recall ------------------------------------------------------------------------------------------------------


async def test_a_step_is_taken_back_while_the_next_has_not_begun(desk: Desk) -> None:
    taken = await desk.take()
    await walk(desk, taken.code, "hand_over")
    back = await recall(taken.code, await looked(taken.code), desk.act(desk.clerk))
    assert (back.state, back.promised_at) == ("accepted", taken.promised_at)
    assert (await sheet_of(taken.code)).holder_id == desk.clerk.person_id
    assert (await kinds(taken.code))[-2:] == ["move.hand_over", "move.recall"]
    await walk(desk, taken.code, "hand_over", "start")
    with pytest.raises(Refused) as refused:
        await recall(taken.code, await looked(taken.code), desk.act(desk.clerk))
    assert refused.value.problems[0].code == "not_yours"


async def test_what_somebody_claimed_is_not_taken_back(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "submit")
    await claim(code, await looked(code), desk.act(desk.leader))
    with pytest.raises(Refused) as refused:
        await recall(code, await looked(code), desk.act(desk.specialist))
    assert refused.value.problems[0].code == "begun"


async def test_a_recalled_pause_gives_the_time_back(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "ask_supplement")
    await step(desk, code, desk.clerk, "ask_withdraw", "Xin rút")
    back = await recall(code, await looked(code), desk.act(desk.clerk))
    assert (back.state, (await sheet_of(code)).clock) == ("needs_supplement", "paused")
    assert [k for k in await kinds(code) if k.startswith("clock")] == ["clock.pause", "clock.resume", "clock.pause"]


# --- holding -----------------------------------------------------------------------------------------------------


async def test_what_one_holds_no_colleague_moves(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    other = await colleague(desk)
    with pytest.raises(Forbidden, match=desk.specialist.display_name):
        await step(desk, code, other, "submit")
    await reassign(
        code, Reassign((await sheet_of(code)).revision, other.person_id or 0, "Nghỉ ốm"), desk.act(desk.leader)
    )
    sheet = await sheet_of(code)
    assert (sheet.holder_id, sheet.state) == (other.person_id, "appraising")
    assert (await step(desk, code, other, "submit")).state == "submitted"


async def test_only_managers_reassign_and_only_to_those_who_can(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    other = await colleague(desk)
    sheet = await sheet_of(code)
    with pytest.raises(Forbidden):
        await reassign(code, Reassign(sheet.revision, other.person_id or 0, "Đổi người"), desk.act(desk.specialist))
    for person in (desk.clerk, desk.stranger, desk.specialist):
        with pytest.raises(Refused) as refused:
            await reassign(code, Reassign(sheet.revision, person.person_id or 0, "Đổi"), desk.act(desk.leader))
        assert refused.value.problems[0].field == "receiver"
    with pytest.raises(Missing):
        await reassign(code, Reassign(sheet.revision, other.person_id or 0, "Đổi"), desk.act(desk.stranger))


async def test_claim_and_let_go(desk: Desk) -> None:
    code = (await desk.take()).code
    with pytest.raises(Forbidden):
        await claim(code, await looked(code), desk.act(desk.leader))
    await claim(code, await looked(code), desk.act(desk.clerk))
    other = await colleague(desk, "clerk")
    with pytest.raises(Refused, match=desk.clerk.display_name):
        await claim(code, await looked(code), desk.act(other))
    with pytest.raises(Forbidden):
        await step(desk, code, other, "withdraw", "Xin rút")
    with pytest.raises(Refused):
        await unclaim(code, await looked(code), desk.act(other))
    await unclaim(code, await looked(code), desk.act(desk.clerk))
    assert (await sheet_of(code)).holder_id is None


# --- substitutes -------------------------------------------------------------------------------------------------


async def stand_in(desk: Desk, absent: Principal, substitute: Principal) -> Principal:
    """Let one stand in for the other today; return the substitute as the log-in of today sees it."""
    today = date(2017, 11, 22)
    absence = NewAbsence(absent.person_id or 0, today, today, substitute_id=substitute.person_id, reason="Họp")
    await report_absence(absence, system_act(desk.clock.now()))
    return await staff("", "my-hanh-bac", desk.clock.now(), substitute.username)


async def test_a_substitute_acts_and_both_stay_in_the_trail(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over")
    other = await stand_in(desk, desk.specialist, await colleague(desk))
    await step(desk, code, other, "start")
    last = [line for line in await dossiers.ledger((await sheet_of(code)).id) if line.kind == "move"][-1]
    assert (last.person_id, last.on_behalf_of) == (other.person_id, desk.specialist.person_id)
    assert last.on_behalf_name == desk.specialist.display_name
    entry = await database.value(
        "SELECT after->>'on_behalf_of' FROM audit.audit_entry WHERE action = 'onestop.move' ORDER BY id DESC LIMIT 1"
    )
    assert int(entry) == desk.specialist.person_id


async def test_nobody_signs_through_a_substitute_what_was_appraised_for_him(desk: Desk) -> None:
    """The specialist stands in for the leader: what he appraised himself he does not sign in the leader's name."""
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "submit")
    both = await stand_in(desk, desk.leader, desk.specialist)
    assert both.may("onestop.sign")
    with pytest.raises(Forbidden, match="không được tự ký"):
        await step(desk, code, both, "sign")


async def test_nor_does_the_substitute_of_him_who_appraised(desk: Desk) -> None:
    """A leader who appraised is away: his substitute does not sign it in his name either."""
    double = replace(
        desk.leader, grants={**desk.leader.grants, "onestop.appraise": desk.specialist.units("onestop.appraise")}
    )
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    await unclaim(code, await looked(code), desk.act(desk.specialist))
    await step(desk, code, double, "submit")
    deputy = await stand_in(desk, desk.leader, await colleague(desk))
    with pytest.raises(Forbidden, match="không được tự ký"):
        await step(desk, code, deputy, "sign")


# --- the long way, conditions, axes ------------------------------------------------------------------------------


async def test_the_long_way_needs_a_number_and_the_fee(desk: Desk) -> None:
    await long_way()
    registry = await staff("secretary", "my-hanh-bac", desk.clock.now())
    head = await staff("leader", "my-hanh-bac", desk.clock.now(), "truong.phong")
    code = (await desk.take(fee=30_000)).code
    await walk(desk, code, "hand_over", "start", "propose")
    await step(desk, code, head, "endorse")
    with pytest.raises(Forbidden):
        await step(desk, code, head, "sign")
    await step(desk, code, desk.leader, "sign")
    with pytest.raises(Refused) as refused:
        await step(desk, code, registry, "issue")
    assert refused.value.problems[0].field == "number"
    data = Move("issue", (await sheet_of(code)).revision, number="15/QĐ-UBND")
    await move(code, data, desk.act(registry))
    await step(desk, code, registry, "to_desk")
    sheet = await sheet_of(code)
    assert (sheet.result_number, sheet.delivery) == ("15/QĐ-UBND", "at_desk")
    with pytest.raises(Refused, match="Đã thu đủ phí"):
        await step(desk, code, desk.clerk, "return")
    await database.execute("UPDATE onestop.onestop_dossier SET fee_paid = fee_due WHERE code = $1", code)
    await step(desk, code, desk.clerk, "return")
    assert (await sheet_of(code)).delivery == "returned"


async def test_a_negative_result_is_a_result(desk: Desk) -> None:
    await long_way()
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "propose")
    await step(desk, code, await staff("leader", "my-hanh-bac", desk.clock.now(), "truong.phong"), "endorse")
    await step(desk, code, desk.leader, "refuse", "Không đủ điều kiện kết hôn")
    data = Move("issue", (await sheet_of(code)).revision, number="16/TB")
    await move(code, data, desk.act(desk.clerk))
    sheet = await sheet_of(code)
    assert (sheet.state, sheet.settled_at, sheet.delivery) == ("at_desk", desk.clock.now(), "at_desk")


async def test_axes_go_their_own_way(desk: Desk) -> None:
    code = (await desk.take()).code

    async def axis(which: Any, action: str, reason: str = "") -> Moved:
        return await step_axis(
            code, AxisStep((await sheet_of(code)).revision, which, action, reason), desk.act(desk.clerk)
        )

    with pytest.raises(Refused):
        await axis("delivery", "post")
    await axis("digitised", "digitise")
    await walk(desk, code, "hand_over", "start", "submit", "sign", "to_desk")
    await axis("delivery", "post")
    with pytest.raises(Refused):
        await axis("delivery", "post_back")
    await axis("delivery", "post_back", "Vắng nhà")
    sheet = await sheet_of(code)
    assert (sheet.state, sheet.delivery, sheet.digitised) == ("at_desk", "at_desk", "digitised")
    assert "delivery.post_back" in await kinds(code)
    with pytest.raises(Forbidden):
        await step_axis(code, AxisStep(sheet.revision, "delivery", "post"), desk.act(desk.leader))


# --- reopening and corrections -----------------------------------------------------------------------------------


async def test_reopened_for_correction_the_first_result_still_counts(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "submit", "sign", "to_desk", "return")
    settled = (await sheet_of(code)).settled_at
    desk.clock.move(timedelta(days=30))
    await walk(desk, code, "reopen")
    sheet = await sheet_of(code)
    assert (sheet.state, sheet.closed_at, sheet.settled_at, sheet.clock) == ("correcting", None, settled, "stopped")
    await walk(desk, code, "submit_correction")
    await step(desk, code, desk.leader, "sign_correction")
    await walk(desk, code, "return")
    sheet = await sheet_of(code)
    assert (sheet.state, sheet.settled_at, sheet.closed_at) == ("returned", settled, desk.clock.now())


def wish(sheet: Any, **changes: str) -> NewCorrection:
    names = ("owner_name", "owner_identity", "owner_phone", "owner_address", "submitter_name", "request")
    return NewCorrection(revision=sheet.revision, reason="Ghi nhầm", **{n: getattr(sheet, n) for n in names} | changes)


async def test_a_correction_form_is_filled_with_the_current_values_not_rejected_ones(desk: Desk) -> None:
    code = (await desk.take()).code
    await ask_correction(code, wish(await sheet_of(code), owner_name="Nguyễn Minh Hoà"), desk.act(desk.clerk))
    no = Decision((await sheet_of(code)).revision, "reject", "Giấy tờ ghi khác")
    await decide_correction(code, no, desk.act(desk.leader))
    sheet = await sheet_of(code)
    assert sheet.owner_name == "Nguyễn Minh Hòa"
    assert await open_wish(sheet.id) is None
    await ask_correction(code, wish(sheet, owner_phone="0900000001"), desk.act(desk.clerk))
    found = await open_wish(sheet.id)
    assert found is not None
    assert set(found.changes) == {"owner_phone"}


async def test_one_asks_for_a_correction_and_another_decides(desk: Desk) -> None:
    code = (await desk.take()).code
    both = replace(desk.clerk, grants={**desk.clerk.grants, "onestop.sign": desk.leader.units("onestop.sign")})
    await ask_correction(code, wish(await sheet_of(code), owner_name="Nguyễn Minh Hậu"), desk.act(both))
    yes = Decision((await sheet_of(code)).revision, "approve")
    with pytest.raises(Forbidden):
        await decide_correction(code, yes, desk.act(both))
    with pytest.raises(Missing):
        await decide_correction(code, yes, desk.act(desk.stranger))
    await decide_correction(code, yes, desk.act(desk.leader), "k")
    await decide_correction(code, yes, desk.act(desk.leader), "k")
    corrected = await sheet_of(code)
    assert (corrected.owner_name, corrected.submitter_name) == ("Nguyễn Minh Hậu", "Nguyễn Minh Hậu")
    log = await database.row("SELECT before, after FROM audit.audit_entry WHERE action = 'onestop.correct'")
    assert log is not None
    assert msgspec.json.decode(log["before"])["owner_name"] == "Nguyễn Minh Hòa"
    with pytest.raises(Refused):
        await decide_correction(code, Decision((await sheet_of(code)).revision, "approve"), desk.act(desk.leader))


async def test_a_wish_that_changes_nothing_is_refused(desk: Desk) -> None:
    code = (await desk.take()).code
    with pytest.raises(Refused, match="Không có thông tin nào thay đổi"):
        await ask_correction(code, wish(await sheet_of(code)), desk.act(desk.clerk))


async def test_conditions_of_a_published_version_are_asked_all_at_once(desk: Desk) -> None:
    asking = replace(
        LEADER_SIGNS,
        transitions=tuple(
            replace(m, conditions=(Condition("digitised"), Condition("channel", "post")), papers=("Giấy ủy quyền",))
            if m.action == "submit"
            else m
            for m in LEADER_SIGNS.transitions
        ),
    )
    await publish_workflows([asking], system_act(desk.clock.now()))
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    with pytest.raises(Refused) as refused:
        await step(desk, code, desk.specialist, "submit")
    assert len(refused.value.problems) == 3


# --- at the same moment ------------------------------------------------------------------------------------------


async def test_of_a_recall_and_the_next_step_exactly_one_wins(committed_desk: Desk) -> None:
    desk = committed_desk
    code = (await desk.take()).code
    await walk(desk, code, "hand_over")
    seen = (await sheet_of(code)).revision
    tries = [
        recall(code, Looked(seen), desk.act(desk.clerk)),
        move(code, Move("start", seen), desk.act(desk.specialist)),
        claim(code, Looked(seen), desk.act(desk.specialist)),
    ]
    results = await asyncio.gather(*(database.spawn(one) for one in tries), return_exceptions=True)
    assert [type(result).__name__ for result in results].count("Moved") == 1
    for result in results:
        assert isinstance(result, Moved | Conflict | Refused), result
    assert (await sheet_of(code)).revision == seen + 1


async def test_of_two_claims_one_wins_and_the_other_sees_who(committed_desk: Desk) -> None:
    desk = committed_desk
    code = (await desk.take()).code
    other = await colleague(desk, "clerk")
    tries = [claim(code, Looked(1), desk.act(who)) for who in (desk.clerk, other)]
    results = await asyncio.gather(*(database.spawn(one) for one in tries), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Moved"]
    lost = next(result for result in results if isinstance(result, Conflict))
    assert (await sheet_of(code)).holder_name in lost.problem.message
