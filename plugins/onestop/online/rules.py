"""Dated rules of filing from home, from `online.toml`."""

import tomllib
from datetime import date, datetime, timedelta
from functools import cache

import msgspec
from msgspec import Struct

from core.clock import VIETNAM
from core.settings import config_folder
from core.worktime import Calendar, Deadline, due_after_open_time


class AnswerRule(Struct, frozen=True):
    """From a day on, the office answers a filing within so many open hours. verified: somebody has read the source."""

    since: date = msgspec.field(name="from")
    hours: int
    source: str
    verified: bool = False


class _Draft(Struct, frozen=True):
    keep_days: int


class Rules(Struct, frozen=True):
    """What the file holds; answer: oldest first."""

    answer: list[AnswerRule]
    draft: _Draft


@cache
def rules() -> Rules:
    """Return the rules of this installation."""
    return read_rules((config_folder() / "online.toml").read_text("utf-8"))


def read_rules(text: str) -> Rules:
    """Return the rules of a TOML text. Raises ValueError for anything else."""
    found = msgspec.convert(tomllib.loads(text), Rules)
    return msgspec.structs.replace(found, answer=sorted(found.answer, key=lambda rule: rule.since))


def answer_rule(day: date, known: Rules | None = None) -> AnswerRule | None:
    """Return the rule for answering that holds on a day, None before the first one."""
    holding = [rule for rule in (known or rules()).answer if rule.since <= day]
    return holding[-1] if holding else None


def answer_deadline(calendar: Calendar, filed_at: datetime) -> Deadline | None:
    """Return until when a filing has to be answered and why; None when no rule holds. filed_at: aware."""
    rule = answer_rule(filed_at.astimezone(VIETNAM).date())
    return None if rule is None else due_after_open_time(calendar, filed_at, timedelta(hours=rule.hours))
