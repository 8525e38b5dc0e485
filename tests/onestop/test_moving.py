"""A dossier goes its way step by step: by those whose turn it is, once, and everything is in the ledger."""

import asyncio
from datetime import datetime, timedelta

import pytest

from core import db as database
from core.accounts.testing import act_of
from core.acting import Principal
from core.errors import Conflict, Forbidden, Missing, Refused
from plugins.onestop.commands.moving import move
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Move, Moved
from tests.onestop.conftest import Desk, load_catalogue

pytestmark = pytest.mark.anyio


async def sheet_of(code: str) -> Sheet:
    found = await dossiers.by_code(code, None)
    assert found is not None
    return found


async def step(desk: Desk, code: str, who: Principal, action: str, reason: str = "") -> Moved:
    """Take a step as a person who has just looked at the dossier."""
    sheet = await sheet_of(code)
    receiver = desk.specialist.person_id if action == "hand_over" else None
    return await move(code, Move(action, sheet.revision, reason, receiver), desk.act(who))


async def test_from_reception_to_the_result_in_the_citizens_hand(desk: Desk) -> None:
    code = (await desk.take()).code
    way = [
        (desk.clerk, "hand_over", "assigned"),
        (desk.specialist, "start", "appraising"),
        (desk.specialist, "submit", "submitted"),
        (desk.leader, "sign", "signed"),
        (desk.specialist, "to_desk", "at_desk"),
        (desk.clerk, "return", "returned"),
    ]
    for who, action, state in way:
        desk.clock.move(timedelta(hours=1))
        assert (await step(desk, code, who, action)).state == state
    sheet = await sheet_of(code)
    assert sheet.revision == 7
    assert sheet.settled_at == desk.clock.now() - timedelta(hours=1)
    assert sheet.closed_at == desk.clock.now()
    ledger = await dossiers.ledger(sheet.id)
    assert [line.action for line in ledger if line.kind == "move"] == ["receive", *(action for _, action, _ in way)]
    assert [line.action for line in ledger if line.kind == "clock"] == ["stop"]
    told = await database.rows("SELECT type FROM core.core_event ORDER BY seq")
    assert [row["type"].rsplit(".", 1)[1] for row in told].count("DossierMoved") == 6
    assert [row["type"].rsplit(".", 1)[1] for row in told].count("ResultReady") == 1
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.move'") == 6


async def test_the_receiver_and_his_unit_have_it_and_may_see_it(desk: Desk) -> None:
    code = (await desk.take()).code
    assert await dossiers.by_code(code, [desk.specialist.unit_id or 0]) is None
    await step(desk, code, desk.clerk, "hand_over")
    sheet = await sheet_of(code)
    assert (sheet.holder_id, sheet.holder_name) == (desk.specialist.person_id, desk.specialist.display_name)
    assert await dossiers.by_code(code, [desk.specialist.unit_id or 0]) is not None


async def test_nothing_is_handed_to_nobody_or_to_a_stranger(desk: Desk) -> None:
    code = (await desk.take()).code
    for receiver in (None, desk.stranger.person_id, desk.clerk.person_id, 10**9):
        with pytest.raises(Refused) as refused:
            await move(code, Move("hand_over", 1, "", receiver), desk.act(desk.clerk))
        assert refused.value.problems[0].field == "receiver"


async def test_other_peoples_steps_are_refused(desk: Desk) -> None:
    code = (await desk.take()).code
    with pytest.raises(Forbidden):
        await step(desk, code, desk.leader, "hand_over")
    with pytest.raises(Refused):
        await step(desk, code, desk.leader, "sign")
    with pytest.raises(Refused) as refused:
        await step(desk, code, desk.clerk, "refuse")
    assert refused.value.problems[0].field == "reason"


async def test_another_commune_does_not_learn_that_it_exists(desk: Desk) -> None:
    code = (await desk.take()).code
    with pytest.raises(Missing):
        await move(code, Move("hand_over", 1, "", None), desk.act(desk.stranger))


async def test_nobody_signs_what_he_submitted(desk: Desk) -> None:
    both = Principal(
        username="both",
        display_name="Kiêm nhiệm",
        person_id=desk.specialist.person_id,
        unit_id=desk.specialist.unit_id,
        grants={**desk.specialist.grants, "onestop.sign": desk.leader.units("onestop.sign")},
    )
    code = (await desk.take()).code
    await step(desk, code, desk.clerk, "hand_over")
    await step(desk, code, both, "start")
    await step(desk, code, both, "submit")
    with pytest.raises(Forbidden):
        await step(desk, code, both, "sign")
    assert (await step(desk, code, desk.leader, "sign")).state == "signed"


async def test_whoever_looked_before_is_told_who_was_faster(desk: Desk) -> None:
    code = (await desk.take()).code
    await step(desk, code, desk.clerk, "hand_over")
    with pytest.raises(Conflict) as conflict:
        await move(code, Move("withdraw", 1, "Không làm nữa"), desk.act(desk.clerk))
    assert desk.clerk.display_name in conflict.value.problem.message
    assert "Chuyển cán bộ thụ lý" in conflict.value.problem.message
    assert (await sheet_of(code)).state == "assigned"


async def test_a_supplement_moves_the_day_by_the_open_time_it_took(desk: Desk) -> None:
    taken = await desk.take()
    code = taken.code
    await step(desk, code, desk.clerk, "hand_over")
    await step(desk, code, desk.specialist, "start")
    await step(desk, code, desk.specialist, "ask_supplement", "Thiếu giấy xác nhận cư trú")
    assert (await sheet_of(code)).clock == "paused"
    desk.clock.move(timedelta(days=2))
    back = await step(desk, code, desk.clerk, "supplemented")
    assert taken.promised_at is not None
    # Wednesday to Friday: two working days, and the weekend before the new day
    assert back.promised_at == taken.promised_at + timedelta(days=2)
    sheet = await sheet_of(code)
    assert (sheet.clock, sheet.holder_id) == ("runs", desk.specialist.person_id)


async def test_four_rounds_of_supplements_never_make_it_late(desk: Desk) -> None:
    taken = await desk.take()
    await step(desk, taken.code, desk.clerk, "hand_over")
    await step(desk, taken.code, desk.specialist, "start")
    assert taken.promised_at is not None
    for _round in range(4):
        await step(desk, taken.code, desk.specialist, "ask_supplement", "Thiếu giấy tờ")
        desk.clock.move(timedelta(days=7))
        back = await step(desk, taken.code, desk.clerk, "supplemented")
        assert back.promised_at is not None
        assert back.promised_at > desk.clock.now()
    assert back.promised_at == taken.promised_at + timedelta(days=28)


async def test_a_step_sent_twice_is_taken_once(desk: Desk) -> None:
    code = (await desk.take()).code
    data = Move("hand_over", 1, "", desk.specialist.person_id)
    first = await move(code, data, desk.act(desk.clerk), "k1")
    assert await move(code, data, desk.act(desk.clerk), "k1") == first
    assert (await sheet_of(code)).revision == 2


async def test_the_ledger_cannot_be_rewritten(desk: Desk) -> None:
    await desk.take()
    for statement in (
        "UPDATE onestop.onestop_dossier_event SET reason = 'x'",
        "DELETE FROM onestop.onestop_dossier_event",
    ):
        with pytest.raises(Exception, match="append-only"):
            async with database.transaction():
                await database.execute(statement)


@pytest.mark.parametrize("tries", range(3))
async def test_of_two_at_the_same_moment_exactly_one_wins(committed_desk: Desk, tries: int) -> None:
    desk = committed_desk
    code = (await desk.take()).code
    moves = [
        move(code, Move("hand_over", 1, "", desk.specialist.person_id), act_of(desk.clerk, desk.clock.now())),
        move(code, Move("withdraw", 1, "Người dân xin rút"), act_of(desk.clerk, desk.clock.now())),
    ]
    results = await asyncio.gather(*(database.spawn(step) for step in moves), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Moved"]
    sheet = await sheet_of(code)
    assert sheet.revision == 2
    assert len([line for line in await dossiers.ledger(sheet.id) if line.kind == "move"]) == 2


async def test_the_limit_of_a_linked_procedure_runs_from_when_the_deciding_agency_takes_it(desk: Desk) -> None:
    await load_catalogue(desk.clock.now(), ["1.011441"])  # same day, 15:00 rule, counted at the land office
    desk.clock.move(timedelta(hours=4))
    taken = await desk.take("1.011441")
    assert taken.promised_at == datetime.fromisoformat("2017-11-22T17:00+07:00")
    await step(desk, taken.code, desk.clerk, "hand_over")
    desk.clock.move(timedelta(hours=2))  # 15:30
    started = await step(desk, taken.code, desk.specialist, "start")
    assert started.promised_at == datetime.fromisoformat("2017-11-23T17:00+07:00")
