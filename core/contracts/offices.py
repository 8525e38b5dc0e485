"""Ask: which offices there are and who works in them. Answered by the functions that `core.offices` names."""

from datetime import date
from typing import Literal

import msgspec

UnitKind = Literal["province", "district", "commune", "hamlet", "department", "counter"]

AUTHORITIES: frozenset[str] = frozenset({"province", "district", "commune"})
"""Kinds of units that are a People's Committee; the others belong to one."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One agency, department, counter or hamlet, as it exists from `valid_from` until before `valid_to` (None: open).

    code: stable name in data files ("duc-hoa.mot-cua"). name: official ("Xã An Ninh Đông"); short_name: "An Ninh Đông".
    agency: as written in the head of papers ("Ủy ban nhân dân xã An Ninh Đông").
    agency_code: identifier of its own, "" when it uses that of the agency above. agency_code_verified: read in the
    register, not only assumed.
    """

    id: int
    code: str
    kind: UnitKind
    name: str
    short_name: str
    agency: str
    parent_id: int | None
    valid_from: date
    valid_to: date | None
    agency_code: str = ""
    agency_code_verified: bool = False
    address: str = ""
    phone: str = ""
    email: str = ""
    hours: tuple[tuple[tuple[str, str], ...], ...] = ()
    position: int = 0

    def exists_on(self, day: date) -> bool:
        """Tell whether the unit exists on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works in a unit. title: "Chuyên viên", "Trưởng ấp"... left_on: first day no longer here, or None."""

    id: int
    full_name: str
    title: str
    unit_id: int
    email: str = ""
    phone: str = ""
    left_on: date | None = None


class Assignment(msgspec.Struct, frozen=True):
    """A role that a person holds in a unit and everything below it, from `valid_from` until before `valid_to`."""

    id: int
    person_id: int
    role: str
    unit_id: int
    valid_from: date
    valid_to: date | None


class Holding(msgspec.Struct, frozen=True):
    """A role that somebody can act in on a day: held in a unit and below. on_behalf_of: the absent person, or None."""

    role: str
    unit_id: int
    on_behalf_of: int | None = None
    on_behalf_name: str = ""


class Absence(msgspec.Struct, frozen=True):
    """Days on which a person is away, both included; the substitute, when there is one, holds their roles meanwhile."""

    id: int
    person_id: int
    substitute_id: int | None
    first_day: date
    last_day: date
    reason: str = ""
