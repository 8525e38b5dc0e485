"""When a figure begins to be worth an event and when that is over: pure, one poll at a time."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Severity = Literal["critical", "warning", "info"]
Turn = Literal["raised", "cleared"]


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A threshold with the level at which it is over; exactly one of above and below. Raises ValueError when unfit.

    figure: name of a figure, "*" for any part of it. confirm: polls in a row, for the beginning as for the end.
    """

    key: str
    figure: str
    clear: float
    severity: Severity
    title: str
    title_en: str
    above: float | None = None
    below: float | None = None
    confirm: int = 1

    def __post_init__(self) -> None:
        """Refuse a rule that could never begin, or never end."""
        if (self.above is None) == (self.below is None):
            raise ValueError(f"{self.key}: one of above and below")
        apart = (
            self.clear < self.above if self.above is not None else self.below is not None and self.clear > self.below
        )
        if not apart or self.confirm < 1:
            raise ValueError(f"{self.key}: the level at which it is over must lie on the good side")

    def bad(self, value: float) -> bool:
        """Tell whether a value is at the level or beyond it."""
        return value >= self.above if self.above is not None else self.below is not None and value <= self.below

    def good(self, value: float) -> bool:
        """Tell whether a value is back where it is over."""
        return value <= self.clear if self.above is not None else value >= self.clear


class Condition(Struct, frozen=True):
    """Where a rule stands for one figure of one device. streak: polls in a row that speak for the other side."""

    active: bool = False
    streak: int = 0


CALM = Condition()


def advance(rule: Rule, condition: Condition, value: float) -> tuple[Condition, Turn | None]:
    """Return where the rule stands after a poll, and whether it began or ended with it."""
    turns = rule.good(value) if condition.active else rule.bad(value)
    streak = condition.streak + 1 if turns else 0
    if streak < rule.confirm:
        return replace(condition, streak=streak), None
    return Condition(active=not condition.active), "cleared" if condition.active else "raised"


class Look(Struct, frozen=True):
    """A rule and the figure of a device that it looks at."""

    rule: Rule
    figure: str
    value: float


def looks(rules: Sequence[Rule], figures: Mapping[str, float]) -> list[Look]:
    """Return which rule looks at which figure; the first that fits a figure has it."""
    found = []
    for figure, value in figures.items():
        rule = next((rule for rule in rules if fnmatchcase(figure, rule.figure)), None)
        if rule is not None:
            found.append(Look(rule, figure, value))
    return found
