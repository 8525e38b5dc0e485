"""The catalogue comes in once, changes make versions, and nothing is stored on a dry run."""

import copy
from datetime import timedelta

import msgspec
import pytest
import yaml

from core import db as database
from core.acting import system_act
from core.clock import FixedClock
from plugins.onestop.commands.importing import ensure_workflows, import_procedures, publish_workflows
from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.domain.workflows import SHIPPED
from plugins.onestop.queries import procedures
from tests.onestop.conftest import BIRTH, CATALOGUE

pytestmark = pytest.mark.anyio
CONTENT = yaml.safe_load(CATALOGUE.read_text("utf-8"))


async def versions() -> int:
    return int(await database.value("SELECT count(*) FROM onestop.onestop_procedure_version"))


async def test_a_second_import_changes_nothing(db: None, clock: FixedClock) -> None:
    act = system_act(clock.now())
    first = await import_procedures(CONTENT["procedures"], CONTENT["fields"], act)
    second = await import_procedures(CONTENT["procedures"], CONTENT["fields"], act)
    assert (len(first.new), len(first.unchanged)) == (146, 0)
    assert (second.new, second.changed, len(second.unchanged)) == ((), (), 146)
    assert await versions() == 146


async def test_a_dry_run_reports_and_writes_nothing(db: None, clock: FixedClock) -> None:
    report = await import_procedures(CONTENT["procedures"], CONTENT["fields"], system_act(clock.now()), dry_run=True)
    assert len(report.new) == 146
    assert report.faults
    assert await versions() == 0


async def test_a_change_makes_a_version_that_holds_from_its_day(db: None, clock: FixedClock) -> None:
    today = clock.now().date()
    await import_procedures(CONTENT["procedures"], CONTENT["fields"], system_act(clock.now()))
    changed = copy.deepcopy(CONTENT["procedures"])
    entry = next(row for row in changed if row["code"] == BIRTH)
    entry["fee"] = [{"channel": "all", "amount": 12000, "currency": "VND"}]
    tomorrow = today + timedelta(days=1)
    report = await import_procedures(changed, CONTENT["fields"], system_act(clock.now()), effective_from=tomorrow)
    assert (report.new, report.changed, len(report.unchanged)) == ((), (BIRTH,), 145)
    before, after = await procedures.sheet(BIRTH, today), await procedures.sheet(BIRTH, tomorrow)
    assert before is not None
    assert after is not None
    assert (before.version, before.counter_fee and before.counter_fee.amount) == (1, 0)
    assert (after.version, after.counter_fee and after.counter_fee.amount) == (2, 12000)


async def test_a_field_without_a_mark_is_sensitive(db: None, clock: FixedClock) -> None:
    await import_procedures(CONTENT["procedures"], [{"name": "Đất đai", "sensitive": False}], system_act(clock.now()))
    marks = {r["name"]: r["sensitive"] for r in await db_rows("SELECT name, sensitive FROM onestop.onestop_field")}
    assert marks["Đất đai"] is False
    assert marks["Môi trường"] is True


async def db_rows(sql: str) -> list[dict[str, object]]:
    return [dict(row) for row in await database.rows(sql)]


async def test_the_import_is_logged(db: None, clock: FixedClock) -> None:
    await import_procedures(CONTENT["procedures"], CONTENT["fields"], system_act(clock.now()))
    [entry] = await db_rows("SELECT action, after->>'new' AS new FROM audit.audit_entry")
    assert entry == {"action": "onestop.import_procedures", "new": "146"}


async def test_workflows_are_published_once_and_a_flawed_one_never(db: None, clock: FixedClock) -> None:
    act = system_act(clock.now())
    await publish_workflows(SHIPPED, act)
    await publish_workflows(SHIPPED, act)
    assert await database.value("SELECT count(*) FROM onestop.onestop_workflow") == len(SHIPPED)
    with pytest.raises(ValueError, match="empty"):
        await publish_workflows([Workflow("empty", "Trống", (), ())], act)


async def test_a_workflow_that_an_office_changed_is_not_put_back(db: None, clock: FixedClock) -> None:
    act = system_act(clock.now())
    await ensure_workflows(act)
    await publish_workflows([msgspec.structs.replace(SHIPPED[0], title="Của huyện")], act)
    await ensure_workflows(act)
    assert await database.value("SELECT count(*) FROM onestop.onestop_workflow") == len(SHIPPED) + 1


async def test_fields_say_how_their_procedures_are_settled_until_somebody_decides(db: None, clock: FixedClock) -> None:
    act = system_act(clock.now())
    await import_procedures(CONTENT["procedures"], CONTENT["fields"], act)
    settled = await db_rows("SELECT code FROM onestop.onestop_procedure WHERE workflow = 'specialist_settles'")
    assert {str(row["code"])[:6] for row in settled} == {"1.0114"}
    await database.execute("UPDATE onestop.onestop_procedure SET workflow = 'leader_signs'")
    changed = copy.deepcopy(CONTENT["procedures"])
    next(row for row in changed if row["code"] == "1.011441")["notes"] = ["khác"]
    await import_procedures(changed, CONTENT["fields"], act)
    assert not await db_rows("SELECT code FROM onestop.onestop_procedure WHERE workflow = 'specialist_settles'")
