"""Demonstration: papers asked for, a wish to withdraw, a correction, a second version and a draft in work."""

from core import db
from core.acting import Act, Principal, system_act
from core.contributions import DemoContext
from plugins.onestop.access import APPRAISE, RECEIVE, VIEW
from plugins.onestop.commands.moving import move
from plugins.onestop.domain.workflow import State, Transition, Workflow
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import MissingPaper, Move
from plugins.onestop.workflow.commands.axes import step_axis
from plugins.onestop.workflow.commands.correcting import ask_correction
from plugins.onestop.workflow.commands.drafting import begin_draft, change_draft, publish_draft
from plugins.onestop.workflow.domain.editing import drop_move, put_move, put_state
from plugins.onestop.workflow.schemas import AxisStep, NewCorrection, Publish

_OPEN = """
SELECT code FROM onestop.onestop_dossier
WHERE state = $1 AND ($1 <> 'appraising' OR holder_id IS NOT NULL) ORDER BY id LIMIT 40
"""
_FIELD_CHECK = State("field_check", "Kiểm tra thực địa", "Đang kiểm tra thực địa", "specialist", budget_minutes=960)
_OUT = Transition("appraising", "go_out", "field_check", "Đi kiểm tra thực địa", ("specialist",))
_IN = Transition("field_check", "come_back", "appraising", "Đã kiểm tra thực địa", ("specialist",))


async def load_workflows(context: DemoContext) -> None:
    """Let people ask for papers, withdraw and correct; publish a second version and leave a draft in work."""
    working = await db.rows(_OPEN, "appraising")
    for row in working[:: max(1, len(working) // 3)][:3]:
        await _ask_for_papers(row["code"], context)
    resting = await db.rows(_OPEN, "appraising")
    if resting:
        await _wish_to_withdraw(resting[0]["code"], context)
    for row in (await db.rows(_OPEN, "at_desk"))[:2]:
        await _digitise(row["code"], context)
    for row in (await db.rows(_OPEN, "accepted"))[:1]:
        await _correct(row["code"], context)
    await _versions(context)


async def _ask_for_papers(code: str, context: DemoContext) -> None:
    sheet = await _sheet(code)
    papers = [paper.name for paper in sheet.facts.papers[:2]] or ["Tờ khai"]
    items = [MissingPaper(wanted=True, paper=papers[0], text="chưa ký, chưa ghi ngày")]
    items += [MissingPaper(wanted=True, paper=name, text="bản chụp không đọc được") for name in papers[1:]]
    data = Move("ask_supplement", sheet.revision, items=items, days=7)
    await move(code, data, _act(sheet, sheet.holder_id, sheet.holder_name, context))


async def _wish_to_withdraw(code: str, context: DemoContext) -> None:
    sheet = await _sheet(code)
    reason = "Người nộp xin rút để làm lại giấy tờ về đất"
    await move(code, Move("ask_withdraw", sheet.revision, reason), _act(sheet, None, "Bộ phận một cửa", context))


async def _digitise(code: str, context: DemoContext) -> None:
    sheet = await _sheet(code)
    act = _act(sheet, None, "Bộ phận một cửa", context)
    await step_axis(code, AxisStep(sheet.revision, "digitised", "digitise"), act)


async def _correct(code: str, context: DemoContext) -> None:
    sheet = await _sheet(code)
    wanted = NewCorrection(
        revision=sheet.revision,
        reason="Gõ nhầm số nhà khi tiếp nhận",
        owner_name=sheet.owner_name,
        owner_identity=sheet.owner_identity,
        owner_phone=sheet.owner_phone,
        owner_address=f"Số 12, {sheet.owner_address}",
        submitter_name=sheet.submitter_name,
        request=sheet.request,
    )
    await ask_correction(code, wanted, _act(sheet, None, "Bộ phận một cửa", context))


async def _versions(context: DemoContext) -> None:
    """Publish a second version of the usual way, and leave a draft of the long one with something to mend."""
    act = system_act(context.at)
    await begin_draft("leader_signs", act)
    revision = await change_draft("leader_signs", 1, _with_field_check, act)
    await publish_draft("leader_signs", Publish(revision, "Thêm bước kiểm tra thực địa", knowingly=True), act)
    await begin_draft("long_way", act)
    await change_draft("long_way", 1, lambda workflow: drop_move(workflow, "needs_supplement", "stop"), act)


def _with_field_check(workflow: Workflow) -> Workflow:
    changed = put_state(workflow, _FIELD_CHECK)
    for row in (_OUT, _IN):
        changed = put_move(changed, row)
    return changed


async def _sheet(code: str) -> Sheet:
    found = await dossiers.by_code(code, None)
    if found is None:
        raise LookupError(code)
    return found


def _act(sheet: Sheet, person_id: int | None, name: str, context: DemoContext) -> Act:
    """Return an act of whoever has a dossier, or of its desk."""
    held = frozenset(sheet.unit_ids)
    grants = dict.fromkeys((VIEW, APPRAISE) if person_id else (VIEW, RECEIVE), held)
    username = f"demo.{person_id or 'mot-cua'}"
    who = Principal(username=username, display_name=name, person_id=person_id, unit_id=sheet.unit_id, grants=grants)
    return Act(who=who, at=context.at)
