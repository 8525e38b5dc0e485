"""Filings from home of the last days, in every state, made with the commands that people use."""

from datetime import datetime, timedelta
from random import Random

from msgspec import Struct

from core import offices
from core.acting import ANONYMOUS, Act, Principal, system_act
from core.contracts.offices import Person, Unit
from core.contracts.online import Reach, ResultWay, Upload
from core.contributions import DemoContext
from core.notices import withhold_mails
from core.settings import config_folder
from core.worktime import subtract_open_time
from plugins.onestop.access import IDENTITY, RECEIVE, VIEW
from plugins.onestop.office import office_of
from plugins.onestop.online.commands import answering, filing, writing
from plugins.onestop.online.commands.publishing import publish_shipped
from plugins.onestop.online.demo_answers import SCAN, answers_for, supplement_for
from plugins.onestop.online.desks import desks_for
from plugins.onestop.online.domain.forms import asked_papers
from plugins.onestop.online.schemas import Accept, Ask, Mend, Refusal
from plugins.onestop.queries import procedures

SEED = 20260607
# procedure, open hours since it was filed, what became of it
_PLANS = (
    ("1.001193", 30, "accept"),
    ("1.001193", 22, "again"),
    ("1.001193", 9, "wait"),
    ("1.001193", 3, "wait"),
    ("2.000635", 26, "accept"),
    ("2.000635", 6, "wait"),
    ("1.000656", 18, "accept"),
    ("1.004859", 14, "ask"),
    ("1.004859", 2, "wait"),
    ("1.004222", 20, "refuse"),
    ("1.004222", 5, "wait"),
    ("2.000815", 12, "accept"),
    ("1.001612", 25, "accept"),
    ("1.001612", 15, "again"),
    ("1.001612", 10, "wait"),
    ("1.001612", 2, "wait"),
)
_SHOWN = frozenset({"huu-thanh", "duc-hoa"})
_OFTEN = 20
_BY_POST = 0.25


class _Place(Struct, frozen=True):
    """A commune's desk with somebody who answers."""

    authority: Unit
    desk: Unit
    clerk: Principal


async def load_filings(context: DemoContext) -> None:
    """Publish the shipped forms; then let people of a few communes file."""
    shipped = (config_folder() / "online_forms.yaml").read_text("utf-8")
    await publish_shipped(shipped, system_act(context.at - timedelta(days=60)))
    chance = Random(SEED)  # noqa: S311 -- made-up people
    made = []
    for procedure, hours, fate in _PLANS:
        places = await _places(procedure, context.at)
        if places:
            made.append(await _filing(chance.choice(places), procedure, hours, fate, context.at, chance))
    await withhold_mails(writing.SUBJECT, [str(number) for number in made])


async def _places(procedure: str, at: datetime) -> list[_Place]:
    """Return desks that take a procedure; the one whose clerk has a log-in comes up more often."""
    day = offices.office_day(at)
    sheet = await procedures.sheet(procedure, day)
    found = []
    for authority, desk in await desks_for(sheet.facts, day) if sheet else ():
        people = await offices.people_of([desk.id], day, role="clerk")
        if people:
            place = _Place(authority, desk, _acting(people[0], desk))
            found += [place] * (_OFTEN if authority.code in _SHOWN else 1)
    return found


def _acting(person: Person, desk: Unit) -> Principal:
    return Principal(
        username=f"demo.{person.id}",
        display_name=person.full_name,
        person_id=person.id,
        unit_id=desk.id,
        grants=dict.fromkeys((VIEW, RECEIVE, IDENTITY), frozenset({desk.id})),
    )


async def _filing(place: _Place, procedure: str, hours: int, fate: str, now: datetime, chance: Random) -> int:
    """File one, and let the desk answer as planned; return its id."""
    calendar = (await office_of(place.desk.id)).calendar

    def ago(left: float) -> datetime:
        return subtract_open_time(calendar, now, timedelta(hours=left))

    home = Act(who=ANONYMOUS, at=ago(hours), address=f"demo-{chance.randrange(10**6)}")
    secret = await writing.start(procedure, place.authority.id, home)
    await writing.save(secret, answers_for(procedure, place.authority.short_name, chance), home)
    row = await writing.opened(secret)
    phone, by_post = f"09{chance.randrange(10**8):08d}", chance.random() < _BY_POST
    address = f"Số 12 đường số 3, {place.authority.name}, Long An" if by_post else ""
    way: ResultWay = "post" if by_post else "desk"
    await writing.contact(secret, Reach(f"nguoidan{row.id}@example.com", phone, way, address), home)
    for paper in asked_papers(row.form, row.raw):
        if paper.required:
            await writing.attach(secret, Upload(paper.key, f"{paper.key}.pdf", SCAN), home)
    await filing.file(secret, home)
    desk = Act(who=place.clerk, at=ago(hours - 1.5))
    row = await writing.opened(secret)
    if fate == "accept":
        await answering.accept(row.number, Accept(row.revision, limit=0), desk)
    elif fate in {"ask", "again"}:
        subject, reason, _better = supplement_for(procedure)
        await answering.ask(row.number, Ask(row.revision, [Mend(subject, reason)]), desk)
    elif fate == "refuse":
        await answering.refuse(row.number, Refusal(row.revision, "Nơi ở mới thuộc xã khác; hãy nộp ở xã đó."), desk)
    if fate == "again":
        later = Act(who=ANONYMOUS, at=ago(4), address=home.address)
        subject, _reason, better = supplement_for(procedure)
        await writing.save(secret, {subject: better}, later)
        await filing.submit(secret, later)
    return row.id
