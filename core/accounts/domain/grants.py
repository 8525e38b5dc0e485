"""From roles in units to permissions in units: pure, and done again only when one of the three inputs changed."""

from collections.abc import Iterable, Mapping
from typing import Protocol

Matrix = Mapping[str, frozenset[str]]
"""Role -> permissions."""

Holding = tuple[str, int]
"""A role and the unit in which it is held."""


class Reaching(Protocol):
    """Knows what a right held in a unit covers (`core.offices.Tree`)."""

    def reach(self, unit_id: int) -> frozenset[int]:
        """Return unit ids."""


def grants(holdings: Iterable[Holding], matrix: Matrix, tree: Reaching) -> dict[str, frozenset[int]]:
    """Return permission -> ids of all units in which it holds. What the matrix does not name gives nothing."""
    units: dict[str, set[int]] = {}
    for role, unit_id in holdings:
        for permission in matrix.get(role, ()):
            units.setdefault(permission, set()).add(unit_id)
    reached: dict[frozenset[int], frozenset[int]] = {}
    for where in {frozenset(found) for found in units.values()}:
        reached[where] = frozenset().union(*(tree.reach(unit_id) for unit_id in where))
    return {permission: reached[frozenset(found)] for permission, found in units.items()}
