"""The life of a ticket as data: its states, and what may be done with it in each."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal

import msgspec
from msgspec import Struct

from core.text.i18n import mark

State = Literal["waiting", "called", "serving", "done", "absent", "left"]
Action = Literal["call", "recall", "start", "finish", "absent", "transfer", "rejoin", "leave"]
Where = Literal["here", "any"]

STATES: Final[Mapping[State, str]] = {
    "waiting": mark("Đang chờ"),
    "called": mark("Đang gọi"),
    "serving": mark("Đang làm việc"),
    "done": mark("Đã xong"),
    "absent": mark("Gọi không có mặt"),
    "left": mark("Đã bỏ số"),
}
OVER: Final[frozenset[State]] = frozenset({"done", "left"})


class Step(Struct, frozen=True):
    """One allowed step. where: only at the counter that called the ticket ("here"), or at any counter of the desk."""

    source: State
    action: Action
    target: State
    title: str
    where: Where = "here"


STEPS: Final[tuple[Step, ...]] = (
    Step("waiting", "call", "called", mark("Gọi"), "any"),
    Step("waiting", "leave", "left", mark("Bỏ số"), "any"),
    Step("called", "recall", "called", mark("Gọi lại")),
    Step("called", "start", "serving", mark("Bắt đầu làm việc")),
    Step("called", "finish", "done", mark("Xong")),
    Step("called", "absent", "absent", mark("Không có mặt")),
    Step("called", "transfer", "waiting", mark("Chuyển quầy")),
    Step("serving", "finish", "done", mark("Xong")),
    Step("serving", "transfer", "waiting", mark("Chuyển quầy")),
    Step("absent", "rejoin", "waiting", mark("Cho chờ lại"), "any"),
    Step("absent", "leave", "left", mark("Bỏ số"), "any"),
)


class Ticket(Struct, frozen=True, kw_only=True):
    """One number on one day, as the table holds it; `tables.QueueTicket` says what the fields mean."""

    id: int
    unit_id: int
    origin: int
    service: int
    day: date
    number: int
    label: str
    priority: str = ""
    state: State = "waiting"
    counter: int | None = None
    only_counter: int | None = None
    revision: int = 1
    calls: int = 0
    taken_at: datetime
    called_at: datetime | None = None
    first_called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    clerk_id: int | None = None
    clerk_name: str = ""
    dossiers: list[str] = []


class Caller(Struct, frozen=True):
    """Who does something with a ticket: at which counter, which person."""

    counter: int
    person_id: int | None
    person_name: str


def after(ticket: Ticket, step: Step, at: datetime, by: Caller | None = None) -> Ticket:
    """Return the ticket after a step; at: aware. by: None when the holder of the ticket did it.

    A ticket that is finished without having been started counts as started when it was called: most clerks never press
    the button. Where a transferred ticket goes is the caller's to add.
    """
    changes: dict[str, object] = {"state": step.target, "revision": ticket.revision + 1}
    match step.action:
        case "call" | "recall":
            changes |= {"called_at": at, "first_called_at": ticket.first_called_at or at, "calls": ticket.calls + 1}
            if by is not None:
                changes |= {"counter": by.counter, "clerk_id": by.person_id, "clerk_name": by.person_name}
        case "start":
            changes["started_at"] = at
        case "finish":
            changes |= {"started_at": ticket.started_at or ticket.called_at, "ended_at": at}
        case "absent" | "leave":
            changes["ended_at"] = at
        case "transfer" | "rejoin":
            changes |= {"counter": None, "only_counter": None, "started_at": None, "ended_at": None, "calls": 0}
    return msgspec.structs.replace(ticket, **changes)


def step_for(state: State, action: Action) -> Step | None:
    """Return what an action does in a state; None when it is not possible there."""
    return next((step for step in STEPS if step.source == state and step.action == action), None)


def steps_at(state: State) -> tuple[Step, ...]:
    """Return what may be done with a ticket, in the order in which it is offered."""
    return tuple(step for step in STEPS if step.source == state)


def label(letter: str, number: int) -> str:
    """Return what stands on the ticket and on the board: letter and at least three digits, such as "A012"."""
    return f"{letter}{number:03d}"


def spoken(label: str) -> str:
    """Return a label letter by letter and digit by digit, as a voice shall read it: "A, 0, 1, 2"."""
    return ", ".join(label)
