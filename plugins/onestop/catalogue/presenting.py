"""The catalogue's pages in words: versions as a time line, differences as pairs of lines, an import as counts."""

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

from msgspec import Struct

from core.contracts.procedures import CHANNELS, FEE_KINDS, RULES
from core.errors import Missing
from core.text.i18n import gettext as _
from plugins.onestop.catalogue import queries
from plugins.onestop.catalogue.blank_forms import offered
from plugins.onestop.catalogue.commands import state_of
from plugins.onestop.catalogue.domain.comparison import Difference, Pair, differences, fee_words, side_by_side
from plugins.onestop.catalogue.queries import Version
from plugins.onestop.commands.importing import ImportReport
from plugins.onestop.domain.procedures import grouped, papers_for
from plugins.onestop.domain.promise import terms_of
from plugins.onestop.queries.procedures import sheet_of
from plugins.onestop.wording import FAULTS, PARTS, fault_sentence, terms_words

# A preview of thousands of rows shows the first ones; the counts are of all.
SHOWN = 50


class Part(Struct, frozen=True):
    """A part of a procedure that changed, ready to be shown side by side."""

    title: str
    pairs: tuple[Pair, ...]


class Station(Struct, frozen=True):
    """A version on the time line. state: now, next or done; changed: titles of the parts that differ from before."""

    version: Version
    state: str
    changed: tuple[str, ...]
    before: int | None


async def procedure_context(code: str, day: date) -> dict[str, Any]:
    """Return everything the page of a procedure shows. Raises Missing."""
    versions = await queries.versions(code)
    if not versions:
        raise Missing
    shown = next((version for version in versions if version.holds_on(day)), versions[0])
    sheet = sheet_of(shown.facts, shown.number, shown.effective_from, day, shown.texts)
    workflow, by_case = await queries.settled_by(code)
    return {
        "code": code,
        "sheet": sheet,
        "facts": sheet.facts,
        "offered": await offered(code),
        "last": versions[0],
        "papers": grouped(papers_for(sheet.facts, None)),
        "in_force": shown.holds_on(day),
        "doubts": [fault_sentence(fault) for fault in shown.faults],
        "stations": _stations(versions, day),
        "terms": [terms_words(terms) for terms in terms_of(sheet.facts)],
        "fee_rows": list(dict.fromkeys(fee_words(fee) for fee in sheet.facts.fees)),
        "workflow": workflow,
        "by_case": by_case,
        "was": state_of(workflow, by_case),
        "workflows": [(item.name, _(item.title)) for item in await queries.workflows()],
        "rules": RULES,
        "channels": CHANNELS,
        "kinds": FEE_KINDS,
    }


def comparison(old: Version, new: Version) -> list[Part]:
    """Return the parts in which two versions differ."""
    return _parts(differences(old.facts, new.facts, old.texts, new.texts))


def report_context(report: ImportReport) -> dict[str, Any]:
    """Return what the preview of an import shows."""
    names = {fault.procedure for fault in report.faults}
    return {
        "report": report,
        "changes": [(change, _parts(change.differences)) for change in report.changes[:SHOWN]],
        "more_changes": max(0, len(report.changes) - SHOWN),
        "new": report.new[:SHOWN],
        "more_new": max(0, len(report.new) - SHOWN),
        "kinds": [(str(FAULTS[kind]), n) for kind, n in Counter(f.kind for f in report.faults).most_common()],
        "left_out": [(fault, fault_sentence(fault)) for fault in report.errors[:SHOWN]],
        "doubts": [(fault, fault_sentence(fault)) for fault in report.faults if not fault.is_error][:SHOWN],
        "more_doubts": max(0, len(report.faults) - len(report.errors) - SHOWN),
        "doubtful": len(names - {""}),
    }


def _stations(versions: list[Version], day: date) -> list[Station]:
    """Return the versions as a time line, the newest first."""
    stations = []
    for version, before in [*pairwise(versions), (versions[-1], None)]:
        changed: tuple[str, ...] = ()
        if before is not None:
            found = differences(before.facts, version.facts, before.texts, version.texts)
            changed = tuple(str(PARTS[item.part]) for item in found)
        state = "now" if version.holds_on(day) else "next" if version.effective_from > day else "done"
        stations.append(Station(version, state, changed, before.number if before else None))
    return stations


def _parts(found: tuple[Difference, ...]) -> list[Part]:
    return [Part(str(PARTS[item.part]), side_by_side(item)) for item in found]
