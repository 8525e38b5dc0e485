"""The rules of warnings, and whom they reach."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from core import db, offices
from core.contracts.offices import Person
from plugins.onestop.clock.domain.warnings import Addressee, WarningRule
from plugins.onestop.clock.queries.running import Running
from plugins.onestop.office import own_units

_RULES = """
SELECT id, watched, minutes, tells, state, active FROM onestop.onestop_warning_rule ORDER BY watched, minutes, id
"""
_FIRED = """
SELECT w.rule, w.due_at, w.fired_at, w.told, w.told_names, r.watched, r.minutes, r.tells
FROM onestop.onestop_warning w JOIN onestop.onestop_warning_rule r ON r.id = w.rule
WHERE w.dossier = $1 ORDER BY w.fired_at DESC, w.id DESC
"""
_ROLES: Final = {
    "reception": "clerk",
    "registry": "clerk",
    "specialist": "specialist",
    "head": "leader",
    "leader": "leader",
}


class FiredLine(Struct, frozen=True):
    """A warning of one dossier; told: how many people got a mail; told_names: who, with "–" for nobody."""

    rule: int
    due_at: datetime
    fired_at: datetime
    told: int
    told_names: str
    watched: str
    minutes: int
    tells: Addressee


async def warning_rules() -> list[WarningRule]:
    """Return every rule, those switched off too."""
    return await db.structs(WarningRule, _RULES)


async def fired(dossier_id: int) -> list[FiredLine]:
    """Return the warnings that went out for a dossier, the latest first."""
    return await db.structs(FiredLine, _FIRED, dossier_id)


async def addressees(dossier: Running, tells: Addressee, day: date) -> Sequence[Person]:
    """Return who is to be told on a day: whoever stands in for somebody away, and nobody twice.

    holder: who has the dossier, else everybody who could take it. head: who leads the holder's department, else the
    authority. leader: who leads the authority.
    """
    authority = await offices.authority(dossier.unit_id)
    if tells == "leader":
        return await _present(await offices.people_of([authority.id], day, role="leader"), day)
    holder = (await offices.people([dossier.holder_id])).get(dossier.holder_id) if dossier.holder_id else None
    if tells == "head":
        department = holder.unit_id if holder else dossier.unit_id
        heads = await offices.people_of([department], day, role="leader")
        return await _present(heads or await offices.people_of([authority.id], day, role="leader"), day)
    if holder is not None:
        return await _present([holder], day)
    role = _ROLES.get(dossier.holder_duty)
    units = [dossier.unit_id] if role == "clerk" else await own_units(dossier.unit_id, day)
    return await _present(await offices.people_of(units, day, role=role), day) if role else []


async def _present(people: Sequence[Person], day: date) -> list[Person]:
    """Return the people, with the substitute in place of each who is away and has one."""
    found: dict[int, Person] = {}
    for person in people:
        substitute_id = await offices.substitute_of(person.id, day)
        here = (await offices.people([substitute_id])).get(substitute_id) if substitute_id else None
        chosen = here or person
        found.setdefault(chosen.id, chosen)
    return list(found.values())
