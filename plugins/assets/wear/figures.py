"""What a thing is worth at the end of a year, for the papers of other features."""

from datetime import date

from msgspec import Struct

from plugins.assets.wear.domain.wear import book, schedule
from plugins.assets.wear.rules import rules


class Worth(Struct, frozen=True):
    """Wear until 31 December of a year and what is left, in đồng."""

    accumulated: int
    remaining: int


def worth(cost: int | None, in_use_from: date | None, category: str, year: int) -> Worth | None:
    """Return what a fixed asset is worth on 31 December of `year`; None for what does not wear or is not known."""
    known = rules()
    if cost is None or in_use_from is None or book(cost, in_use_from.year, known.threshold) != "fixed":
        return None
    passed = [one for one in schedule(cost, in_use_from.year, known.rate, known.kind_of(category)) if one.year <= year]
    return Worth(passed[-1].accumulated, passed[-1].remaining) if passed else Worth(0, cost)
