"""Which desks take filings of a procedure."""

from datetime import date

from core import offices
from core.contracts.offices import Unit
from core.contracts.procedures import Facts

_KINDS = {"Cấp huyện": "district", "Cấp xã": "commune", "huyện": "district", "xã": "commune"}


async def desks_for(facts: Facts, day: date) -> list[tuple[Unit, Unit]]:
    """Return (authority, its desk) for the level at which a procedure is settled; all authorities when none is known.

    Where there are districts the level of their time counts (level_2017), else what the national catalogue says today.
    An authority without a counter of its own is its own desk.
    """
    tree = await offices.tree()
    named = (facts.level_2017,) if facts.level_2017 in _KINDS else facts.levels
    kinds = {_KINDS[level] for level in named if level in _KINDS} or set(_KINDS.values())
    found = []
    for unit in tree:
        if unit.kind in kinds and unit.exists_on(day):
            counters = [child for child in tree.children(unit.id, day) if child.kind == "counter"]
            found.append((unit, counters[0] if counters else unit))
    return sorted(found, key=lambda pair: (pair[0].kind != "commune", pair[0].position, pair[0].id))
