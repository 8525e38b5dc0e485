"""Bring a published catalogue into the database; a new version of a procedure only when something changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.clock import VIETNAM
from core.contracts.procedures import Facts
from core.text.viet import clean, search_key
from plugins.onestop.domain.catalogue import Fault, fingerprint, read_catalogue
from plugins.onestop.domain.workflow import Workflow, flaws
from plugins.onestop.domain.workflows import DEFAULT

IMPORT_LOCK = 0x0E57

_KNOWN = """
SELECT p.code, v.fingerprint FROM onestop.onestop_procedure p
JOIN onestop.onestop_procedure_version v ON v.procedure = p.id AND v.effective_to IS NULL
"""
_FIELDS = """
INSERT INTO onestop.onestop_field (name, sensitive)
SELECT * FROM unnest($1::text[], $2::boolean[]) ON CONFLICT (name) DO NOTHING
"""
_PROCEDURES = """
INSERT INTO onestop.onestop_procedure (code, name, search_key, field, workflow)
SELECT s.code, s.name, s.search_key, f.id, s.workflow
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS s (code, name, search_key, field, workflow)
JOIN onestop.onestop_field f ON f.name = s.field
ON CONFLICT (code) DO UPDATE SET name = excluded.name, search_key = excluded.search_key, field = excluded.field
"""
_CLOSE = """
UPDATE onestop.onestop_procedure_version v SET effective_to = $2 FROM onestop.onestop_procedure p
WHERE p.id = v.procedure AND p.code = ANY($1::text[]) AND v.effective_to IS NULL
"""
_VERSIONS = """
INSERT INTO onestop.onestop_procedure_version
  (procedure, number, effective_from, facts, fingerprint, faults, imported_at)
SELECT p.id, 1 + coalesce((SELECT max(o.number) FROM onestop.onestop_procedure_version o WHERE o.procedure = p.id), 0),
       $5, s.facts::jsonb, s.fingerprint, s.faults::jsonb, $6
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS s (code, facts, fingerprint, faults)
JOIN onestop.onestop_procedure p ON p.code = s.code
"""
_WORKFLOW = """
INSERT INTO onestop.onestop_workflow (name, version, definition, published_at)
SELECT $1::varchar, 1 + coalesce(max(version), 0), $2::jsonb, $3 FROM onestop.onestop_workflow WHERE name = $1
HAVING NOT coalesce((array_agg(definition ORDER BY version DESC))[1] = $2::jsonb, false)
"""


class ImportReport(Struct, frozen=True):
    """What an import did, or would do: codes of new, changed and unchanged procedures, and every fault found."""

    rows: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    faults: tuple[Fault, ...]
    dry_run: bool


async def import_procedures(
    entries: Sequence[Mapping[str, Any]],
    fields: Iterable[Mapping[str, Any]],
    act: Act,
    *,
    effective_from: date | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Read published rows and store what is new or has changed, all or nothing.

    fields: marks `{"name", "sensitive", "workflow"}`; a new field without a mark is sensitive, and new procedures of a
    field without a workflow take the default one. What somebody decided since then stays.
    effective_from: first day of new versions, today in the office's zone when None. Rows with an error are left out
    and named in the report. Two imports at once wait for each other.
    """
    catalogue = read_catalogue(entries)
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", IMPORT_LOCK)
        known = {row["code"]: row["fingerprint"] for row in await db.rows(_KNOWN)}
        prints = {facts.code: fingerprint(facts) for facts in catalogue.procedures}
        report = ImportReport(
            rows=len(entries),
            new=tuple(code for code in prints if code not in known),
            changed=tuple(code for code, mark in prints.items() if known.get(code, mark) != mark),
            unchanged=tuple(code for code, mark in prints.items() if known.get(code) == mark),
            faults=catalogue.faults,
            dry_run=dry_run,
        )
        written = {*report.new, *report.changed}
        if written and not dry_run:
            kept = [facts for facts in catalogue.procedures if facts.code in written]
            await _store(kept, report, fields, act, effective_from or act.at.astimezone(VIETNAM).date())
    return report


async def publish_workflows(workflows: Iterable[Workflow], act: Act) -> None:
    """Store workflows that are not stored yet, each change as a new version. Raises ValueError for a flawed one."""
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", IMPORT_LOCK)
        for workflow in workflows:
            found = flaws(workflow)
            if found:
                raise ValueError(f"workflow {workflow.name}: {found}")
            await db.execute(_WORKFLOW, workflow.name, msgspec.json.encode(workflow).decode(), act.at)


async def _store(
    kept: Sequence[Facts], report: ImportReport, fields: Iterable[Mapping[str, Any]], act: Act, day: date
) -> None:
    marks = {clean(str(item["name"])): item for item in fields}
    names = sorted({facts.field for facts in kept})
    await db.execute(_FIELDS, names, [bool(marks.get(name, {}).get("sensitive", True)) for name in names])
    codes = [facts.code for facts in kept]
    keys = [search_key(f"{facts.code} {facts.name}") for facts in kept]
    await db.execute(
        _PROCEDURES,
        codes,
        [facts.name for facts in kept],
        keys,
        [facts.field for facts in kept],
        [str(marks.get(facts.field, {}).get("workflow", DEFAULT)) for facts in kept],
    )
    await db.execute(_CLOSE, list(report.changed), day)
    doubts: dict[str, list[Fault]] = {}
    for fault in report.faults:
        doubts.setdefault(fault.procedure, []).append(fault)
    await db.execute(
        _VERSIONS,
        codes,
        [msgspec.json.encode(facts).decode() for facts in kept],
        [fingerprint(facts) for facts in kept],
        [msgspec.json.encode(doubts.get(code, [])).decode() for code in codes],
        day,
        act.at,
    )
    after = {"new": len(report.new), "changed": list(report.changed), "effective_from": day.isoformat()}
    await audit.record(act, "onestop.import_procedures", subject="onestop.procedure", subject_id="", after=after)
