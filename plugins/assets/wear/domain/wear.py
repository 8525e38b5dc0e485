"""Wear of fixed assets (hao mòn): pure arithmetic in whole đồng, by Circular 141/2025/TT-BTC and what held before it.

Art. 14: a year's wear is cost x rate, the last year takes what is left. Art. 18.1: what was on the books before 2026
and got another life wears its remaining value evenly over what is left of the new life; past it, 2026 takes all.
Art. 11.3: what is fully worn wears no more and stays on the register. Rates are data with their source, in
`config/wear.toml`.
"""

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

TRANSITION: Final = 2026
Book = Literal["fixed", "tool", "unknown"]


class Threshold(Struct, frozen=True):
    """The least cost of a fixed asset, from a year on."""

    from_year: int
    cost: int
    source: str
    verified: bool


class Rate(Struct, frozen=True):
    """Life and yearly rate (hundredths of a percent) of a kind of equipment, from a year on."""

    kind: str
    from_year: int
    years: int
    rate: int
    source: str
    verified: bool


class Year(Struct, frozen=True):
    """The wear of one year, and what stands on 31 December, in đồng."""

    year: int
    wear: int
    accumulated: int
    remaining: int


def in_force(rules: Sequence[Rate], kind: str, year: int) -> Rate | None:
    """Return the rule for a kind that holds in a year, None when there is none yet."""
    found = [rule for rule in rules if rule.kind == kind and rule.from_year <= year]
    return max(found, key=lambda rule: rule.from_year, default=None)


def book(cost: int | None, year: int | None, thresholds: Sequence[Threshold]) -> Book:
    """Return in which book a thing is: by its cost and the threshold of the year in which it was put to use."""
    if cost is None or year is None:
        return "unknown"
    known = [rule for rule in thresholds if rule.from_year <= year] or list(thresholds[:1])
    return "fixed" if known and cost >= max(known, key=lambda rule: rule.from_year).cost else "tool"


def schedule(cost: int, first_year: int, rules: Sequence[Rate], kind: str) -> list[Year]:
    """Return the wear of each year from the first one until nothing is left. Raises ValueError without a rule."""
    years: list[Year] = []
    accumulated, year = 0, first_year
    even = 0  # the yearly wear after the transition, 0 before it or without one
    while accumulated < cost:
        rule = in_force(rules, kind, year) or _first(rules, kind)  # what held before the first rule is not known
        if rule is None:
            raise ValueError(f"no rate for {kind!r}")
        used = year - first_year
        if year == TRANSITION and used and _changed(rules, kind):
            even = _divided(cost - accumulated, rule.years - used)
        last = used + 1 >= rule.years
        wear = cost - accumulated if last else min(even or rounded(cost * rule.rate, 10_000), cost - accumulated)
        accumulated += wear
        years.append(Year(year, wear, accumulated, cost - accumulated))
        year += 1
    return years


def _first(rules: Sequence[Rate], kind: str) -> Rate | None:
    return min((rule for rule in rules if rule.kind == kind), key=lambda rule: rule.from_year, default=None)


def _changed(rules: Sequence[Rate], kind: str) -> bool:
    """Tell whether the kind's life is another one from the transition on."""
    before, after = in_force(rules, kind, TRANSITION - 1), in_force(rules, kind, TRANSITION)
    return before is not None and after is not None and before.years != after.years


def _divided(rest: int, years: int) -> int:
    return rest if years <= 1 else rounded(rest, years)


def rounded(number: int, by: int) -> int:
    """Return a quotient as whole đồng, halves up."""
    return (2 * number + by) // (2 * by)
