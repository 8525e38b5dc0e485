"""Which things of the register are fully worn, as a condition for lists: figures and the list behind them agree.

The years come from the schedule of `plugins.assets.wear`, with the transition of Circular 141/2025 in it: the last
year of a thing depends on its kind and on the year from which it is used, hardly ever on its cost.
"""

from functools import cache
from typing import Final

from plugins.assets.wear.domain.wear import schedule
from plugins.assets.wear.rules import OTHER, rules

FIRST_USE: Final = "coalesce(a.in_use_from, a.bought_on)"
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2060
_COST: Final = 100_000_000  # đồng; large enough for rounding not to move the last year


@cache
def worn_sql() -> str:
    """Return the condition on `a` and `c` that nothing is left of a fixed asset's cost before the present year.

    `{now}` stands for the present moment. What is below the threshold of fixed assets does not wear; what is older
    than the table of years counts as worn.
    """
    known = rules()
    start = f"extract(year FROM {FIRST_USE})::int"
    kinds = {category: known.kind_of(category) for category in known.categories}
    cases = "".join(
        f" WHEN c.key = ANY('{{{','.join(sorted(keys))}}}') THEN {_last_years(kind)}"
        for kind in sorted(set(kinds.values()) - {OTHER})
        if (keys := [category for category, its in kinds.items() if its == kind])
    )
    year = "extract(year FROM {now} AT TIME ZONE 'Asia/Ho_Chi_Minh')"
    last = f"coalesce((CASE{cases} ELSE {_last_years(OTHER)} END)[{start} - {FIRST_YEAR - 1}], 0)"
    return f"{FIRST_USE} IS NOT NULL AND a.cost >= {_threshold()} AND {last} < {year}"


def _threshold() -> str:
    """Return the least cost of a fixed asset by the year of its first use, as SQL."""
    steps = sorted(rules().threshold, key=lambda one: one.from_year)
    cases = "".join(
        f" WHEN extract(year FROM {FIRST_USE}) >= {one.from_year} THEN {one.cost}" for one in reversed(steps)
    )
    return f"(CASE{cases} ELSE {steps[0].cost} END)"


def _last_years(kind: str) -> str:
    """Return the last year of wear for each first year of the table, as an SQL array."""
    rate = rules().rate
    years = (schedule(_COST, first, rate, kind)[-1].year for first in range(FIRST_YEAR, LAST_YEAR + 1))
    return f"'{{{','.join(map(str, years))}}}'::int[]"
