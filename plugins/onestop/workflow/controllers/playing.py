"""The simulator: play a dossier through a draft or a version. Everything stands in the address, nothing is stored."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, get
from litestar.datastructures import MultiDict
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core.clock import VIETNAM
from core.contracts.dossiers import DUTIES
from core.contracts.procedures import CHANNELS, Limit
from core.errors import Missing
from core.web.access import requires
from core.web.pages import page
from core.worktime import office_hours, vietnamese_calendar
from plugins.onestop.access import MANAGE
from plugins.onestop.domain.axes import DELIVERY
from plugins.onestop.domain.promise import Terms
from plugins.onestop.domain.workflow import Workflow, flaws
from plugins.onestop.office import USUAL_HOURS, holidays
from plugins.onestop.wording import DENIALS
from plugins.onestop.workflow.controllers.drafts import draft_of
from plugins.onestop.workflow.controllers.versions import versions_of
from plugins.onestop.workflow.domain.playing import MOST_TRIES, PEOPLE, Table, Try, Turn, known_with, person, play
from plugins.onestop.workflow.drawing import draw
from plugins.onestop.workflow.wording import CLOCKS, STEP_WORDS, condition_words

FACTS = ("fee", "papers", "digitised", "channel", "case")
_CLOCK_WORDS = {"pause": "paused", "resume": "runs", "stop": "stopped"}


class PlayPages(Controller):
    """One page; every step is a form that only asks, so that going back is the browser's own way back."""

    path = "/staff/workflows/{name:str}/play"
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def show(
        self, request: Request[Any, Any, Any], name: FromPath[str], version: FromQuery[int] = 0
    ) -> Response[str]:
        """Show where the played dossier is. version 0: the draft."""
        workflow = await _workflow(name, version)
        asked = request.query_params
        tries = read_tries(asked)
        last = tries[-1] if tries else Try(1, "")
        return page(
            "onestop/workflow/play.html",
            request,
            name=name,
            version=version,
            workflow=workflow,
            people=PEOPLE,
            last=last,
            facts={key: str(asked.get(key, "")) for key in FACTS},
            days=_days(asked),
            duties=DUTIES,
            clocks=CLOCKS,
            channels=[(code, title) for code, title in CHANNELS.items() if code != "all"],
            deliveries=DELIVERY,
            **_played(workflow, tries, asked, request.app.state.clock.now()),
        )


def read_tries(asked: MultiDict[Any]) -> list[Try]:
    """Return the tries of an address, with the one that a pressed button adds."""
    tries = [read for text in asked.getall("try", []) if (read := read_try(str(text)))]
    if asked.get("do"):
        parts = (asked.get("person", "1"), asked["do"], asked.get("hours") or "0", "1" if asked.get("silent") else "0")
        added = read_try(".".join(str(part) for part in parts))
        tries = [*tries, added] if added else tries
    return tries[:MOST_TRIES]


def read_try(text: str) -> Try | None:
    """Return a try out of an address such as "2.submit.2.0"; None for anything else."""
    parts = text.split(".")
    numbers = len(parts) == 4 and all(parts[n].isascii() and parts[n].isdigit() for n in (0, 2))
    if not numbers or not parts[1].isidentifier():
        return None
    return Try(int(parts[0][:2]), parts[1][:40], min(int(parts[2][:4]), 400), parts[3] == "1")


def write_try(tried: Try) -> str:
    """Return a try as it stands in an address."""
    return f"{tried.person}.{tried.action}.{tried.hours}.{int(tried.silent)}"


def _played(workflow: Workflow, tries: Sequence[Try], asked: MultiDict[Any], now: datetime) -> dict[str, Any]:
    """Return the play and everything that the page says of it; nothing for a workflow in which dossiers get lost."""
    if flaws(workflow):
        return {"played": None}
    table = _table(workflow, now, asked)
    played = play(table, tries)
    who = person(tries[-1].person if tries else 1)
    over = played.due_at is not None and played.settled_at is None and played.at > played.due_at
    facts = [(key, str(asked.get(key, ""))) for key in (*FACTS, "days", "version") if asked.get(key)]
    return {
        "played": played,
        "tries": [write_try(one) for one in tries],
        "turns": [_turn_words(workflow, turn) for turn in played.turns],
        "exits": [(move, bool(who.duties & set(move.duties))) for move in workflow.exits(played.state.code)],
        "drawing": draw(workflow, here=played.state.code),
        "late": over,
        "back": urlencode([*facts, *(("try", write_try(one)) for one in tries[:-1])]),
    }


def _turn_words(workflow: Workflow, turn: Turn) -> dict[str, Any]:
    """Return a turn for the table: who, what, where to, what the clock did, or why it was refused."""
    title = next((m.title for m in workflow.transitions if m.action == turn.tried.action), turn.tried.action)
    denial = turn.decided.denial
    why = [condition_words(one) for one in turn.decided.unmet]
    return {
        "who": person(turn.tried.person).title,
        "title": STEP_WORDS.get(f"move.{turn.tried.action}", title),
        "at": turn.at,
        "to": workflow.state(turn.decided.move.target).title if turn.decided.move else "",
        "clock": CLOCKS[_CLOCK_WORDS[turn.clock]] if turn.clock else "",  # type: ignore[index]
        "refused": str(DENIALS[denial]) if denial else "",
        "why": "; ".join(why),
        "over": turn.budget_over,
        "notice": turn.decided.move.notice if turn.decided.move else "",
    }


def _table(workflow: Workflow, now: datetime, asked: MultiDict[Any]) -> Table:
    """Return what the play goes by: usual office hours, from the opening of the next working day."""
    calendar = vietnamese_calendar(office_hours(USUAL_HOURS), holidays())
    day = calendar.next_working_day(now.astimezone(VIETNAM).date())
    start = calendar.next_open(datetime.combine(day, time(0), VIETNAM))
    facts = {key: str(asked.get(key, "")) for key in FACTS}
    return Table(workflow, calendar, Terms(Limit(_days(asked), "working_day")), known_with(workflow, facts), start)


def _days(asked: MultiDict[Any]) -> int:
    text = str(asked.get("days", ""))
    return max(1, min(int(text[:3]), 365)) if text.isascii() and text.isdigit() else 5


async def _workflow(name: str, version: int) -> Workflow:
    """Return the draft, or a published version. Raises Missing."""
    if version == 0:
        return (await draft_of(name)).workflow
    found = next((one for one in await versions_of(name) if one.version == version), None)
    if found is None:
        raise Missing
    return found.workflow
