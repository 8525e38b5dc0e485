"""The agency tree: pure look-ups over all units, those of today and those that ended."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from core.contracts.offices import AUTHORITIES, Unit
from core.worktime.hours import OfficeHours, office_hours

DEFAULT_HOURS = office_hours([["07:30", "11:30"], ["13:00", "17:00"]])


class Tree:
    """All units at one version of the data. Methods raise KeyError for an unknown id.

    successions: (predecessor, successor) ids.
    """

    def __init__(self, units: Iterable[Unit], successions: Iterable[tuple[int, int]] = ()) -> None:
        self._units = {unit.id: unit for unit in sorted(units, key=lambda u: (u.position, u.id))}
        self._by_code = {unit.code: unit for unit in self._units.values()}
        self._below: dict[int | None, list[Unit]] = {}
        for unit in self._units.values():
            self._below.setdefault(unit.parent_id, []).append(unit)
        self._predecessors: dict[int, list[int]] = {}
        for predecessor, successor in successions:
            self._predecessors.setdefault(successor, []).append(predecessor)
        self._reach: dict[int, frozenset[int]] = {}

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def unit(self, unit_id: int) -> Unit:
        """Return a unit, also one that ended."""
        return self._units[unit_id]

    def get(self, unit_id: int) -> Unit | None:
        """Return a unit, None for an unknown id."""
        return self._units.get(unit_id)

    def find(self, code: str) -> Unit | None:
        """Return the unit with this code, None when there is none."""
        return self._by_code.get(code)

    def children(self, unit_id: int | None, day: date) -> list[Unit]:
        """Return the units directly below, as of that day, in their order; below None: the tops of the tree."""
        return [unit for unit in self._below.get(unit_id, ()) if unit.exists_on(day)]

    def subtree(self, unit_id: int, day: date) -> list[Unit]:
        """Return the unit and all below it that exist on that day, parents before children."""
        found = [self._units[unit_id]] if self._units[unit_id].exists_on(day) else []
        for child in self.children(unit_id, day):
            found += self.subtree(child.id, day)
        return found

    def reach(self, unit_id: int) -> frozenset[int]:
        """Return the ids that a right held in the unit covers.

        The unit, all below it whether they still exist or not, and every unit that one of them took over from, with all
        below those: old records stay in reach of whoever continues the work.
        """
        known = self._reach.get(unit_id)
        if known is None:
            found: set[int] = set()
            waiting = [self._units[unit_id].id]
            while waiting:
                here = waiting.pop()
                if here not in found:
                    found.add(here)
                    waiting += [child.id for child in self._below.get(here, ())]
                    waiting += self._predecessors.get(here, ())
            known = self._reach[unit_id] = frozenset(found)
        return known

    def path(self, unit_id: int) -> list[Unit]:
        """Return the units from the top of the tree down to this one."""
        found = [self._units[unit_id]]
        while (parent := found[-1].parent_id) is not None:
            found.append(self._units[parent])
        return found[::-1]

    def authority(self, unit_id: int) -> Unit:
        """Return the People's Committee that a unit is or belongs to; the unit itself when there is none above."""
        path = self.path(unit_id)
        return next((unit for unit in reversed(path) if unit.kind in AUTHORITIES), path[-1])

    def agency_code(self, unit_id: int) -> str:
        """Return the unit's agency identifier, or that of the nearest agency above that has one; "" for none."""
        return next((unit.agency_code for unit in reversed(self.path(unit_id)) if unit.agency_code), "")

    def hours(self, unit_id: int) -> OfficeHours:
        """Return the unit's office hours, or those of the nearest unit above that has some, or the usual ones."""
        own = next((unit.hours for unit in reversed(self.path(unit_id)) if unit.hours), None)
        return DEFAULT_HOURS if own is None else office_hours(own[0], saturday=_day(own, 1), sunday=_day(own, 2))


def _day(hours: tuple[tuple[tuple[str, str], ...], ...], index: int) -> tuple[tuple[str, str], ...]:
    return hours[index] if index < len(hours) else ()


def cycle_in(parents: Mapping[str, str | None]) -> str | None:
    """Return the code of a unit that is below itself, None when there is none."""
    for start in parents:
        seen = {start}
        above = parents[start]
        while above is not None:
            if above in seen:
                return above
            seen.add(above)
            above = parents.get(above)
    return None
