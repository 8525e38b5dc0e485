"""The report of an import, for a terminal and for programs."""

from collections import Counter
from typing import Any

import msgspec

from plugins.onestop.commands.importing import ImportReport
from plugins.onestop.wording import PARTS, fault_sentence


def summary(report: ImportReport) -> str:
    """Return what an import did (or would do) in a few lines: counts, what changed, each kind of fault."""
    verb = "would be" if report.dry_run else "were"
    counts = f"{len(report.new)} {verb} new, {len(report.changed)} changed, {len(report.unchanged)} the same"
    lines = [f"{report.rows} rows: {counts}; in force from {report.effective_from.isoformat()}"]
    lines += [f"  {c.code}: {', '.join(item.part for item in c.differences)}" for c in report.changes[:20]]
    if len(report.changes) > 20:
        lines.append(f"  ... and {len(report.changes) - 20} more; the report of --report names all")
    kinds = Counter(fault.kind for fault in report.faults).most_common()
    lines += [f"  {count:4} {kind}" for kind, count in kinds]
    lines += [
        f"  left out: {fault.file or 'row'} {fault.row}: {fault.kind} {fault.detail}" for fault in report.errors[:20]
    ]
    return "\n".join(lines)


def for_machines(report: ImportReport) -> dict[str, Any]:
    """Return the whole report as builtins; each fault and each difference also in words."""
    faults = [{**msgspec.to_builtins(f), "error": f.is_error, "message": fault_sentence(f)} for f in report.faults]
    changes = [
        {
            "code": change.code,
            "name": change.name,
            "differences": [{**msgspec.to_builtins(d), "title": str(PARTS[d.part])} for d in change.differences],
        }
        for change in report.changes
    ]
    return {**msgspec.to_builtins(report), "faults": faults, "changes": changes}
