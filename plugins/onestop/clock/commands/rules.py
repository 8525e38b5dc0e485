"""Set the rules of the clock and of warnings; each is dated, logged, and says whether anybody has verified it."""

from collections.abc import Iterator, Sequence

from core import audit, db, offices
from core.acting import Act
from core.errors import Missing, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.clock.domain.rules import ClockRule, faults
from plugins.onestop.clock.queries.running import clock_rules
from plugins.onestop.clock.schemas import NewClockRule, NewWarningRule
from plugins.onestop.clock.wording import RULE_FAULTS

_INSERT = """
INSERT INTO onestop.onestop_clock_rule
  (kind, value, unit, subject, procedure_code, valid_from, valid_to, source, verified)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
"""
_LOCK = "SELECT version FROM onestop.onestop_calendar WHERE id = 1 FOR UPDATE"
_END = """
UPDATE onestop.onestop_clock_rule SET valid_to = greatest($2::date, valid_from + 1)
WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2) RETURNING kind, valid_to
"""
_DROP = "DELETE FROM onestop.onestop_clock_rule WHERE id = $1 AND valid_from > $2 RETURNING kind, valid_from"
_KNOWN = "SELECT 1 FROM onestop.onestop_procedure WHERE code = $1"
_WARN = """
INSERT INTO onestop.onestop_warning_rule (watched, minutes, tells, state, active)
VALUES ($1, $2, $3, $4, true) RETURNING id
"""
_SWITCH = "UPDATE onestop.onestop_warning_rule SET active = NOT active WHERE id = $1 RETURNING active"


async def add_rule(data: NewClockRule, act: Act, key: str = "") -> int:
    """Add a rule; return its id. Raises Refused with every problem by field."""
    return await once(key, act.who.username, {"rule": data}, lambda: _add_rule(data, act), int)


async def _add_rule(data: NewClockRule, act: Act) -> int:
    rule = ClockRule(
        data.kind,
        data.value,
        data.unit,
        data.subject,
        data.procedure,
        data.valid_from,
        data.valid_to,
        data.source,
        data.verified,
    )
    async with db.transaction():
        await db.value(_LOCK)
        Refused.if_any(_problems(rule, await clock_rules(), known=await _known(rule.procedure)))
        values = (rule.kind, rule.value, rule.unit, rule.subject, rule.procedure)
        rule_id = int(await db.value(_INSERT, *values, rule.valid_from, rule.valid_to, rule.source, rule.verified))
        after = {"kind": rule.kind, "value": rule.value, "unit": rule.unit, "subject": rule.subject}
        after |= {"procedure": rule.procedure, "source": rule.source, "verified": rule.verified}
        await audit.record(act, "onestop.clock_rule", subject="onestop.clock_rule", subject_id=rule_id, after=after)
    return rule_id


async def _known(procedure: str) -> bool:
    return not procedure or await db.value(_KNOWN, procedure) is not None


def _problems(rule: ClockRule, others: Sequence[ClockRule], *, known: bool) -> Iterator[Problem]:
    for fault in faults(rule, others):
        yield Problem(str(RULE_FAULTS[fault.kind]), fault.field, fault.kind)
    if not known:
        yield Problem(_("Danh mục không có thủ tục mang mã này."), "procedure", "unknown")


async def end_rule(rule_id: int, act: Act) -> None:
    """End a rule today: dossiers taken from today on do not have it, earlier ones keep it. Raises Missing.

    One that begins today ends tomorrow; one that has not begun yet goes away.
    """
    day = offices.office_day(act.at)
    async with db.transaction():
        ended = await db.row(_DROP, rule_id, day) or await db.row(_END, rule_id, day)
        if ended is None:
            raise Missing
        after = {"kind": ended[0], "until": ended[1].isoformat()}
        await audit.record(
            act, "onestop.clock_rule_ended", subject="onestop.clock_rule", subject_id=rule_id, after=after
        )


async def add_warning(data: NewWarningRule, act: Act, key: str = "") -> int:
    """Add a rule of warnings; return its id."""
    return await once(key, act.who.username, {"warning": data}, lambda: _add_warning(data, act), int)


async def _add_warning(data: NewWarningRule, act: Act) -> int:
    minutes = round(data.hours * 60) * (-1 if data.side == "before" else 1)
    async with db.transaction():
        rule_id = int(await db.value(_WARN, data.watched, minutes, data.tells, data.state))
        after = {"watched": data.watched, "minutes": minutes, "tells": data.tells, "state": data.state}
        await audit.record(act, "onestop.warning_rule", subject="onestop.warning_rule", subject_id=rule_id, after=after)
    return rule_id


async def switch_warning(rule_id: int, act: Act) -> None:
    """Switch a rule off, or on again. Raises Missing."""
    async with db.transaction():
        active = await db.value(_SWITCH, rule_id)
        if active is None:
            raise Missing
        await audit.record(
            act, "onestop.warning_rule", subject="onestop.warning_rule", subject_id=rule_id, after={"active": active}
        )
