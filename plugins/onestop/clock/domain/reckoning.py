"""From the ledger of a dossier to its two dates: the latest day that the limit allows, and the day promised last.

The limit (budget) and the ledger are the only truth; whatever is stored besides them can be worked out anew from them.
Nothing says "overdue": that is a question asked with the present moment in hand.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from core.clock import VIETNAM
from core.worktime import Calendar, Pause, add_open_time, open_time
from plugins.onestop.clock.domain.rules import ClockRules
from plugins.onestop.domain.ledger import LedgerLine, Standstill, moves, standstills
from plugins.onestop.domain.promise import Promise, Terms, due_at, length, promise
from plugins.onestop.domain.workflow import Workflow


class Commission(Struct, frozen=True):
    """What was agreed when the dossier was taken in.

    starts_at_agency: the limit runs from the moment at which the deciding agency receives the valid dossier.
    """

    received_at: datetime
    terms: Terms
    starts_at_agency: bool = False
    rules: ClockRules = ClockRules()


class CutShort(Struct, frozen=True):
    """A standstill whose cap was used up at a moment: from then on the time counted again."""

    cause: str
    at: datetime


class Reappointed(Struct, frozen=True):
    """A new day given to the applicant, in place of another one, with the reason."""

    at: datetime
    before: datetime | None
    day: datetime
    reason: str
    who: str


class Reckoning(Struct, frozen=True):
    """What follows from commission and ledger.

    latest: what the limit allows. planned: what the applicant was told last. Both None when no limit is known.
    begun_at: when the deciding agency received the dossier; None while it has not, and where the limit does not wait
    for that. pauses: the time that does not count.
    """

    latest: datetime | None
    planned: datetime | None
    begun_at: datetime | None
    pauses: tuple[Pause, ...]
    stretches: tuple[Standstill, ...]
    cut: tuple[CutShort, ...]
    reappointed: tuple[Reappointed, ...]


def reckon(
    calendar: Calendar,
    commission: Commission,
    ledger: Sequence[LedgerLine],
    now: datetime,
    begun_at: datetime | None = None,
) -> Reckoning:
    """Return both dates at an aware moment. begun_at: see `Reckoning`. Raises ValueError beyond the calendar."""
    stretches = standstills(ledger)
    paused, cut = countless(calendar, stretches, commission.rules, now)
    start = begun_at or commission.received_at
    latest = planned = due_at(calendar, start, commission.terms, paused)
    given = reappointments(ledger)
    if given and planned is not None:
        planned = moved_by_pauses(calendar, given[-1], paused)
    return Reckoning(latest, planned, begun_at, tuple(paused), tuple(stretches), tuple(cut), given)


def reasons(calendar: Calendar, commission: Commission, found: Reckoning) -> Promise:
    """Return the limit's day again, with every step that leads there."""
    return promise(calendar, found.begun_at or commission.received_at, commission.terms, found.pauses)


def countless(
    calendar: Calendar, stretches: Sequence[Standstill], rules: ClockRules, now: datetime
) -> tuple[list[Pause], list[CutShort]]:
    """Return the time that does not count, each cause up to its cap: what exceeds the cap counts again.

    The cap is for all stretches of a cause together, so that asking twice does not double it.
    """
    used: dict[str, timedelta] = {}
    paused: list[Pause] = []
    cut: list[CutShort] = []
    for stretch in stretches:
        pause = stretch.until(now)
        limit = rules.limit("pause_cap", stretch.cause)
        if limit is not None and limit.value is not None and limit.unit is not None:
            left = length(calendar, limit.value, limit.unit) - used.get(stretch.cause, timedelta(0))
            taken = open_time(calendar, *pause)
            used[stretch.cause] = used.get(stretch.cause, timedelta(0)) + taken
            if taken > left:
                end = add_open_time(calendar, pause.start, left) if left > timedelta(0) else pause.start
                pause = Pause(pause.start, end)
                cut.append(CutShort(stretch.cause, end))
        paused.append(pause)
    return paused, cut


def begun(workflow: Workflow, ledger: Sequence[LedgerLine]) -> datetime | None:
    """Return when somebody behind the desk first took the dossier in hand; None while nobody has."""
    taking = {(move.source, move.action) for move in workflow.transitions if move.takes}
    return next((line.at for line in moves(ledger) if (line.source, line.action) in taking), None)


def reappointments(ledger: Sequence[LedgerLine]) -> tuple[Reappointed, ...]:
    """Return the days given anew, oldest first."""
    return tuple(
        Reappointed(line.at, read_moment(line.source), day, line.reason, line.person_name)
        for line in ledger
        if line.kind == "clock" and line.action == "reappointed" and (day := read_moment(line.target)) is not None
    )


def moved_by_pauses(calendar: Calendar, given: Reappointed, pauses: Sequence[Pause]) -> datetime:
    """Return a day given anew, moved by the pauses since; to the next working day when it is off now."""
    day = given.day.astimezone(VIETNAM)
    if not calendar.shifts(day.date()):
        day = calendar.closing(calendar.next_working_day(day.date()))
    later = [Pause(max(pause.start, given.at), pause.end) for pause in pauses if pause.end > given.at]
    if not any(open_time(calendar, *pause) for pause in later):
        return day
    return add_open_time(calendar, given.at, open_time(calendar, given.at, day), later).astimezone(VIETNAM)


def written_moment(moment: datetime | None) -> str:
    """Return a moment as a line of the ledger holds it; "" for none."""
    return "" if moment is None else moment.astimezone(VIETNAM).isoformat(timespec="seconds")


def read_moment(text: str) -> datetime | None:
    """Return the moment that a line of the ledger holds; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.utcoffset() is not None else None
