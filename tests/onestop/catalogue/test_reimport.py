"""The same catalogue again changes nothing; a change of any part makes exactly one new version and is shown."""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from core import db as database
from core.acting import system_act
from core.clock import VIETNAM, FixedClock
from core.errors import Refused
from plugins.onestop.catalogue import queries
from plugins.onestop.catalogue.domain.tabular import read_table
from plugins.onestop.commands.importing import ImportReport, import_procedures, publish_workflows
from plugins.onestop.domain.workflows import SHIPPED
from plugins.onestop.queries import procedures

pytestmark = pytest.mark.anyio
ROW: dict[str, Any] = {
    "code": "1.000001",
    "name": "Cấp giấy",
    "field": "Hộ tịch",
    "level": ["Cấp xã"],
    "agency": "Ủy ban nhân dân xã",
    "time_limit": [{"value": 5, "unit": "working_day"}],
    "fee": [{"amount": 10_000, "kind": "le_phi"}],
    "required_documents": [{"name": "Tờ khai", "originals": 1, "copies": 0, "case": "Đối với trường hợp cấp mới"}],
    "exemptions": [{"name": "Người khuyết tật"}],
    "forms": [{"name": "Mẫu 01", "url": "https://example.gov.vn/01"}],
    "steps": "Bước 1",
    "verified": "source",
}
NEIGHBOUR = ROW | {"code": "1.000002", "name": "Cấp lại giấy"}


def changed(**values: Any) -> dict[str, Any]:
    return copy.deepcopy(ROW) | values


async def load(clock: FixedClock, *rows: dict[str, Any], day: date | None = None) -> ImportReport:
    return await import_procedures(rows, [], system_act(clock.now()), effective_from=day)


async def count() -> int:
    return int(await database.value("SELECT count(*) FROM onestop.onestop_procedure_version"))


@pytest.mark.parametrize("order", [lambda row: row, lambda row: dict(reversed(row.items()))])
async def test_the_same_again_is_no_new_version(
    db: None, clock: FixedClock, order: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    await load(clock, ROW, NEIGHBOUR)
    again = await load(clock, order(copy.deepcopy(ROW)), order(copy.deepcopy(NEIGHBOUR)))
    assert (again.new, again.changed, again.changes) == ((), (), ())
    assert await count() == 2


CHANGES = {
    "name": {"name": "Cấp giấy khác"},
    "field": {"field": "Đất đai"},
    "levels": {"level": ["Cấp xã", "Cấp tỉnh"]},
    "agency": {"agency": "Sở Tư pháp"},
    "limits": {"time_limit": [{"value": 3, "unit": "working_day"}]},
    "fees": {"fee": [{"amount": 12_000, "kind": "le_phi"}]},
    "papers": {"required_documents": [*ROW["required_documents"], {"name": "Ảnh", "originals": 2, "copies": 0}]},
    "exemptions": {"exemptions": []},
    "forms": {"forms": [{"name": "Mẫu 02"}]},
    "cases": {"cases": [{"name": "Cấp lại"}]},
    "applicants": {"applicants": ["Công dân Việt Nam"]},
    "steps": {"steps": "Bước 1\nBước 2"},
    "conditions": {"conditions": "Có nhà"},
    "ways": {"ways": ["Trực tiếp: tại xã"]},
}


@pytest.mark.parametrize(("part", "change"), CHANGES.items())
async def test_a_change_makes_one_version_of_that_procedure_and_is_named(
    db: None, clock: FixedClock, part: str, change: dict[str, Any]
) -> None:
    await load(clock, ROW, NEIGHBOUR)
    report = await load(clock, changed(**change), NEIGHBOUR)
    assert (report.new, report.changed, report.unchanged) == ((), ("1.000001",), ("1.000002",))
    assert part in [item.part for item in report.changes[0].differences]
    assert [version.number for version in await queries.versions("1.000001")] == [2, 1]
    assert await count() == 3


async def test_back_to_the_old_words_is_a_version_too(db: None, clock: FixedClock) -> None:
    await load(clock, ROW)
    await load(clock, changed(name="Khác"))
    await load(clock, ROW)
    assert [version.facts.name for version in await queries.versions("1.000001")] == ["Cấp giấy", "Khác", "Cấp giấy"]


async def test_a_version_to_come_does_not_hold_yet(db: None, clock: FixedClock) -> None:
    today = clock.now().astimezone(VIETNAM).date()
    await load(clock, ROW)
    later = today + timedelta(days=30)
    await load(clock, changed(name="Khác"), day=later)
    names = []
    for day in (today, later - timedelta(days=1), later):
        sheet = await procedures.sheet("1.000001", day)
        assert sheet is not None
        names.append(sheet.facts.name)
    assert names == ["Cấp giấy", "Cấp giấy", "Khác"]


async def test_a_day_before_the_version_in_force_is_refused_and_nothing_is_stored(db: None, clock: FixedClock) -> None:
    today = clock.now().astimezone(VIETNAM).date()
    await load(clock, ROW)
    with pytest.raises(Refused) as refused:
        await load(clock, changed(name="Khác"), NEIGHBOUR, day=today - timedelta(days=1))
    assert refused.value.problems[0].field == "effective_from"
    assert await count() == 1


async def test_a_table_with_few_columns_changes_those_only(db: None, clock: FixedClock) -> None:
    await load(clock, ROW)
    table = [["Mã", "Tên", "Lĩnh vực", "Lệ phí"], ["1.000001", "Cấp giấy", "Hộ tịch", "12.000 đồng"]]
    report = await load(clock, *read_table(table))
    assert "fees" in [item.part for item in report.changes[0].differences]
    newest = (await queries.versions("1.000001"))[0]
    assert [fee.amount for fee in newest.facts.fees] == [12_000]
    assert [limit.value for limit in newest.facts.limits] == [5]
    assert [paper.name for paper in newest.facts.papers] == ["Tờ khai"]
    assert newest.texts.steps == "Bước 1"
    again = await load(clock, *read_table(table))
    assert again.changed == ()


async def test_workflows_of_cases_come_from_the_source_once(db: None, clock: FixedClock) -> None:
    await publish_workflows(SHIPPED, system_act(clock.now()))
    cases = [
        {"name": "Cấp mới", "code": "new", "workflow": "specialist_settles"},
        {"name": "Cấp lại", "code": "again", "workflow": "unheard_of"},
    ]
    report = await load(clock, changed(cases=cases))
    assert [fault.detail for fault in report.faults if fault.kind == "unknown_workflow"] == ["Cấp lại: unheard_of"]
    assert await queries.settled_by("1.000001") == ("leader_signs", {"new": "specialist_settles"})
    # what somebody decided since then stays
    await database.execute('UPDATE onestop.onestop_procedure SET case_workflows = \'{"new": "leader_signs"}\'')
    await load(clock, changed(cases=cases, name="Khác"))
    assert await queries.settled_by("1.000001") == ("leader_signs", {"new": "leader_signs"})
