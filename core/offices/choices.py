"""Choices for forms: units as an indented list, people by name."""

from collections.abc import Collection
from datetime import date

from core.contracts.offices import Unit
from core.offices import queries
from core.offices.domain.tree import Tree


async def unit_choices(unit_ids: Collection[int], day: date) -> list[tuple[int, str]]:
    """Return (id, name) of those of the units that exist on a day, in the tree's order, indented by their depth."""
    tree = await queries.tree()
    lines = [(depth, unit) for depth, unit in outline(tree, day) if unit.id in unit_ids]
    top = min((depth for depth, _unit in lines), default=0)
    return [(unit.id, "\u2007" * 2 * (depth - top) + unit.name) for depth, unit in lines]


def outline(tree: Tree, day: date, below: int | None = None, depth: int = 0) -> list[tuple[int, Unit]]:
    """Return (depth, unit) of everything below a unit (None: of the whole tree) that exists on a day, in order."""
    found: list[tuple[int, Unit]] = []
    for unit in tree.children(below, day):
        found.append((depth, unit))
        found += outline(tree, day, unit.id, depth + 1)
    return found
