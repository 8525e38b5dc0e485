"""Figures of a period, counted in one statement by the conditions that the lists behind the figures use too."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, cast, get_args

from msgspec import Struct

from core import db
from core.clock import VIETNAM
from core.text.viet import sort_key
from plugins.onestop.domain.figures import Measure, Period
from plugins.onestop.queries.conditions import IN_BOOKS, MEASURES, fill

Dimension = Literal["all", "field", "agency", "procedure"]
ORDER: Final[tuple[Measure, ...]] = get_args(Measure)


class Figures(Struct, frozen=True):
    """The counts of one line of a report. key: id of the field, agency or procedure (0 for all); place: its period."""

    place: int
    key: int
    label: str
    counts: Mapping[Measure, int]

    def __getitem__(self, measure: Measure) -> int:
        return self.counts.get(measure, 0)

    @property
    def in_time_share(self) -> float | None:
        """Early and on time among the resolved ones that had a limit, 0 to 1; None when there are none."""
        limited = self["early"] + self["on_time"] + self["late"]
        return (self["early"] + self["on_time"]) / limited if limited else None


NOTHING: Final = Figures(1, 0, "", {})


class Narrowing(Struct, frozen=True):
    """What a report is narrowed to. units: whose dossiers the reader may see, None for all; the rest 0 for all."""

    units: list[int] | None
    field: int = 0
    agency: int = 0
    procedure: int = 0

    @property
    def values(self) -> tuple[list[int] | None, int, int, int]:
        """The four as parameters of a statement."""
        return self.units, self.field, self.agency, self.procedure


_KEYS: Final[Mapping[Dimension, tuple[str, str]]] = {
    "all": ("0", "''"),
    "field": ("f.id", "f.name"),
    "agency": ("d.authority_id", "min(d.unit_name)"),
    "procedure": ("p.id", "p.name"),
}
_GROUPS: Final[Mapping[Dimension, str]] = {
    "all": "t.place",
    "field": "t.place, f.id, f.name",
    "agency": "t.place, d.authority_id",
    "procedure": "t.place, p.id, p.name",
}


def _statement(dimension: Dimension) -> str:
    places = {"now": "$5::timestamptz", "start": "t.start", "stop": "t.stop", "day": "t.day"}
    counts = ",\n  ".join(f"count(*) FILTER (WHERE {fill(MEASURES[name], **places)})" for name in ORDER)
    key, label = _KEYS[dimension]
    return f"""
SELECT t.place, {key}, {label},
  {counts}
FROM unnest($2::timestamptz[], $3::timestamptz[], $4::date[]) WITH ORDINALITY AS t (start, stop, day, place)
JOIN onestop.onestop_dossier d ON {fill(IN_BOOKS, **places)}
JOIN onestop.onestop_procedure p ON p.id = d.procedure
JOIN onestop.onestop_field f ON f.id = p.field
WHERE ($1::bigint[] IS NULL OR d.unit_ids && $1) AND ($6::bigint = 0 OR p.field = $6)
  AND ($7::bigint = 0 OR d.authority_id = $7) AND ($8::bigint = 0 OR d.procedure = $8)
GROUP BY {_GROUPS[dimension]}
"""  # noqa: S608 -- constants


_STATEMENTS: Final = {dimension: _statement(dimension) for dimension in get_args(Dimension)}


async def figures(
    periods: Sequence[Period], now: datetime, narrowing: Narrowing, dimension: Dimension = "all"
) -> list[Figures]:
    """Return the figures of each period, line by line in the order of their labels; empty lines are left out.

    The place of a line is that of its period, from 1. now: aware; nothing later is known.
    """
    found = await db.rows(
        _STATEMENTS[dimension],
        narrowing.units,
        [period.start(VIETNAM) for period in periods],
        [period.stop(VIETNAM) for period in periods],
        [period.day(now, VIETNAM) for period in periods],
        now,
        narrowing.field,
        narrowing.agency,
        narrowing.procedure,
    )
    lines = [Figures(row[0], row[1], row[2], dict(zip(ORDER, tuple(row)[3:], strict=True))) for row in found]
    return sorted(lines, key=lambda line: (line.place, sort_key(line.label), line.key))


async def total(period: Period, now: datetime, narrowing: Narrowing) -> Figures:
    """Return the figures of a whole period."""
    return next(iter(await figures([period], now, narrowing)), NOTHING)


class Name(Struct, frozen=True):
    """A field or an agency to choose from."""

    key: int
    label: str


async def fields() -> list[Name]:
    """Return all fields, by name."""
    return await db.structs(Name, "SELECT id, name FROM onestop.onestop_field ORDER BY name")


async def agencies(units: list[int] | None) -> list[Name]:
    """Return the agencies that took dossiers in which the units (None: all) may see, by name."""
    return await db.structs(
        Name,
        """SELECT authority_id, min(unit_name) FROM onestop.onestop_dossier
           WHERE $1::bigint[] IS NULL OR unit_ids && $1 GROUP BY authority_id ORDER BY 2""",
        units,
    )


async def procedures() -> list[Name]:
    """Return all procedures, by name."""
    return await db.structs(Name, "SELECT id, name FROM onestop.onestop_procedure ORDER BY search_key, code")


def dimension_of(text: str) -> Dimension:
    """Return the dimension that an address names; by field when it names none."""
    return cast("Dimension", text) if text in {"field", "agency", "procedure"} else "field"
