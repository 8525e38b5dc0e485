"""The catalogue in force: one procedure for the counter, all of them in memory for searching."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
from msgspec import Struct

from core import db
from core.contracts.procedures import (
    Case,
    CaseSheet,
    Facet,
    Facts,
    ProcedureBrief,
    ProcedurePage,
    ProcedureSheet,
    Texts,
)
from plugins.onestop.domain.procedures import fee_for, for_case, limit_choices, papers_for
from plugins.onestop.domain.search import Entry, entry, find

_IN_FORCE = """
SELECT v.facts::text, v.number, v.effective_from, v.texts::text
FROM onestop.onestop_procedure p JOIN onestop.onestop_procedure_version v ON v.procedure = p.id
WHERE p.code = $1 AND v.effective_from <= $2 AND (v.effective_to IS NULL OR v.effective_to > $2)
"""
_ALL_IN_FORCE = """
SELECT v.facts FROM onestop.onestop_procedure_version v
WHERE v.effective_from <= $1 AND (v.effective_to IS NULL OR v.effective_to > $1)
"""
# Versions are only ever added, and closed when a newer one is added: the highest id tells whether anything changed.
_STAMP = "SELECT coalesce(max(id), 0) FROM onestop.onestop_procedure_version"
_WANTED = """
SELECT p.code FROM onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure
WHERE d.received_at >= $1::date - 30 GROUP BY p.code ORDER BY count(*) DESC, p.code LIMIT $2
"""

_FAULT_COUNTS = """
SELECT f->>'kind', count(*) FROM onestop.onestop_procedure_version v, jsonb_array_elements(v.faults) AS f
WHERE v.effective_to IS NULL GROUP BY 1 ORDER BY 2 DESC, 1
"""


class _Snapshot(Struct, frozen=True):
    stamp: int
    day: date
    entries: tuple[Entry, ...]


_latest: list[_Snapshot] = []


def decode_facts(text: str) -> Facts:
    """Return the facts out of the JSON text of a version."""
    return msgspec.json.decode(text, type=Facts)


def sheet_of(facts: Facts, version: int, effective_from: date, day: date, texts: Texts) -> ProcedureSheet:
    """Return a version with what the counter and the visitor need of it worked out for a day."""
    return ProcedureSheet(
        facts,
        version,
        effective_from,
        limit_choices(facts),
        fee_for(facts, "counter", day),
        texts,
        tuple(_case_sheet(facts, case, day) for case in facts.cases),
    )


def _case_sheet(facts: Facts, case: Case, day: date) -> CaseSheet:
    narrowed = for_case(facts, case)
    papers = sum(1 for _number, paper in papers_for(facts, case) if not paper.is_remark)
    return CaseSheet(case, limit_choices(narrowed), fee_for(narrowed, "counter", day), papers)


async def sheet(code: str, day: date) -> ProcedureSheet | None:
    """Return the version of a procedure in force on a day, None when there is none."""
    found = await db.row(_IN_FORCE, code, day)
    if found is None:
        return None
    texts = msgspec.json.decode(found[3], type=Texts)
    return sheet_of(decode_facts(found[0]), found[1], found[2], day, texts)


async def fault_counts() -> list[tuple[str, int]]:
    """Return how often the newest versions carry each kind of doubt, the most frequent first."""
    return [(row[0], row[1]) for row in await db.rows(_FAULT_COUNTS)]


async def search(text: str, day: date, *, field: str, level: str, offset: int, limit: int) -> ProcedurePage:
    """Return one page of the procedures in force on a day, with the counts of what they can be narrowed by.

    A facet counts what the other filter and the text leave, so that its numbers say what a click will show.
    """
    found = find(await _entries(day), text)
    kept = [item for item in found if _fits(item, field, level)]
    return ProcedurePage(
        items=tuple(kept[offset : offset + limit]),
        total=len(kept),
        fields=_facets([item.field] for item in found if _fits(item, "", level)),
        levels=_facets(item.levels for item in found if _fits(item, field, "")),
    )


async def most_wanted(day: date, limit: int) -> tuple[ProcedureBrief, ...]:
    """Return the procedures asked for most in the 30 days before a day; filled up in alphabetical order."""
    known = {item.brief.code: item.brief for item in await _entries(day)}
    wanted = [row[0] for row in await db.rows(_WANTED, day, limit)]
    codes = dict.fromkeys([*wanted, *(brief.code for brief in find(await _entries(day), ""))])
    return tuple(known[code] for code in codes if code in known)[:limit]


def brief_of(facts: Facts, day: date) -> ProcedureBrief:
    """Return the line of a list for a procedure, with the fee of a day."""
    return ProcedureBrief(
        code=facts.code,
        name=facts.name,
        field=facts.field,
        levels=facts.levels,
        limit_choices=limit_choices(facts),
        same_day="same_day_15" in facts.rules,
        counter_fee=fee_for(facts, "counter", day),
    )


async def _entries(day: date) -> tuple[Entry, ...]:
    """Return all procedures in force, kept in memory until a version is added or the day changes."""
    stamp = int(await db.value(_STAMP))
    if not _latest or (_latest[0].stamp, _latest[0].day) != (stamp, day):
        found = await db.rows(_ALL_IN_FORCE, day)
        _latest[:] = [_Snapshot(stamp, day, tuple(entry(brief_of(decode_facts(row[0]), day)) for row in found))]
    return _latest[0].entries


def _fits(item: ProcedureBrief, field: str, level: str) -> bool:
    return (not field or item.field == field) and (not level or level in item.levels)


def _facets(values: Iterable[Sequence[str]]) -> tuple[Facet, ...]:
    counts = Counter(value for several in values for value in several if value)
    return tuple(Facet(value, count) for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
