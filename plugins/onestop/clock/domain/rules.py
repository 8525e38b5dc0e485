"""What an office may set about the clock, as dated data: caps of pauses, days for supplements, re-appointments."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Literal, get_args

from msgspec import Struct

from core.contracts.procedures import Limit, Unit

Kind = Literal["pause_cap", "supplement_days", "reappointments", "step_budget"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
AGENCY: Final = "agency"
"""Subject of a cap on the time for which another agency has the dossier; other subjects are states."""


class ClockRule(Struct, frozen=True):
    """One rule that holds from a day until before another (None: open).

    procedure: code of the one procedure it is for, "" for all. subject: for a cap and a step's budget the state (or
    AGENCY); "" otherwise. value and unit: how much. source: law or decision; verified: somebody has read it there.
    """

    kind: Kind
    value: int
    unit: Unit = "working_day"
    subject: str = ""
    procedure: str = ""
    valid_from: date = date.min
    valid_to: date | None = None
    source: str = ""
    verified: bool = False

    def holds(self, procedure: str, day: date) -> bool:
        """Tell whether the rule is for this procedure on this day."""
        begun, over = self.valid_from <= day, self.valid_to is not None and self.valid_to <= day
        return self.procedure in {"", procedure} and begun and not over


class ClockRules(Struct, frozen=True):
    """The rules for one dossier, one for each kind and subject: a procedure's own before the general, then the latest.

    They are those of the day of reception: a dossier keeps the rules under which it was taken.
    """

    rules: tuple[ClockRule, ...] = ()

    def find(self, kind: Kind, subject: str = "") -> ClockRule | None:
        """Return the rule of a kind on a subject, None when there is none."""
        return next((rule for rule in self.rules if (rule.kind, rule.subject) == (kind, subject)), None)

    def limit(self, kind: Kind, subject: str = "") -> Limit | None:
        """Return the amount that a rule sets, None when there is none."""
        rule = self.find(kind, subject)
        return None if rule is None else Limit(rule.value, rule.unit)


def rules_for(rules: Iterable[ClockRule], procedure: str, day: date) -> ClockRules:
    """Return what holds for a procedure's dossiers received on a day."""
    held = [rule for rule in rules if rule.holds(procedure, day)]
    held.sort(key=lambda rule: (rule.procedure != "", rule.valid_from), reverse=True)
    chosen: dict[tuple[str, str], ClockRule] = {}
    for rule in held:
        chosen.setdefault((rule.kind, rule.subject), rule)
    return ClockRules(tuple(chosen.values()))


class RuleFault(Struct, frozen=True):
    """Why a rule may not be saved; field: which of its fields is wrong."""

    field: str
    kind: Literal["too_small", "no_subject", "needless_subject", "wrong_unit", "ends_before", "no_source", "twice"]


def faults(rule: ClockRule, others: Sequence[ClockRule]) -> tuple[RuleFault, ...]:
    """Return everything that is wrong with a rule. others: the rules that are there already."""
    found: list[RuleFault] = []
    if rule.value < (0 if rule.kind == "reappointments" else 1):
        found.append(RuleFault("value", "too_small"))
    if rule.kind in {"pause_cap", "step_budget"} and not rule.subject:
        found.append(RuleFault("subject", "no_subject"))
    if rule.kind in {"supplement_days", "reappointments"} and rule.subject:
        found.append(RuleFault("subject", "needless_subject"))
    if rule.unit == "calendar_day":
        found.append(RuleFault("unit", "wrong_unit"))
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        found.append(RuleFault("valid_to", "ends_before"))
    if not rule.source.strip():
        found.append(RuleFault("source", "no_source"))
    same = (rule.kind, rule.subject, rule.procedure, rule.valid_from)
    if any((other.kind, other.subject, other.procedure, other.valid_from) == same for other in others):
        found.append(RuleFault("valid_from", "twice"))
    return tuple(found)
