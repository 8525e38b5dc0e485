"""Procedures that are filed as one: each member has its own clock, some run side by side, some wait for others."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import Final, Literal

from msgspec import Struct

from core.contracts.procedures import Limit
from core.worktime import Calendar, Deadline, due_after_elapsed_time
from plugins.onestop.domain.promise import Terms, promise

MemberUnit = Literal["elapsed_hour", "minute", "hour", "working_day", "calendar_day"]


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """Another limit of a member when a condition holds, such as "phải xác minh"."""

    name: str
    value: int
    unit: MemberUnit


class Member(Struct, frozen=True, forbid_unknown_fields=True):
    """One member. after: codes of those that must be done first. optional: only when the applicant asks for it."""

    code: str
    name: str
    value: int
    unit: MemberUnit
    after: tuple[str, ...] = ()
    optional: bool = False
    cases: tuple[Case, ...] = ()


class Linked(Struct, frozen=True, forbid_unknown_fields=True):
    """A linked procedure with its members. source: where the limits are from; verified: somebody has read it there."""

    code: str
    source: str
    verified: bool
    member: tuple[Member, ...]


class Choice(Struct, frozen=True):
    """How it is with one filing: the case of each member (code -> case's name), and the members that were left out."""

    cases: Mapping[str, str] = {}
    left_out: frozenset[str] = frozenset()


AS_USUAL: Final = Choice()


class MemberDue(Struct, frozen=True):
    """When a member begins and is due. waits_for: the member whose end is its beginning, "" for the reception.

    expected: its beginning is only planned, since the member before is not done yet. done_at: when it was done.
    """

    member: Member
    start: datetime
    deadline: Deadline
    waits_for: str
    expected: bool
    done_at: datetime | None

    @property
    def end(self) -> datetime:
        """When it was done, else when it is due."""
        return self.done_at or self.deadline.due_at


class LinkedPlan(Struct, frozen=True):
    """Every member in the order of their beginnings; due_at: when the last of them is due, None without members."""

    members: tuple[MemberDue, ...]

    @property
    def due_at(self) -> datetime | None:
        """When the whole is due."""
        return max((member.deadline.due_at for member in self.members), default=None)


def plan(
    calendar: Calendar,
    received: datetime,
    members: Sequence[Member],
    choice: Choice = AS_USUAL,
    done: Mapping[str, datetime] | None = None,
) -> LinkedPlan:
    """Return when each member and the whole is due, for a filing received at an aware moment.

    A member begins when all before it are done, or, while they are not, when the last of them is due; one that was
    left out holds nobody up. done: code -> when. Raises ValueError for members that wait for each other or for nobody.
    """
    chosen = {member.code: member for member in members if member.code not in choice.left_out}
    ready = done or {}
    found: dict[str, MemberDue] = {}
    for code in _order(members):
        if code in chosen:
            before = [found[name] for name in _before(code, members, chosen)]
            last = max(before, key=lambda item: item.end, default=None)
            start = received if last is None else last.end
            deadline = _deadline(calendar, start, _limit(chosen[code], choice.cases.get(code, "")))
            waits_for = "" if last is None else last.member.code
            expected = any(item.done_at is None for item in before)
            found[code] = MemberDue(chosen[code], start, deadline, waits_for, expected, ready.get(code))
    return LinkedPlan(tuple(sorted(found.values(), key=lambda item: item.start)))


def _order(members: Sequence[Member]) -> list[str]:
    known = {member.code for member in members}
    missing = [name for member in members for name in member.after if name not in known]
    if missing:
        raise ValueError(f"a member waits for one that is not there: {missing[0]}")
    try:
        return list(TopologicalSorter({member.code: member.after for member in members}).static_order())
    except CycleError as error:
        raise ValueError(f"members wait for each other: {' -> '.join(error.args[1])}") from error


def _before(code: str, members: Sequence[Member], chosen: Mapping[str, Member]) -> list[str]:
    """Return who must be done before a member; in place of one that was left out, whoever was before that one."""
    after = next(member.after for member in members if member.code == code)
    return [one for name in after for one in ([name] if name in chosen else _before(name, members, chosen))]


def _limit(member: Member, case: str) -> tuple[int, MemberUnit]:
    found = next((item for item in member.cases if item.name == case), None)
    if case and found is None:
        raise ValueError(f"{member.code} has no case {case!r}")
    return (member.value, member.unit) if found is None else (found.value, found.unit)


def _deadline(calendar: Calendar, start: datetime, limit: tuple[int, MemberUnit]) -> Deadline:
    value, unit = limit
    if unit == "elapsed_hour":
        return due_after_elapsed_time(calendar, start, timedelta(hours=value))
    found = promise(calendar, start, Terms(Limit(value, unit))).deadline
    if found is None:
        raise ValueError("a member without a limit")
    return found
