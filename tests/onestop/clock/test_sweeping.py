"""Warnings that are configured fire: on the schedule's own path, to the right people, each once."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest

from core import db as database
from core import worker
from core.offices.commands import assign, hire, report_absence
from core.offices.schemas import NewAbsence, NewRole, PersonFields
from core.registry import Registry
from plugins.onestop.clock.commands.referring import send
from plugins.onestop.clock.commands.rules import add_rule, add_warning, switch_warning
from plugins.onestop.clock.commands.sweeping import sweep
from plugins.onestop.clock.payloads import Sweep
from plugins.onestop.clock.queries.deadlines import step_counts, urgent_steps
from plugins.onestop.clock.queries.running import running
from plugins.onestop.clock.queries.warnings import addressees, fired, warning_rules
from plugins.onestop.clock.schemas import Errand, NewClockRule, NewWarningRule
from tests.onestop.clock.conftest import Track, appraising, person_of, system
from tests.onestop.conftest import Desk

pytestmark = pytest.mark.anyio
RunJobs = Callable[[], Awaitable[int]]


async def only(desk: Desk, *rules: NewWarningRule) -> None:
    """Switch the rules that ship off and add others."""
    for rule in await warning_rules():
        await switch_warning(rule.id, system(desk))
    for new in rules:
        await add_warning(new, system(desk))


async def with_mail(desk: Desk) -> None:
    """Give everybody a mail address."""
    await database.execute("UPDATE offices.offices_person SET email = 'p' || id || '@duchoa.test' WHERE email = ''")


async def mails() -> list[str]:
    rows = await database.rows(
        "SELECT to_address FROM notices.notices_outgoing_mail WHERE kind = 'onestop.warning' ORDER BY id"
    )
    return [row["to_address"] for row in rows]


async def test_a_configured_escalation_fires_on_its_schedule_and_only_once(
    track: Track, registry: Registry, run_jobs: RunJobs
) -> None:
    """As in the worker: the schedule's slot enqueues the job, the job runs, the mail is queued."""
    desk = track.desk
    await with_mail(desk)
    await only(desk, NewWarningRule("whole", 0, "after", "leader"))
    [schedule] = [s for s in registry.all("schedules") if isinstance(s.payload, Sweep)]
    due = worker._enqueuer(schedule, desk.clock)
    desk.clock.move(timedelta(days=6))
    await due(None)
    await run_jobs()
    assert await mails() == []
    desk.clock.move(timedelta(days=1, minutes=5))
    await due(None)
    await run_jobs()
    leader = await person_of(desk.leader)
    assert await mails() == [leader.email]
    [line] = await fired((await track.sheet()).id)
    assert (line.told, line.told_names) == (1, leader.full_name)
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.warned'") == 1


async def test_after_a_restart_nothing_fires_again(track: Track) -> None:
    desk = track.desk
    await with_mail(desk)
    await only(desk, NewWarningRule("whole", 0, "after", "leader"))
    desk.clock.move(timedelta(days=8))
    assert await sweep(system(desk)) == 1
    for _restart in range(3):
        desk.clock.move(timedelta(minutes=5))
        assert await sweep(system(desk)) == 0
    assert len(await mails()) == 1


async def test_a_day_that_moves_is_a_new_day_to_warn_of(track: Track) -> None:
    desk = track.desk
    await only(desk, NewWarningRule("whole", 8, "before", "holder"))
    desk.clock.move(timedelta(days=6))
    assert await sweep(system(desk)) == 1
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    desk.clock.move(timedelta(days=7))
    assert await sweep(system(desk)) == 0  # nothing is warned of while the clock stands
    await track.step(desk.clerk, "supplemented")
    assert await sweep(system(desk)) == 1


async def test_one_mail_a_person_however_many_dossiers(desk: Desk) -> None:
    await with_mail(desk)
    await only(desk, NewWarningRule("whole", 0, "after", "leader"))
    for _dossier in range(3):
        await appraising(desk)
    desk.clock.move(timedelta(days=8))
    assert await sweep(system(desk)) == 3
    assert len(await mails()) == 1


async def test_a_step_has_its_own_budget_and_its_own_warning(track: Track) -> None:
    desk = track.desk
    rule = NewClockRule("step_budget", 4, date(2017, 1, 1), "Quy trình nội bộ", unit="hour", subject="appraising")
    await add_rule(rule, system(desk))
    await only(
        desk,
        NewWarningRule("step", 2, "before", "holder", state="appraising"),
        NewWarningRule("step", 0, "after", "head", state="submitted"),
    )
    await sweep(system(desk))
    now = desk.clock.now()
    [step] = await urgent_steps(None, now)
    assert (step.code, step.over) == (track.code, False)
    assert step.due_at == now + timedelta(hours=5, minutes=30)  # 09:30 and four hours, lunch between
    desk.clock.move(timedelta(hours=4))
    assert await sweep(system(desk)) == 1
    desk.clock.move(timedelta(hours=2))
    counts = await step_counts(None, desk.clock.now())
    assert (counts.running, counts.over, counts.soon) == (1, 1, 0)
    # the next step begins anew, at once
    await track.step(desk.specialist, "submit")
    assert (await step_counts(None, desk.clock.now())).over == 0


async def test_a_settled_dossier_leaves_the_list_at_once(track: Track) -> None:
    desk = track.desk
    await sweep(system(desk))
    await track.step(desk.clerk, "ask_withdraw", "Xin rút")
    await track.step(desk.specialist, "grant_withdrawal")
    assert (await step_counts(None, desk.clock.now())).running == 0
    await sweep(system(desk))
    assert await database.value("SELECT count(*) FROM onestop.onestop_step_clock") == 0


async def test_whom_a_rule_reaches(track: Track) -> None:
    desk = track.desk
    [dossier] = await running([(await track.sheet()).id])
    day = date(2017, 11, 22)

    async def reached(tells: str) -> list[int]:
        return [person.id for person in await addressees(dossier, tells, day)]  # type: ignore[arg-type]

    assert await reached("holder") == [desk.specialist.person_id]
    assert await reached("leader") == [desk.leader.person_id]
    assert await reached("head") == [desk.leader.person_id]
    substitute = await hire(PersonFields("Người thay", desk.specialist.unit_id or 0, "Chuyên viên"), system(desk))
    await assign(NewRole(substitute, "specialist", desk.specialist.unit_id or 0), system(desk))
    away = NewAbsence(desk.specialist.person_id or 0, day, day, substitute)
    await report_absence(away, system(desk))
    assert await reached("holder") == [substitute]


async def test_nobody_with_an_address_is_noted_too(track: Track) -> None:
    desk = track.desk
    await only(desk, NewWarningRule("whole", 0, "after", "leader"))
    desk.clock.move(timedelta(days=8))
    await sweep(system(desk))
    [line] = await fired((await track.sheet()).id)
    assert (line.told, line.told_names) == (0, (await person_of(desk.leader)).full_name)
    assert await mails() == []


async def test_a_rule_that_is_off_is_silent(track: Track) -> None:
    desk = track.desk
    await only(desk)
    desk.clock.move(timedelta(days=8))
    assert await sweep(system(desk)) == 0


async def test_the_rules_that_ship_are_on(desk: Desk) -> None:
    assert {(rule.watched, rule.active) for rule in await warning_rules()} == {
        ("step", True),
        ("whole", True),
        ("agency", True),
    }


async def test_an_agency_that_does_not_answer_in_time_is_told_of_although_the_clock_stands(track: Track) -> None:
    desk = track.desk
    rule = NewClockRule("pause_cap", 20, date(2017, 1, 1), "Quy chế", subject="agency")
    await add_rule(rule, system(desk))
    await only(desk, NewWarningRule("agency", 0, "after", "holder"))
    errand = Errand(await track.revision(), "Cho ý kiến", "Chi cục Thuế", None, 2)
    await send(track.code, errand, desk.act(desk.specialist))
    assert await sweep(system(desk)) == 0
    desk.clock.move(timedelta(days=2, minutes=1))
    assert (await track.sheet()).clock == "paused"
    assert await sweep(system(desk)) == 1
    [line] = await fired((await track.sheet()).id)
    assert line.watched == "agency"


async def test_two_sweeps_at_once_fire_once(committed_desk: Desk) -> None:
    desk = committed_desk
    await appraising(desk)
    await only(desk, NewWarningRule("whole", 0, "after", "leader"))
    desk.clock.move(timedelta(days=8))
    sweeps = [database.spawn(sweep(system(desk))) for _worker in range(3)]
    assert sum([await one for one in sweeps]) == 1
