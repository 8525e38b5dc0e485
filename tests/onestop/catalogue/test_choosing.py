"""The clerk chooses the case and an exemption: papers, limit, fee and workflow follow, and the dossier keeps them."""

import copy
from typing import Any

import pytest

from core import db as database
from core.acting import system_act
from core.errors import Refused
from plugins.onestop.catalogue.choosing import choice_of as choose
from plugins.onestop.catalogue.choosing import chosen_at_intake, lines_for, suggestion
from plugins.onestop.commands.importing import import_procedures
from plugins.onestop.commands.receiving import preview
from plugins.onestop.domain.checklist import Handed, matrix
from plugins.onestop.fees.commands.charging import exempt
from plugins.onestop.fees.domain.account import account
from plugins.onestop.fees.schemas import Exempt
from plugins.onestop.queries import dossiers, procedures
from plugins.onestop.schemas import HandedIn
from tests.onestop.conftest import Desk, new_dossier

pytestmark = pytest.mark.anyio
CODE = "1.000001"
ROW: dict[str, Any] = {
    "code": CODE,
    "name": "Cấp giấy",
    "field": "Hộ tịch",
    "cases": [
        {"name": "Cấp mới", "code": "new"},
        {"name": "Cấp lại", "code": "again", "workflow": "specialist_settles"},
    ],
    "time_limit": [
        {"value": 5, "unit": "working_day", "case": "Cấp mới"},
        {"value": 2, "unit": "working_day", "case": "Cấp lại"},
    ],
    "fee": [
        {"amount": 30_000, "kind": "le_phi", "case": "Cấp mới"},
        {"amount": 10_000, "kind": "le_phi", "case": "Cấp lại"},
    ],
    "required_documents": [
        {"name": "Tờ khai", "originals": 1, "copies": 0},
        {"name": "Giấy cũ", "originals": 1, "copies": 0, "case": "Cấp lại"},
        {"name": "Giấy khai sinh", "originals": 0, "copies": 1, "case": "Cấp mới"},
    ],
    "exemptions": [
        {"name": "Hộ nghèo", "code": "poor", "kind": "le_phi"},
        {"name": "Học sinh", "code": "pupil", "kind": "le_phi", "percent": 50},
    ],
    "verified": "source",
}


@pytest.fixture
async def office(desk: Desk) -> Desk:
    await import_procedures([ROW], [], system_act(desk.clock.now()))
    return desk


async def taken(office: Desk, **changes: Any) -> dossiers.Sheet:
    received = await office.take(CODE, **changes)
    sheet = await dossiers.by_code(received.code, None)
    assert sheet is not None
    return sheet


@pytest.mark.parametrize(
    ("case", "limit", "workflow"), [("new", 5, "leader_signs"), ("again", 2, "specialist_settles")]
)
async def test_limit_and_workflow_follow_the_case(office: Desk, case: str, limit: int, workflow: str) -> None:
    sheet = await taken(office, case=case)
    assert (sheet.budget_value, sheet.budget_unit) == (limit, "working_day")
    assert sheet.workflow.name == workflow
    chosen = chosen_at_intake(sheet.facts, await dossiers.ledger(sheet.id))
    assert chosen.case is not None
    assert chosen.case.code == case


async def test_without_a_case_the_limit_has_to_be_chosen(office: Desk) -> None:
    with pytest.raises(Refused) as refused:
        await office.take(CODE)
    assert [problem.field for problem in refused.value.problems] == ["limit"]
    assert (await taken(office, limit=1)).budget_value == 5


async def test_the_preview_knows_the_case(office: Desk) -> None:
    act = office.act(office.clerk)
    soon = await preview(new_dossier(CODE, case="again"), act)
    late = await preview(new_dossier(CODE, case="new"), act)
    assert await preview(new_dossier(CODE), act) is None
    assert soon is not None
    assert late is not None
    assert soon.due_at is not None
    assert late.due_at is not None
    assert soon.due_at < late.due_at


@pytest.mark.parametrize("field", ["case", "exemption"])
async def test_a_code_of_another_version_is_refused(office: Desk, field: str) -> None:
    with pytest.raises(Refused) as refused:
        await office.take(CODE, limit=1, **{field: "gone"})
    assert field in [problem.field for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("case", "exemption", "less", "due"),
    [("new", "", None, 30_000), ("new", "poor", 30_000, 0), ("again", "pupil", 5_000, 5_000), ("", "poor", None, None)],
)
async def test_what_there_is_to_pay(office: Desk, case: str, exemption: str, less: int | None, due: int | None) -> None:
    day = office.clock.now().date()
    sheet = await procedures.sheet(CODE, day)
    assert sheet is not None
    found = suggestion(choose(sheet.facts, case, exemption), day)
    assert (found.waived, found.due) == (less, due)


async def test_the_ledger_keeps_the_exemption_and_what_it_waived(office: Desk) -> None:
    sheet = await taken(office, case="new", exemption="poor", fee=0)
    rows = await database.rows(
        "SELECT kind, action, target, amount FROM onestop.onestop_dossier_event WHERE dossier = $1 ORDER BY id",
        sheet.id,
    )
    assert [tuple(row) for row in rows] == [
        ("move", "receive", "accepted", None),
        ("case", "chosen", "new", None),
        ("fee", "charged", "", 30_000),
        ("fee", "exempted", "poor", 30_000),
    ]


@pytest.mark.parametrize(
    ("case", "exemption", "fee", "charged", "exempted"),
    [("new", "poor", 0, 30_000, 30_000), ("again", "pupil", 5_000, 10_000, 5_000), ("new", "", 30_000, 30_000, 0)],
)
async def test_the_account_shows_an_exemption_taken_at_the_intake_once(
    office: Desk, case: str, exemption: str, fee: int, charged: int, exempted: int
) -> None:
    sheet = await taken(office, case=case, exemption=exemption, fee=fee, fee_paid=True)
    now = account(await dossiers.ledger(sheet.id))
    assert (now.charged, now.exempted, now.due, now.open) == (charged, exempted, fee, 0)
    assert (sheet.fee_due, sheet.fee_paid) == (now.due, now.kept)


async def test_an_exemption_granted_later_is_added_and_does_not_change_what_was_chosen(office: Desk) -> None:
    sheet = await taken(office, case="again", exemption="pupil", fee=5_000)
    await exempt(sheet.code, Exempt(5_000, "Hộ nghèo, giấy số 12/2017"), office.act(office.clerk))
    ledger = await dossiers.ledger(sheet.id)
    assert account(ledger).exempted == 10_000
    assert account(ledger).due == 0
    chosen = chosen_at_intake(sheet.facts, ledger)
    assert chosen.exemption is not None
    assert chosen.exemption.code == "pupil"


async def test_the_matrix_shows_the_papers_of_the_case(office: Desk) -> None:
    sheet = await taken(office, case="again", papers=[HandedIn(paper=1, originals=1)])
    chosen = chosen_at_intake(sheet.facts, await dossiers.ledger(sheet.id))
    lines = lines_for(matrix(sheet.facts.papers, [Handed(paper=1, originals=1)]), chosen.case)
    assert [line.name for line in lines] == ["Tờ khai", "Giấy cũ"]


async def test_a_dossier_keeps_the_version_under_which_it_was_taken(office: Desk) -> None:
    before = await taken(office, case="again")
    newer = copy.deepcopy(ROW) | {"cases": [{"name": "Cấp mới", "code": "new"}], "name": "Cấp giấy kiểu mới"}
    await import_procedures([newer], [], system_act(office.clock.now()))
    sheet = await dossiers.by_code(before.code, None)
    assert sheet is not None
    assert sheet.facts.name == "Cấp giấy"
    chosen = chosen_at_intake(sheet.facts, await dossiers.ledger(sheet.id))
    assert chosen.case is not None
    assert chosen.case.name == "Cấp lại"
    assert (await taken(office, case="new")).facts.name == "Cấp giấy kiểu mới"
