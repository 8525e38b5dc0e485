"""Bring a published catalogue into the database; a new version of a procedure only when something changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.clock import VIETNAM
from core.contracts.procedures import Facts, Texts
from core.errors import Problem, Refused
from core.text.formats import format_date
from core.text.i18n import gettext as _
from core.text.viet import clean, search_key
from plugins.onestop.catalogue.domain.comparison import Difference, differences
from plugins.onestop.domain.catalogue import Catalogue, Published, fingerprint, read_catalogue
from plugins.onestop.domain.catalogue_faults import Fault
from plugins.onestop.domain.workflow import Workflow, flaws
from plugins.onestop.domain.workflows import DEFAULT, SHIPPED

IMPORT_LOCK = 0x0E57

_KNOWN = """
SELECT p.code, v.fingerprint, v.effective_from FROM onestop.onestop_procedure p
JOIN onestop.onestop_procedure_version v ON v.procedure = p.id AND v.effective_to IS NULL
"""
_FIELDS = """
INSERT INTO onestop.onestop_field (name, sensitive)
SELECT * FROM unnest($1::text[], $2::boolean[]) ON CONFLICT (name) DO NOTHING
"""
_PROCEDURES = """
INSERT INTO onestop.onestop_procedure AS p (code, name, search_key, field, workflow, case_workflows)
SELECT s.code, s.name, s.search_key, f.id, s.workflow, s.case_workflows::jsonb
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
  AS s (code, name, search_key, field, workflow, case_workflows)
JOIN onestop.onestop_field f ON f.name = s.field
ON CONFLICT (code) DO UPDATE SET name = excluded.name, search_key = excluded.search_key, field = excluded.field,
  case_workflows = excluded.case_workflows || p.case_workflows
"""
_CLOSE = """
UPDATE onestop.onestop_procedure_version v SET effective_to = $2 FROM onestop.onestop_procedure p
WHERE p.id = v.procedure AND p.code = ANY($1::text[]) AND v.effective_to IS NULL
"""
_VERSIONS = """
INSERT INTO onestop.onestop_procedure_version
  (procedure, number, effective_from, facts, fingerprint, faults, imported_at, texts)
SELECT p.id, 1 + coalesce((SELECT max(o.number) FROM onestop.onestop_procedure_version o WHERE o.procedure = p.id), 0),
       $6, s.facts::jsonb, s.fingerprint, s.faults::jsonb, $7, s.texts::jsonb
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS s (code, facts, fingerprint, faults, texts)
JOIN onestop.onestop_procedure p ON p.code = s.code
"""
_WORKFLOW = """
INSERT INTO onestop.onestop_workflow (name, version, definition, published_at)
SELECT $1::varchar, 1 + coalesce(max(version), 0), $2::jsonb, $3 FROM onestop.onestop_workflow WHERE name = $1
HAVING NOT coalesce((array_agg(definition ORDER BY version DESC))[1] = $2::jsonb, false)
"""


_BEFORE = """
SELECT p.code, v.facts::text, v.texts::text FROM onestop.onestop_procedure p
JOIN onestop.onestop_procedure_version v ON v.procedure = p.id AND v.effective_to IS NULL
WHERE p.code = ANY($1::text[])
"""
_WORKFLOW_NAMES = "SELECT DISTINCT name FROM onestop.onestop_workflow"


class Change(Struct, frozen=True):
    """A procedure that an import gives a new version: what differs from the one before."""

    code: str
    name: str
    differences: tuple[Difference, ...]


class ImportReport(Struct, frozen=True):
    """What an import did, or would do: codes of new, changed and unchanged procedures, and every fault found."""

    rows: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    faults: tuple[Fault, ...]
    dry_run: bool
    effective_from: date
    changes: tuple[Change, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults of rows that were left out."""
        return tuple(fault for fault in self.faults if fault.is_error)


async def import_procedures(
    entries: Sequence[Mapping[str, Any]],
    fields: Iterable[Mapping[str, Any]],
    act: Act,
    *,
    effective_from: date | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Read published rows and store what is new or has changed, all or nothing; see `import_catalogue`."""
    catalogue = read_catalogue(entries)
    return await import_catalogue(catalogue, len(entries), fields, act, effective_from=effective_from, dry_run=dry_run)


async def import_catalogue(
    catalogue: Catalogue,
    rows: int,
    fields: Iterable[Mapping[str, Any]],
    act: Act,
    *,
    effective_from: date | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Store what is new in a catalogue or has changed since the version before, all or nothing.

    fields: marks `{"name", "sensitive", "workflow"}`; a new field without a mark is sensitive, and new procedures of a
    field without a workflow take the default one. What somebody decided since then stays.
    effective_from: first day of new versions, today in the office's zone when None. Rows with an error are left out
    and named in the report. Two imports at once wait for each other.
    Raises Refused when a version that is there already starts after that day.
    """
    day = effective_from or act.at.astimezone(VIETNAM).date()
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", IMPORT_LOCK)
        known = {row["code"]: (row["fingerprint"], row["effective_from"]) for row in await db.rows(_KNOWN)}
        catalogue = await _completed(catalogue)
        prints = {item.facts.code: fingerprint(item.facts, item.texts) for item in catalogue.published}
        changed = tuple(code for code, mark in prints.items() if code in known and known[code][0] != mark)
        _refuse_early_day(day, {code: known[code][1] for code in changed})
        workflows = {row["name"] for row in await db.rows(_WORKFLOW_NAMES)} | {item.name for item in SHIPPED}
        report = ImportReport(
            rows=rows,
            new=tuple(code for code in prints if code not in known),
            changed=changed,
            unchanged=tuple(code for code, mark in prints.items() if code in known and known[code][0] == mark),
            faults=(*catalogue.faults, *_workflow_faults(catalogue, workflows)),
            dry_run=dry_run,
            effective_from=day,
            changes=await _changes(catalogue, changed),
        )
        written = {*report.new, *report.changed}
        if written and not dry_run:
            kept = [item for item in catalogue.published if item.facts.code in written]
            await _store(kept, report, fields, act, workflows)
    return report


def _refuse_early_day(day: date, starts: Mapping[str, date]) -> None:
    late = sorted(code for code, start in starts.items() if start > day)
    if late:
        raise Refused(
            Problem(
                _(
                    "Ngày áp dụng %(day)s sớm hơn ngày áp dụng của phiên bản đang có: %(codes)s. Hãy chọn ngày khác.",
                    day=format_date(day),
                    codes=", ".join(late[:5]) + ("…" if len(late) > 5 else ""),
                ),
                "effective_from",
                "too_early",
            )
        )


def _workflow_faults(catalogue: Catalogue, known: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each case that names a workflow nobody has published; such a case is settled as usual."""
    for item in catalogue.published:
        for case in item.facts.cases:
            if case.workflow and case.workflow not in known:
                yield Fault(item.row, item.facts.code, "unknown_workflow", f"{case.name}: {case.workflow}")


async def _completed(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with what its source is silent about taken from the newest versions."""
    partial = [item.facts.code for item in catalogue.published if item.speaks_of is not None]
    if not partial:
        return catalogue
    before = await _newest(partial)
    published = tuple(
        item.over(*before[item.facts.code]) if item.facts.code in before else item for item in catalogue.published
    )
    return msgspec.structs.replace(catalogue, published=published)


async def _newest(codes: Sequence[str]) -> dict[str, tuple[Facts, Texts]]:
    """Return the newest versions of procedures by code."""
    decode = msgspec.json.decode
    rows = await db.rows(_BEFORE, list(codes))
    return {row[0]: (decode(row[1], type=Facts), decode(row[2], type=Texts)) for row in rows}


async def _changes(catalogue: Catalogue, changed: Sequence[str]) -> tuple[Change, ...]:
    if not changed:
        return ()
    before = await _newest(changed)
    found = []
    for item in catalogue.published:
        if item.facts.code in before:
            old, old_texts = before[item.facts.code]
            parts = differences(old, item.facts, old_texts, item.texts)
            found.append(Change(item.facts.code, item.facts.name, parts))
    return tuple(found)


async def publish_workflows(workflows: Iterable[Workflow], act: Act) -> None:
    """Store workflows that are not stored yet, each change as a new version. Raises ValueError for a flawed one."""
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", IMPORT_LOCK)
        for workflow in workflows:
            found = flaws(workflow)
            if found:
                raise ValueError(f"workflow {workflow.name}: {found}")
            await db.execute(_WORKFLOW, workflow.name, msgspec.json.encode(workflow).decode(), act.at)


async def ensure_workflows(act: Act) -> None:
    """Publish the shipped workflows that have no version here yet; what an office made of one stays."""
    known = {row["name"] for row in await db.rows(_WORKFLOW_NAMES)}
    await publish_workflows([workflow for workflow in SHIPPED if workflow.name not in known], act)


async def _store(
    kept: Sequence[Published],
    report: ImportReport,
    fields: Iterable[Mapping[str, Any]],
    act: Act,
    workflows: Collection[str],
) -> None:
    marks = {clean(str(item["name"])): item for item in fields}
    all_facts = [item.facts for item in kept]
    names = sorted({facts.field for facts in all_facts})
    await db.execute(_FIELDS, names, [bool(marks.get(name, {}).get("sensitive", True)) for name in names])
    codes = [facts.code for facts in all_facts]
    await db.execute(
        _PROCEDURES,
        codes,
        [facts.name for facts in all_facts],
        [search_key(f"{facts.code} {facts.name}") for facts in all_facts],
        [facts.field for facts in all_facts],
        [str(marks.get(facts.field, {}).get("workflow", DEFAULT)) for facts in all_facts],
        [_case_workflows(facts, workflows) for facts in all_facts],
    )
    await db.execute(_CLOSE, list(report.changed), report.effective_from)
    doubts: dict[str, list[Fault]] = {}
    for fault in report.faults:
        doubts.setdefault(fault.procedure, []).append(fault)
    await db.execute(
        _VERSIONS,
        codes,
        [msgspec.json.encode(facts).decode() for facts in all_facts],
        [fingerprint(item.facts, item.texts) for item in kept],
        [msgspec.json.encode(doubts.get(code, [])).decode() for code in codes],
        [msgspec.json.encode(item.texts).decode() for item in kept],
        report.effective_from,
        act.at,
    )
    day = report.effective_from.isoformat()
    after = {"new": len(report.new), "changed": list(report.changed), "effective_from": day}
    await audit.record(act, "onestop.import_procedures", subject="onestop.procedure", subject_id="", after=after)


def _case_workflows(facts: Facts, known: Collection[str]) -> str:
    """Return the workflows that the source gives to cases, by code, as JSON."""
    return msgspec.json.encode({c.code: c.workflow for c in facts.cases if c.workflow in known}).decode()
