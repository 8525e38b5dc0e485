"""Running dossiers keep their version; moved in bulk, each is a transaction of its own, and a report names the rest."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from msgspec.structs import replace

from core import db as database
from core.accounts.testing import log_in, staff
from core.acting import system_act
from core.errors import Missing, Refused
from plugins.onestop.commands.importing import publish_workflows
from plugins.onestop.commands.moving import move
from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.domain.workflows import LEADER_SIGNS
from plugins.onestop.queries import dossiers, public
from plugins.onestop.schemas import Move
from plugins.onestop.workflow import queries
from plugins.onestop.workflow.commands.relocating import RelocateDossiers, carry_out, forecast, order_relocation
from plugins.onestop.workflow.domain.editing import drop_state
from plugins.onestop.workflow.schemas import Relocate
from tests.onestop.conftest import Desk
from tests.onestop.test_moving import sheet_of
from tests.onestop.workflow.test_steps_of_dossiers import walk

pytestmark = pytest.mark.anyio


def without_assigning() -> Workflow:
    """Return a second version without the step in which a dossier waits for its specialist."""
    bare = drop_state(LEADER_SIGNS, "assigned")
    start = replace(LEADER_SIGNS.exits("accepted")[0], target="appraising")
    return replace(bare, transitions=(start, *bare.transitions))


async def second_version(desk: Desk) -> None:
    await publish_workflows([without_assigning()], system_act(desk.clock.now()))


async def ordered(desk: Desk, states: list[str], key: str = "") -> int:
    admin = await staff("admin", "duc-hoa", desk.clock.now())
    data = Relocate(source=1, target=2, reason="Bỏ bước chờ thụ lý", states=states)
    return (await order_relocation("leader_signs", data, desk.act(admin), key)).relocation


async def test_running_dossiers_keep_their_version_and_new_ones_take_the_newest(desk: Desk) -> None:
    old = (await desk.take()).code
    await second_version(desk)
    new = (await desk.take()).code
    assert (await sheet_of(old)).workflow.find("assigned") is not None
    assert (await sheet_of(new)).workflow.find("assigned") is None


async def test_the_forecast_says_state_by_state_what_would_become(desk: Desk) -> None:
    first, second = (await desk.take()).code, (await desk.take()).code
    await walk(desk, second, "hand_over")
    await second_version(desk)
    new, old = await queries.published("leader_signs")
    lines = {one.state: one for one in await forecast(old, new, {})}
    assert lines["accepted"].placement.obstacle is None
    assert (lines["assigned"].count, lines["assigned"].placement.obstacle) == (1, "state_missing")
    mapped = {one.state: one for one in await forecast(old, new, {"assigned": "appraising"})}
    assert mapped["assigned"].placement.obstacle is None
    assert (await sheet_of(first)).workflow_id == old.id


async def test_those_that_can_are_moved_and_those_that_cannot_say_why(
    desk: Desk, run_jobs: Callable[[], Awaitable[int]]
) -> None:
    stays, goes, closed = [(await desk.take()).code for _ in range(3)]
    await walk(desk, stays, "hand_over")
    await walk(desk, closed, "hand_over", "start", "submit", "sign", "to_desk", "return")
    await second_version(desk)
    number = await ordered(desk, [])
    await run_jobs()
    new, old = await queries.published("leader_signs")
    by_code = {line.code: line for line in await queries.order_lines(number)}
    assert set(by_code) == {stays, goes}
    assert (by_code[stays].obstacle, by_code[goes].obstacle) == ("state_missing", "")
    assert [(await sheet_of(code)).workflow_id for code in (stays, goes, closed)] == [old.id, new.id, old.id]
    [order] = await queries.orders("leader_signs")
    assert (order.moved, order.kept, order.done_at) == (1, 1, desk.clock.now())


async def test_history_and_public_page_outlive_the_states_of_the_old_version(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    before = await dossiers.ledger((await sheet_of(code)).id)
    await second_version(desk)
    number = await ordered(desk, [])
    for _run in range(2):
        await carry_out(RelocateDossiers(relocation=number), system_act(desk.clock.now()))
    sheet = await sheet_of(code)
    ledger = await dossiers.ledger(sheet.id)
    assert ledger[: len(before)] == before
    assert [f"{line.kind}.{line.action}" for line in ledger[len(before) :]] == ["version.moved"]
    assert "Bỏ bước chờ thụ lý" in ledger[-1].reason
    found = await public.by_code(code)
    assert found is not None
    shown = await found.view(desk.clock.now())
    assert "Đã chuyển đến cán bộ chuyên môn" in [stage.title for stage in shown.timeline]
    await move(code, Move("submit", sheet.revision), desk.act(desk.specialist))
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.version.moved'") == 1


async def test_a_changed_clock_is_changed_in_the_ledger_too(desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start")
    await second_version(desk)
    await ordered(desk, ["appraising>needs_supplement"])
    [order] = await queries.orders("leader_signs")
    await carry_out(RelocateDossiers(relocation=order.id), system_act(desk.clock.now()))
    sheet = await sheet_of(code)
    assert (sheet.state, sheet.clock, sheet.holder_duty) == ("needs_supplement", "paused", "citizen")
    assert (sheet.holder_id, sheet.holder_name) == (None, "")
    assert "clock.pause" in [f"{line.kind}.{line.action}" for line in await dossiers.ledger(sheet.id)]


async def test_an_order_sent_twice_is_one_order(desk: Desk) -> None:
    await second_version(desk)
    assert await ordered(desk, [], "k") == await ordered(desk, [], "k")


async def test_nonsense_is_refused(desk: Desk) -> None:
    act = system_act(desk.clock.now())
    with pytest.raises(Refused):
        await order_relocation("leader_signs", Relocate(1, 1, "Thử xem"), act)
    with pytest.raises(Missing):
        await order_relocation("leader_signs", Relocate(1, 9, "Thử xem"), act)


async def test_by_page(client: httpx.AsyncClient, desk: Desk, run_jobs: Callable[[], Awaitable[int]]) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over")
    await second_version(desk)
    admin = await log_in(client, await staff("admin", "duc-hoa", desk.clock.now()), desk.clock.now())
    base = "/staff/workflows/leader_signs"
    preview = await admin.get(f"{base}/relocate?source=1&target=2")
    assert "Phiên bản mới không có bước tương ứng" in preview.text
    again = await admin.get(f"{base}/relocate?source=1&target=2&states=assigned%3Eaccepted")
    assert "chuyển được" in again.text
    sent = {"source": "1", "target": "2", "states": "assigned>accepted", "reason": "Đổi quy trình"}
    short = await admin.post(f"{base}/relocate", data=sent | {"reason": ""})
    assert short.status_code == 422
    done = await admin.post(f"{base}/relocate", data=sent)
    assert done.status_code == 303, done.text
    await run_jobs()
    report = await admin.get(done.headers["location"])
    assert code in report.text
    assert (await sheet_of(code)).state == "accepted"
    dossier = await admin.get(f"/staff/dossiers/{code}")
    assert "Chuyển sang phiên bản quy trình khác" in dossier.text
    assert (await admin.get(f"{base}/relocations/999")).status_code == 404
