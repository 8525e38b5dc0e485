"""Random walks on the database: whatever people try, no dead end, every step logged, the clock as the ledger says."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from core import db as database
from core.accounts.testing import staff
from core.acting import Principal
from core.errors import MotcuaError
from plugins.onestop.commands.moving import move
from plugins.onestop.domain.ledger import pauses
from plugins.onestop.domain.promise import promise
from plugins.onestop.office import office_of
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Move
from plugins.onestop.workflow.commands.holding import claim, recall, unclaim
from plugins.onestop.workflow.schemas import Looked
from tests.onestop.conftest import MARRIAGE, Desk
from tests.onestop.test_moving import sheet_of

pytestmark = pytest.mark.anyio


async def try_something(desk: Desk, people: list[Principal], sheet: Sheet, chance: random.Random) -> None:
    """Let somebody try something, sensible more often than not."""
    who = chance.choice(people)
    exits = [step.action for step in sheet.workflow.exits(sheet.state)]
    action = chance.choice([*exits, *exits, "sign", "recall", "claim", "unclaim"])
    revision = sheet.revision if chance.random() < 0.9 else max(1, sheet.revision - 1)
    side = {"recall": recall, "claim": claim, "unclaim": unclaim}
    try:
        if action in side:
            await side[action](sheet.code, Looked(revision), desk.act(who))
        else:
            receiver = desk.specialist.person_id if chance.random() < 0.8 else None
            reason = "Đúng quy định" if chance.random() < 0.8 else ""
            await move(sheet.code, Move(action, revision, reason, receiver, number="1/QĐ"), desk.act(who))
    except MotcuaError:
        after = await sheet_of(sheet.code)
        assert (after.state, after.revision) == (sheet.state, sheet.revision)


async def check(code: str, desk: Desk) -> None:
    """Hold the row against its ledger and the log."""
    sheet = await sheet_of(code)
    ledger = await dossiers.ledger(sheet.id)
    steps = [line for line in ledger if line.kind == "move"]
    assert steps[-1].target == sheet.state
    assert all(before.target == after.source for before, after in pairwise(steps))
    counted = [line for line in ledger if line.kind in {"move", "hold"}]
    assert len(counted) == sheet.revision
    logged = await database.value(
        "SELECT count(*) FROM audit.audit_entry WHERE subject = 'onestop.dossier' AND subject_id = $1", str(sheet.id)
    )
    assert logged == len(counted)
    state = sheet.workflow.state(sheet.state)
    assert (sheet.clock, sheet.holder_duty) == (state.clock, state.holder)
    assert (sheet.closed_at is not None) == state.final
    assert state.final or sheet.workflow.exits(sheet.state)
    clock = [line.action for line in ledger if line.kind == "clock"]
    assert {"runs": "resume", "paused": "pause", "stopped": "stop"}[sheet.clock] == (clock[-1] if clock else "resume")
    if sheet.clock == "runs":
        office = await office_of(sheet.unit_id)
        due = promise(office.calendar, sheet.received_at, sheet.terms, pauses(ledger, desk.clock.now())).due_at
        assert sheet.promised_at == due


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("workflow", ["leader_signs", "specialist_settles", "long_way"])
async def test_random_walk(desk: Desk, workflow: str, seed: int) -> None:
    chance = random.Random(f"{workflow}{seed}")
    await database.execute("UPDATE onestop.onestop_procedure SET workflow = $1 WHERE code = $2", workflow, MARRIAGE)
    registry = await staff("secretary", "my-hanh-bac", desk.clock.now())
    head = await staff("leader", "my-hanh-bac", desk.clock.now(), "truong.phong")
    people = [desk.clerk, desk.specialist, desk.specialist, desk.leader, head, registry]
    code = (await desk.take()).code
    for _try in range(25):
        desk.clock.move(timedelta(minutes=chance.randint(1, 3000)))
        await try_something(desk, people, await sheet_of(code), chance)
        await check(code, desk)
