"""Registers in force, results, and what has still to be entered."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from msgspec import Struct

from core import db
from plugins.onestop.results.domain.registers import Register, Value

_IN_FORCE = """
SELECT DISTINCT ON (code) id, place, definition::text FROM onestop.onestop_register
WHERE effective_from <= $1 ORDER BY code, version DESC
"""
_RESULT = """
SELECT r.id, r.dossier, r.dossier_code, r.register, r.authority_id, r.authority_name, r.unit_ids, r.year, r.number,
       r.number_text,
       r.signed_on, r.signer_name, r.signer_title, r.owner_name, r.values::text, r.keep_until, r.state, r.revision,
       r.entered_at, r.entered_by_name, v.definition::text
FROM onestop.onestop_result r JOIN onestop.onestop_register v ON v.id = r.version
"""
_CHANGES = """
SELECT at, kind, person_name, reason, before::text FROM onestop.onestop_result_change WHERE result = $1 ORDER BY id
"""
_COUNTS = """
SELECT r.register, count(*), count(*) FILTER (WHERE r.year = $2), max(r.signed_on)
FROM onestop.onestop_result r WHERE $1::bigint[] IS NULL OR r.unit_ids && $1 GROUP BY r.register
"""
_BOOKS = """
SELECT authority_id, min(authority_name), year, max(number) FROM onestop.onestop_result
WHERE register = $1 AND ($2::bigint[] IS NULL OR unit_ids && $2)
GROUP BY authority_id, year ORDER BY year DESC, 2 LIMIT 100
"""


class Known(Struct, frozen=True):
    """A register with the id of its version."""

    id: int
    register: Register


class Sheet(Struct, frozen=True):
    """A result as the staff sees it; columns in the order of `_RESULT`."""

    id: int
    dossier: int
    dossier_code: str
    register_code: str
    authority_id: int
    authority_name: str
    unit_ids: list[int]
    year: int
    number: int
    number_text: str
    signed_on: date
    signer_name: str
    signer_title: str
    owner_name: str
    values_json: str
    keep_until: date | None
    state: str
    revision: int
    entered_at: datetime
    entered_by_name: str
    definition: str

    @property
    def register(self) -> Register:
        """The register as it was when the result was entered."""
        return msgspec.json.decode(self.definition, type=Register)

    @property
    def values(self) -> Mapping[str, Value]:
        """The record."""
        return msgspec.json.decode(self.values_json, type=dict[str, Value])


class Change(Struct, frozen=True):
    """A line of a result's ledger; before: the record as it was then, as JSON."""

    at: datetime
    kind: str
    person_name: str
    reason: str
    before: str | None


class Book(Struct, frozen=True):
    """A register's book of an agency and a year, with its last number."""

    agency: int
    agency_name: str
    year: int
    last: int


class Count(Struct, frozen=True):
    """How many results a register holds, how many of the year, and when the last one was signed."""

    register: str
    all: int
    this_year: int
    last: date


async def registers(day: date) -> list[Known]:
    """Return the registers in force on a day, in their order."""
    rows = await db.rows(_IN_FORCE, day)
    return [Known(r[0], msgspec.json.decode(r[2], type=Register)) for r in sorted(rows, key=lambda r: (r[1], r[0]))]


async def register(code: str, day: date) -> Known | None:
    """Return the version of a register in force on a day, None when there is none."""
    return next((known for known in await registers(day) if known.register.code == code), None)


async def result(number: int, units: list[int] | None) -> Sheet | None:
    """Return a result that one of these units may see (None: of any unit); None when there is no such one."""
    return await db.struct(
        Sheet, _RESULT + "WHERE r.id = $1 AND ($2::bigint[] IS NULL OR r.unit_ids && $2)", number, units
    )


async def results_of(dossier: int) -> list[Sheet]:
    """Return the results of a dossier, in the order of entry."""
    return await db.structs(Sheet, _RESULT + "WHERE r.dossier = $1 ORDER BY r.id", dossier)


async def books(code: str, units: list[int] | None) -> list[Book]:
    """Return the books of a register in which the units (None: all) may see a line, the newest first."""
    return await db.structs(Book, _BOOKS, code, units)


async def book(code: str, agency: int, year: int, first: int, last: int, units: list[int] | None) -> list[Sheet]:
    """Return the lines with numbers from first to last of an agency's book that the units may see, in their order."""
    where = """WHERE r.register = $1 AND r.authority_id = $2 AND r.year = $3 AND r.number BETWEEN $4 AND $5
               AND ($6::bigint[] IS NULL OR r.unit_ids && $6) ORDER BY r.number"""
    return await db.structs(Sheet, _RESULT + where, code, agency, year, first, last, units)


async def changes(number: int) -> list[Change]:
    """Return what was done to a result, oldest first."""
    return await db.structs(Change, _CHANGES, number)


async def counts(units: list[int] | None, year: int) -> dict[str, Count]:
    """Return register -> how many results the units may see (None: all)."""
    return {count.register: count for count in await db.structs(Count, _COUNTS, units, year)}
