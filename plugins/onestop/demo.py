"""A busy fortnight at the desks, replayed in the order of time through the same commands that people use."""

import heapq
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

import yaml
from msgspec import Struct

from core import offices
from core.acting import Act, Principal, system_act
from core.clock import VIETNAM
from core.contracts.offices import AUTHORITIES, Person, Unit
from core.contributions import DemoContext
from core.settings import config_folder
from core.worktime import add_open_time
from plugins.onestop.access import APPRAISE, IDENTITY, RECEIVE, SIGN, VIEW
from plugins.onestop.commands.importing import import_procedures, publish_workflows
from plugins.onestop.commands.moving import move
from plugins.onestop.commands.receiving import receive
from plugins.onestop.demo_plan import Plan, made_up_dossier, plans_for
from plugins.onestop.domain.workflows import SHIPPED
from plugins.onestop.office import Office, office_of, own_units
from plugins.onestop.queries import procedures
from plugins.onestop.schemas import Move

DAYS = 12
DISTRICT_A_DAY, COMMUNE_A_DAY = 9, 1.4
QUICK_HOURS = 4
GRANTS = {
    "clerk": (VIEW, RECEIVE, IDENTITY),
    "specialist": (VIEW, APPRAISE, IDENTITY),
    "leader": (VIEW, SIGN, IDENTITY),
}


class Team(Struct, frozen=True):
    """The people behind one desk. Their lists are never empty. departments: unit id -> code."""

    office: Office
    clerks: list[Principal]
    specialists: list[Principal]
    leaders: list[Principal]
    departments: dict[int, str]

    def specialists_for(self, plan: Plan) -> list[Principal]:
        """Return who can settle a dossier: the department's people, anybody where it has none."""
        codes = self.departments
        found = [who for who in self.specialists if codes.get(who.unit_id or 0, "").endswith(plan.department)]
        return found or self.specialists


class Running(Struct):
    """A dossier on its way: what comes next, and who has it."""

    team: Team
    plan: Plan
    specialist: Principal
    code: str = ""
    revision: int = 1
    step: int = 0


async def load_week(context: DemoContext) -> None:
    """Load the shipped catalogue, then what twenty-one desks did up to now."""
    catalogue = yaml.load((config_folder() / "procedures.yaml").read_text("utf-8"), _loader())  # noqa: S506 -- a safe one
    start = system_act(context.at - timedelta(days=60))
    await publish_workflows(SHIPPED, start)
    await import_procedures(catalogue["procedures"], catalogue["fields"], start)
    queue: list[tuple[datetime, int, Running]] = []
    for number, (at, running) in enumerate(_arrivals([team async for team in _teams(context)], context)):
        heapq.heappush(queue, (at, number, running))
    while queue:
        at, number, running = heapq.heappop(queue)
        following = await _advance(running, at, context.random)
        if following is not None and following <= context.at:
            heapq.heappush(queue, (following, number, running))


def _loader() -> Any:
    """Return the fastest safe reader of YAML that is here: the file is long."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


async def _teams(context: DemoContext) -> Any:
    """Yield the desks that have a clerk, a specialist and a leader."""
    tree = await offices.tree()
    day = offices.office_day(context.at)
    for unit in list(tree):
        if unit.kind not in AUTHORITIES or unit.kind == "province" or not unit.exists_on(day):
            continue
        units = await own_units(unit.id, day)
        people = {role: await offices.people_of(units, day, role=role) for role in GRANTS}
        if all(people.values()):
            acting = {role: [_acting(person, role, unit, tree) for person in found] for role, found in people.items()}
            desk = acting["clerk"][0].unit_id or unit.id
            codes = {unit_id: tree.unit(unit_id).code for unit_id in units}
            yield Team(await office_of(desk), acting["clerk"], acting["specialist"], acting["leader"], codes)


def _acting(person: Person, role: str, authority: Unit, tree: offices.Tree) -> Principal:
    """Return a person as a role lets them act in their unit; leaders act for the whole authority."""
    held = tree.reach(authority.id if role == "leader" else person.unit_id)
    return Principal(
        username=f"demo.{person.id}",
        display_name=person.full_name,
        person_id=person.id,
        unit_id=person.unit_id,
        grants=dict.fromkeys(GRANTS[role], held),
    )


def _arrivals(teams: list[Team], context: DemoContext) -> Iterator[tuple[datetime, Running]]:
    """Yield who comes when: more in the morning, on working days only, never after now."""
    chance: Random = context.random
    first = offices.office_day(context.at - timedelta(days=DAYS))
    for team in teams:
        usual = DISTRICT_A_DAY if team.office.authority.kind == "district" else COMMUNE_A_DAY
        plans = _deck(plans_for(team.office.authority.kind), chance)
        for number in range(DAYS + 1):
            day = first + timedelta(days=number)
            if not team.office.calendar.shifts(day):
                continue
            opening = datetime.combine(day, time(7, 30), VIETNAM)
            for _citizen in range(_some(usual, chance)):
                waited = timedelta(minutes=min(chance.expovariate(1 / 150), 470))
                at = add_open_time(team.office.calendar, opening, waited)
                if at <= context.at:
                    plan = next(plans)
                    yield at, Running(team, plan, chance.choice(team.specialists_for(plan)))


def _deck(plans: list[Plan], chance: Random) -> Iterator[Plan]:
    """Yield plans without end, shuffled anew each time all of them came: none is missing in a fortnight."""
    while True:
        yield from chance.sample(plans, len(plans))


def _some(usual: float, chance: Random) -> int:
    """Return a number of arrivals around the usual one."""
    return max(0, round(chance.gauss(usual, usual / 2)))


async def _advance(running: Running, at: datetime, chance: Random) -> datetime | None:
    """Do what is due now; return when the next step comes, None when there is none."""
    team = running.team
    if not running.code:
        clerk = chance.choice(team.clerks)
        sheet = await procedures.sheet(running.plan.procedure, offices.office_day(at))
        if sheet is None:
            return None
        data = made_up_dossier(sheet.facts, team.office.authority.short_name, chance)
        running.code = (await receive(data, Act(who=clerk, at=at))).code
    else:
        action, reason = running.plan.steps[running.step]
        who = _who(running, action, chance)
        receiver = running.specialist.person_id if action == "hand_over" else None
        done = await move(running.code, Move(action, running.revision, reason, receiver), Act(who=who, at=at))
        running.revision = done.revision
        running.step += 1
    if running.step >= len(running.plan.steps):
        return None
    return _later(running, at, chance)


def _who(running: Running, action: str, chance: Random) -> Principal:
    if action in {"sign", "send_back"}:
        return chance.choice(running.team.leaders)
    if action in {"hand_over", "return", "refuse", "withdraw", "supplemented"}:
        return chance.choice(running.team.clerks)
    return running.specialist


def _later(running: Running, at: datetime, chance: Random) -> datetime:
    """Return when the next step is taken, counted in open time: what is due today is pushed through."""
    action, main = running.plan.steps[running.step][0], running.plan.hours
    usual = {"submit": main, "settle": main, "return": 5.0}.get(action, 0.25 if main < QUICK_HOURS else 2.5)
    wait = timedelta(minutes=max(3, round(chance.gammavariate(3, usual / 3) * 60)))
    return add_open_time(running.team.office.calendar, at, wait)
