"""What a procedure is: its facts as published, with "unknown" said as such and never guessed."""

from typing import Literal

from msgspec import Struct

Unit = Literal["hour", "working_day", "calendar_day"]
Channel = Literal["all", "counter", "online", "post"]
Rule = Literal[
    "same_day_15",
    "next_day_after_15",
    "apology_when_late",
    "waiting_excluded",
    "supplement_7_working_days",
    "notice_24_hours",
]


class Limit(Struct, frozen=True):
    """One row of a time limit. value and unit are None when the source does not give them."""

    value: int | None
    unit: Unit | None
    channel: Channel = "all"
    case: str = ""

    @property
    def known(self) -> bool:
        """True when a due time can be computed from this row."""
        return self.value is not None and self.unit is not None


class Fee(Struct, frozen=True):
    """One row of a fee in VND; amount None means that the source does not give a usable amount."""

    amount: int | None
    channel: Channel = "all"
    indicative: bool = False


class Paper(Struct, frozen=True):
    """One line of the list of papers. Counts are None when the source does not give them."""

    name: str
    originals: int | None = None
    copies: int | None = None
    case: str = ""


class Result(Struct, frozen=True):
    """What the citizen gets, with the national code of the result type."""

    name: str
    code: str = ""


class Member(Struct, frozen=True):
    """A procedure inside a linked one, with the limit as worded by the source."""

    step: str
    procedure: str
    limit: str


class Facts(Struct, frozen=True):
    """Everything published about one procedure; equal facts make no new version.

    time_limit_ambiguous: the source shows different numbers without saying for which case each one holds.
    verified: "source" when taken from a named source, "memory" when somebody has still to check it.
    """

    code: str
    name: str
    field: str
    levels: tuple[str, ...] = ()
    level_2017: str = ""
    decision: str = ""
    agency: str = ""
    limits: tuple[Limit, ...] = ()
    time_limit_ambiguous: bool = False
    rules: tuple[Rule, ...] = ()
    unread_rules: tuple[str, ...] = ()
    fees: tuple[Fee, ...] = ()
    papers: tuple[Paper, ...] = ()
    papers_total: int | None = None
    results: tuple[Result, ...] = ()
    legal_basis: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    notes: tuple[str, ...] = ()
    verified: str = ""
    source: str = ""
    crosschecked: bool = False


def limit_choices(facts: Facts) -> tuple[Limit, ...]:
    """Return the different limits a clerk may have to choose from; channels with equal numbers count once.

    Empty when no row has both a number and a unit.
    """
    chosen: dict[tuple[int | None, Unit | None, str], Limit] = {}
    for limit in facts.limits:
        if limit.known:
            chosen.setdefault((limit.value, limit.unit, limit.case), limit)
    return tuple(chosen.values())


def fee_for(facts: Facts, channel: Channel) -> Fee | None:
    """Return the fee charged on this channel, or None when no single usable amount is published for it."""
    usable = {fee.amount: fee for fee in facts.fees if fee.amount is not None and fee.channel in (channel, "all")}
    if len(usable) != 1:
        return None
    return next(iter(usable.values()))
