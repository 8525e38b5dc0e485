"""Who is told before a day passes, and after: rules as data, and when each of them fires."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from msgspec import Struct

from core.worktime import Calendar, add_open_time, subtract_open_time

Watched = Literal["step", "whole", "agency"]
Addressee = Literal["holder", "head", "leader"]
ADDRESSEES: Final[tuple[Addressee, ...]] = get_args(Addressee)


class WarningRule(Struct, frozen=True):
    """One rule: so many open minutes before (negative) or after a due time somebody is told.

    watched: the due time of the step, of the whole dossier, or of another agency's answer. state: only while the
    dossier is in it, "" for all.
    """

    id: int
    watched: Watched
    minutes: int
    tells: Addressee
    state: str = ""
    active: bool = True


class Watch(Struct, frozen=True):
    """A dossier as far as warnings go. step_due and whole_due: None while its clock stands.

    agency_due: when other agencies have to answer that have not.
    """

    dossier_id: int
    state: str
    step_due: datetime | None = None
    whole_due: datetime | None = None
    agency_due: tuple[datetime, ...] = ()

    def due(self, watched: Watched) -> tuple[datetime, ...]:
        """Return the due times of a kind."""
        if watched == "agency":
            return self.agency_due
        one = self.step_due if watched == "step" else self.whole_due
        return () if one is None else (one,)


class Firing(Struct, frozen=True):
    """A rule that has become due for a dossier; it fires once for each (dossier, rule, due time)."""

    dossier_id: int
    rule: WarningRule
    due_at: datetime


def moment_of(calendar: Calendar, due_at: datetime, minutes: int) -> datetime:
    """Return when a rule becomes due: open time before or after a due time."""
    amount = timedelta(minutes=abs(minutes))
    if minutes < 0:
        return subtract_open_time(calendar, due_at, amount)
    return add_open_time(calendar, due_at, amount)


def firings(calendar: Calendar, watch: Watch, rules: Iterable[WarningRule], now: datetime) -> Iterator[Firing]:
    """Yield the rules that are due for a dossier at a moment, fired before or not.

    A warning that is due only after the day itself has passed is dropped: being late is another rule's matter.
    """
    for rule in rules:
        if not rule.active or rule.state not in {"", watch.state}:
            continue
        for due_at in watch.due(rule.watched):
            if moment_of(calendar, due_at, rule.minutes) <= now and not (rule.minutes < 0 and now > due_at):
                yield Firing(watch.dossier_id, rule, due_at)
