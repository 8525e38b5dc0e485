"""Every few minutes: when each step is due, which caps are used up, and the warnings that are due, each once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from core import audit, db, offices
from core.acting import Act
from core.contracts.offices import Person
from core.notices import queue_mails
from core.worktime import Calendar
from plugins.onestop.clock.domain.agencies import errands
from plugins.onestop.clock.domain.reckoning import written_moment
from plugins.onestop.clock.domain.rules import AGENCY, ClockRule
from plugins.onestop.clock.domain.steps import StepDue, budget_of, entered, step_due
from plugins.onestop.clock.domain.warnings import Addressee, Firing, WarningRule, Watch, firings
from plugins.onestop.clock.mail import Item, letter_to
from plugins.onestop.clock.queries.running import (
    CalendarOf,
    Running,
    calendars,
    clock_rules,
    in_chunks,
    reckoned,
    running,
    running_ids,
)
from plugins.onestop.clock.queries.warnings import addressees, warning_rules
from plugins.onestop.office import all_days

_STEPS = """
INSERT INTO onestop.onestop_step_clock AS s (dossier, state, entered_at, due_at, bound)
SELECT * FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[])
ON CONFLICT (dossier) DO UPDATE
SET state = EXCLUDED.state, entered_at = EXCLUDED.entered_at, due_at = EXCLUDED.due_at, bound = EXCLUDED.bound
WHERE (s.state, s.entered_at, s.due_at, s.bound)
  IS DISTINCT FROM (EXCLUDED.state, EXCLUDED.entered_at, EXCLUDED.due_at, EXCLUDED.bound)
"""
_GONE = "DELETE FROM onestop.onestop_step_clock WHERE dossier = ANY($1)"
_OVER = "DELETE FROM onestop.onestop_step_clock WHERE NOT (dossier = ANY($1))"
_FIRE = """
INSERT INTO onestop.onestop_warning (dossier, rule, due_at, fired_at, told, told_names)
VALUES ($1, $2, $3, $4, 0, '–') ON CONFLICT (dossier, rule, due_at) DO NOTHING RETURNING id
"""
_TOLD = "UPDATE onestop.onestop_warning SET told = $2, told_names = $3 WHERE id = $1"
_CAPPED = """
WITH changed AS (
  UPDATE onestop.onestop_dossier SET clock = 'runs', promised_at = coalesce($3, promised_at), revision = revision + 1
  WHERE id = $1 AND revision = $2 RETURNING id
)
INSERT INTO onestop.onestop_dossier_event
  (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason)
SELECT id, $4, 'clock', 'cap_used', $5, $6, NULL, $7, '', '' FROM changed RETURNING dossier
"""

_Known = dict[tuple[int, int | None, str, str], Sequence[Person]]


class Seen(Struct, frozen=True):
    """A dossier with what its clock, and those of other agencies that have it, say now."""

    dossier: Running
    calendar: Calendar
    planned: datetime | None
    step: StepDue | None
    entered_at: datetime
    agency_due: tuple[datetime, ...]


async def sweep(act: Act) -> int:
    """Bring the steps' due times up to date and fire what is due; return how many warnings were new.

    One transaction for each few hundred dossiers, mails included: a stop in the middle loses and doubles nothing.
    """
    calendar_of, rules, warnings = await calendars(await all_days()), await clock_rules(), await warning_rules()
    ids = await running_ids()
    new = 0
    async for chunk in in_chunks(ids):
        async with db.transaction():
            seen = [one for dossier in chunk if (one := look(dossier, calendar_of, rules, act.at)) is not None]
            await _note_steps(seen)
            new += await _fire(seen, warnings, act)
        for dossier in chunk:
            await _end_capped(dossier, calendar_of, rules, act)
    await db.execute(_OVER, ids)
    return new


async def refresh(dossier_id: int, now: datetime) -> None:
    """Bring the step's due time of one dossier up to date, after a step; joins the caller's transaction."""
    calendar_of, rules = await calendars(await all_days()), await clock_rules()
    seen = [
        one for dossier in await running([dossier_id]) if (one := look(dossier, calendar_of, rules, now)) is not None
    ]
    await db.execute(_GONE, [dossier_id])
    await _note_steps(seen)


def look(dossier: Running, calendar_of: CalendarOf, rules: Sequence[ClockRule], now: datetime) -> Seen | None:
    """Return what the clocks of a dossier say; None beyond the calendar. Its own says nothing while it stands."""
    calendar, commission, ledger = calendar_of(dossier.unit_id), dossier.commission(rules), dossier.ledger
    since = entered(ledger, dossier.received_at)
    try:
        answers = [one.due(calendar).due_at for one in errands(ledger) if one.back_at is None]
        agency_due = tuple(due_at for due_at in answers if due_at is not None)
        if dossier.clock != "runs":
            return Seen(dossier, calendar, None, None, since, agency_due)
        found = reckoned(dossier, calendar, rules, now)
        budget = budget_of(commission.rules, dossier.workflow, dossier.state)
        step = step_due(calendar, since, budget, found.planned, found.pauses)
    except ValueError:
        return None
    return Seen(dossier, calendar, found.planned, step, since, agency_due)


async def _note_steps(seen: Sequence[Seen]) -> None:
    rows = [
        (one.dossier.id, one.dossier.state, one.entered_at, one.step.due_at, one.step.bound) for one in seen if one.step
    ]
    if rows:
        await db.execute(_STEPS, *([row[place] for row in rows] for place in range(5)))


async def _fire(seen: Sequence[Seen], rules: Sequence[WarningRule], act: Act) -> int:
    """Fire what is due and has not fired; one mail for each person, whatever it is about."""
    day = offices.office_day(act.at)
    told: dict[int, list[Item]] = defaultdict(list)
    people: dict[int, Person] = {}
    known: _Known = {}
    new = 0
    for one in seen:
        step = one.step.due_at if one.step else None
        watch = Watch(one.dossier.id, one.dossier.state, step, one.planned, one.agency_due)
        for firing in firings(one.calendar, watch, rules, act.at):
            fired_id = await db.value(_FIRE, one.dossier.id, firing.rule.id, firing.due_at, act.at)
            if fired_id is None:
                continue
            new += 1
            reached = await _reached(one.dossier, firing.rule.tells, day, known)
            for person in reached:
                people[person.id] = person
                told[person.id].append(Item(one.dossier, firing))
            await _note_told(fired_id, reached)
            await _log(one.dossier, firing, reached, act)
    await _send(told, people, act)
    return new


async def _reached(dossier: Running, tells: Addressee, day: date, known: _Known) -> Sequence[Person]:
    """Return who is to be told; asked once for all dossiers that lie with the same person or desk."""
    key = (dossier.unit_id, dossier.holder_id, dossier.holder_duty, tells)
    if key not in known:
        known[key] = await addressees(dossier, tells, day)
    return known[key]


async def _note_told(fired_id: int, reached: Sequence[Person]) -> None:
    mailed = [person for person in reached if person.email]
    names = ", ".join(person.full_name for person in reached) or "–"
    await db.execute(_TOLD, fired_id, len(mailed), names)


async def _log(dossier: Running, firing: Firing, reached: Sequence[Person], act: Act) -> None:
    after = {"code": dossier.code, "rule": firing.rule.id, "due_at": written_moment(firing.due_at)}
    told = [person.id for person in reached]
    await audit.record(
        act,
        "onestop.warned",
        subject="onestop.dossier",
        subject_id=dossier.id,
        unit_id=dossier.unit_id,
        after={**after, "told": told},
    )


async def _send(told: Mapping[int, list[Item]], people: Mapping[int, Person], act: Act) -> None:
    await queue_mails(
        [letter_to(people[who], items, act.at) for who, items in sorted(told.items()) if people[who].email], act
    )


async def _end_capped(dossier: Running, calendar_of: CalendarOf, rules: Sequence[ClockRule], act: Act) -> None:
    """Let the clock of a dossier run on when the cap on what holds it is used up: from that moment, not from now."""
    held = dossier.commission(rules).rules
    capped = any(held.limit("pause_cap", cause) is not None for cause in (dossier.state, AGENCY))
    if dossier.clock != "paused" or not capped:
        return
    calendar = calendar_of(dossier.unit_id)
    found = reckoned(dossier, calendar, rules, act.at)
    open_causes = {stretch.cause for stretch in found.stretches if stretch.end is None}
    used = [cut for cut in found.cut if cut.cause in open_causes]
    if not used or open_causes != {cut.cause for cut in used}:
        return
    last = max(used, key=lambda cut: cut.at)
    async with db.transaction():
        source, who = written_moment(last.at), act.who.display_name
        values = (dossier.id, dossier.revision, found.planned, act.at, source, last.cause, who)
        if await db.value(_CAPPED, *values) is not None:
            await audit.record(
                act,
                "onestop.cap_used",
                subject="onestop.dossier",
                subject_id=dossier.id,
                unit_id=dossier.unit_id,
                after={"code": dossier.code, "cause": last.cause, "from": source},
            )
