"""Play a dossier through a workflow before anybody has to live with it: the true rules, made-up people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from core.contracts.dossiers import Duty
from core.text.i18n import lazy
from core.worktime import Calendar, add_open_time, open_time
from plugins.onestop.domain.axes import Delivery, delivery_after
from plugins.onestop.domain.checklist import Standing
from plugins.onestop.domain.conditions import Known
from plugins.onestop.domain.ledger import NOBODY, Holder, LedgerLine, clock_action, did, moves, next_holder, pauses
from plugins.onestop.domain.promise import Terms, promise
from plugins.onestop.domain.workflow import Decided, Mover, State, Workflow, judge
from plugins.onestop.workflow.domain.steps import came_from, settled_after

MOST_TRIES: Final = 60


class Pretender(Struct, frozen=True):
    """A made-up person. id: stable, so that the same one is known again."""

    id: int
    title: object
    duties: frozenset[Duty]


PEOPLE: Final = (
    Pretender(1, lazy("Bộ phận một cửa"), frozenset({"reception"})),
    Pretender(2, lazy("Chuyên viên"), frozenset({"specialist"})),
    Pretender(3, lazy("Lãnh đạo phòng"), frozenset({"head"})),
    Pretender(4, lazy("Lãnh đạo"), frozenset({"leader"})),
    Pretender(5, lazy("Văn thư"), frozenset({"registry"})),
    Pretender(
        6, lazy("Người kiêm nhiệm mọi việc"), frozenset({"reception", "specialist", "head", "leader", "registry"})
    ),
)


class Try(Struct, frozen=True):
    """One try. hours: open hours that passed before it; silent: reason and number were left empty."""

    person: int
    action: str
    hours: int = 2
    silent: bool = False


class Turn(Struct, frozen=True):
    """What became of a try. budget_over: minutes by which the step's own budget was overdrawn, 0 for none."""

    tried: Try
    source: str
    decided: Decided
    at: datetime
    clock: str = ""
    budget_over: int = 0


class Play(Struct, frozen=True):
    """Where a played dossier is. due_at None: no limit, or the clock stands still. used: counted open time so far."""

    state: State
    holder: Holder
    at: datetime
    received_at: datetime
    due_at: datetime | None
    used: timedelta
    settled_at: datetime | None
    delivery: Delivery
    turns: tuple[Turn, ...]
    ledger: tuple[LedgerLine, ...]


class Table(Struct, frozen=True):
    """What a play goes by: the workflow, the office's calendar, the limit, and what the dossier is known to have."""

    workflow: Workflow
    calendar: Calendar
    terms: Terms
    known: Known
    start: datetime


def play(table: Table, tries: Sequence[Try]) -> Play:
    """Return where the dossier is after the tries, refused ones included; those beyond MOST_TRIES are left out."""
    start = table.workflow.states[0]
    due = promise(table.calendar, table.start, table.terms).due_at
    now = Play(
        start, NOBODY, table.start, table.start, due, timedelta(0), None, "none", (), (_line("receive", table, 0),)
    )
    now = replace(now, ledger=(replace(now.ledger[0], target=start.code, at=table.start),))
    for tried in tries[:MOST_TRIES]:
        now = _turn(table, now, tried)
    return now


def _turn(table: Table, now: Play, tried: Try) -> Play:
    at = add_open_time(table.calendar, now.at, timedelta(hours=tried.hours))
    decided = _judged(table, now, tried)
    move = decided.move
    if move is None:
        return replace(now, turns=(*now.turns, Turn(tried, now.state.code, decided, now.at)))
    who = person(tried.person)
    target = table.workflow.state(move.target)
    clock = clock_action(now.state.clock, target.clock)
    me = Holder(who.id, str(who.title))
    others = [Holder(p.id, str(p.title)) for p in PEOPLE if target.holder in p.duties]
    receiver = me if target.holder in who.duties else next(iter(others), None)
    holder = next_holder(table.workflow, move, me, receiver, now.ledger)
    line = replace(_line(move.action, table, who.id), at=at, source=now.state.code, target=target.code)
    ledger = (*now.ledger, line)
    if clock:
        ledger = (*ledger, replace(line, kind="clock", action=clock, source="", target=""))
    stood_still = pauses(ledger, at)
    spent = open_time(table.calendar, now.at, at)
    turn = Turn(tried, now.state.code, decided, at, clock, _overdrawn(now.state, spent))
    return Play(
        state=target,
        holder=holder,
        at=at,
        received_at=now.received_at,
        due_at=promise(table.calendar, table.start, table.terms, stood_still).due_at if clock != "stop" else now.due_at,
        used=now.used + (spent if now.state.clock == "runs" else timedelta(0)),
        settled_at=settled_after(now.state, target, now.settled_at, at),
        delivery=delivery_after(now.state, target, now.delivery),
        turns=(*now.turns, turn),
        ledger=ledger,
    )


def _judged(table: Table, now: Play, tried: Try) -> Decided:
    words = "" if tried.silent else "x"
    known = replace(table.known, times=Counter(line.action for line in moves(now.ledger)))
    numbered = any(_numbers(table.workflow, line) for line in moves(now.ledger))
    return judge(
        table.workflow,
        now.state.code,
        tried.action,
        mover(now, tried.person),
        reason=words,
        number=words,
        known=replace(known, result_number="1" if numbered else ""),
        came_from=came_from(now.ledger, now.state.code),
    )


def mover(now: Play, person_id: int) -> Mover:
    """Return a made-up person as the rules see one, with what the same person did before."""
    who = person(person_id)
    holds = now.holder.id in {None, who.id}
    return Mover(who.duties, did(now.ledger, who.id), holds)


def person(person_id: int) -> Pretender:
    """Return a made-up person; the first one for an unknown number."""
    return next((one for one in PEOPLE if one.id == person_id), PEOPLE[0])


def known_with(workflow: Workflow, facts: Mapping[str, str]) -> Known:
    """Return what the played dossier has, by the ticks "fee", "papers", "digitised" and the texts "channel", "case"."""
    named = {name for move in workflow.transitions for name in move.papers}
    named |= {c.value for move in workflow.transitions for c in move.conditions if c.kind == "paper"}
    papers: dict[str, Standing] = dict.fromkeys(named, "complete") if facts.get("papers") else {"?": "short"}
    return Known(
        fee_open=0 if facts.get("fee") else 1,
        papers=papers,
        digitised=bool(facts.get("digitised")),
        channel=facts.get("channel", "counter"),
        case=facts.get("case", ""),
    )


def _numbers(workflow: Workflow, line: LedgerLine) -> bool:
    return any(m.source == line.source and m.action == line.action and m.needs_number for m in workflow.transitions)


def _overdrawn(state: State, spent: timedelta) -> int:
    minutes = int(spent.total_seconds() // 60)
    return max(0, minutes - state.budget_minutes) if state.budget_minutes else 0


def _line(action: str, table: Table, person_id: int) -> LedgerLine:
    who = person(person_id) if person_id else None
    return LedgerLine(
        0, table.start, "move", action, "", "", who.id if who else None, str(who.title) if who else "", "", "", None
    )
