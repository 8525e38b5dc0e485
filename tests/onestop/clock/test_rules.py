"""Rules are dated: they begin and end for dossiers taken after, and everything is logged."""

from datetime import date

import pytest

from core import db as database
from core.errors import Missing, Refused
from plugins.onestop.clock.commands.rules import add_rule, end_rule
from plugins.onestop.clock.domain.rules import rules_for
from plugins.onestop.clock.queries.rules import overdrawn_procedures, stored_rules
from plugins.onestop.clock.queries.running import clock_rules
from plugins.onestop.clock.schemas import NewClockRule
from tests.onestop.clock.conftest import system
from tests.onestop.conftest import BIRTH, MARRIAGE, Desk

pytestmark = pytest.mark.anyio
TODAY = date(2017, 11, 22)


def days(value: int, first: date, **changes: object) -> NewClockRule:
    return NewClockRule("supplement_days", value, first, "Quy định của xã", **changes)  # type: ignore[arg-type]


async def held(day: date, procedure: str = MARRIAGE) -> int | None:
    rule = rules_for(await clock_rules(), procedure, day).find("supplement_days")
    return None if rule is None else rule.value


async def test_a_rule_that_ends_holds_for_those_taken_before(desk: Desk) -> None:
    rule_id = await add_rule(days(30, date(2017, 1, 1)), system(desk))
    await end_rule(rule_id, system(desk))
    assert (await held(date(2017, 11, 21)), await held(TODAY)) == (30, None)
    with pytest.raises(Missing):
        await end_rule(rule_id, system(desk))
    logged = "SELECT count(*) FROM audit.audit_entry WHERE action LIKE 'onestop.clock_rule%'"
    assert await database.value(logged) == 2


async def test_a_rule_that_has_not_begun_goes_away(desk: Desk) -> None:
    rule_id = await add_rule(days(30, date(2018, 1, 1)), system(desk))
    await end_rule(rule_id, system(desk))
    assert rule_id not in {stored.id for stored in await stored_rules()}


async def test_a_procedure_that_is_not_there_is_named(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        await add_rule(days(30, TODAY, procedure="9.999999"), system(desk))
    assert [problem.field for problem in refused.value.problems] == ["procedure"]


async def test_the_same_rule_sent_twice_is_there_once(desk: Desk) -> None:
    first = await add_rule(days(30, TODAY), system(desk), "key")
    assert await add_rule(days(30, TODAY), system(desk), "key") == first


async def test_only_procedures_whose_steps_do_not_fit_are_reported(desk: Desk) -> None:
    assert await overdrawn_procedures(system(desk)) == []
    rule = NewClockRule("step_budget", 9, date(2017, 1, 1), "Quy trình", unit="hour", subject="appraising")
    await add_rule(rule, system(desk))
    assert [code for code, _name, _found in await overdrawn_procedures(system(desk))] == [BIRTH]
