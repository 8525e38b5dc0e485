"""Read a published catalogue of procedures and say plainly what is wrong with it.

A fault never stops the other rows. Rows with an error are left out; rows with a warning are loaded with the
doubtful part as "unknown". Published catalogues do contain such errors: titles shared by unrelated codes, numbers
without a unit, amounts of 10 dong.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import Struct

from core.contracts.procedures import BlankForm, Facts, Member, Result, Rule, Texts
from core.text.viet import clean, clean_lines
from plugins.onestop.domain.catalogue_faults import Fault
from plugins.onestop.domain.catalogue_parts import Judge
from plugins.onestop.domain.catalogue_rows import ProcedureRow

# National codes are one digit, a point and six digits; a province may add its own agency behind them.
CODE: Final = re.compile(r"[1-9]\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?\Z")

RULE_WORDS: Final[Mapping[str, Rule]] = {
    "received after 15:00 -> result next working day": "same_day_15",
    "received after 15:00 -> counted from next working day": "next_day_after_15",
    "late -> apology and re-appointment slip with reason and new date": "apology_when_late",
    "some waiting time is excluded from the limit (see source text)": "waiting_excluded",
    "supplement: citizen has 7 working days, then processing is stopped": "supplement_7_working_days",
    "supplement/refusal notice within 24 hours of receipt": "notice_24_hours",
    "first day not counted -> counted from next working day": "first_day_excluded",
    "linked: clock starts when the deciding agency receives the valid dossier": "starts_at_agency",
}


class Published(Struct, frozen=True):
    """One procedure of a catalogue: what can be computed with, and the long texts. row: where it stands, from 1."""

    row: int
    facts: Facts
    texts: Texts
    speaks_of: tuple[str, ...] | None = None

    def over(self, facts: Facts, texts: Texts) -> "Published":
        """Return this procedure with the parts its source is silent about taken from the version before."""
        if self.speaks_of is None:
            return self
        named = set(self.speaks_of)
        own = {name: getattr(self.facts, name) for name in Facts.__struct_fields__ if name in named}
        long = {name: getattr(self.texts, name) for name in Texts.__struct_fields__ if name in named}
        replace = msgspec.structs.replace
        return replace(self, facts=replace(facts, **own), texts=replace(texts, **long))


class Catalogue(Struct, frozen=True):
    """What could be read, and everything that is doubtful about it."""

    published: tuple[Published, ...]
    faults: tuple[Fault, ...]

    @property
    def procedures(self) -> tuple[Facts, ...]:
        """The facts alone, in the order of the rows."""
        return tuple(item.facts for item in self.published)


def read_catalogue(entries: Iterable[Mapping[str, Any]]) -> Catalogue:
    """Turn published rows into facts and a list of faults, in the order of the rows."""
    faults: list[Fault] = []
    read: list[Published] = []
    files: dict[int, str] = {}
    for row, entry in enumerate(entries, start=1):
        published = _read_row(row, entry, faults)
        if isinstance(entry, Mapping) and isinstance(entry.get("file"), str):
            files[row] = entry["file"]
        if published is not None:
            read.append(published)
    read = _without_clashes(read, faults)
    _report_shared_titles(read, faults)
    kept = sorted(dict.fromkeys(faults), key=lambda fault: fault.row)
    located = (msgspec.structs.replace(f, file=files[f.row]) if f.row in files else f for f in kept)
    return Catalogue(published=tuple(read), faults=tuple(located))


def fingerprint(facts: Facts, texts: Texts | None = None) -> str:
    """Return the SHA-256 of a version in hexadecimal; equal versions have equal fingerprints on every machine."""
    return sha256(msgspec.json.encode((facts, texts or Texts()), order="deterministic")).hexdigest()


def _read_row(row: int, entry: Mapping[str, Any], faults: list[Fault]) -> Published | None:
    code = str(entry.get("code", "")) if isinstance(entry, Mapping) else ""
    try:
        raw = msgspec.convert(entry, ProcedureRow)
    except msgspec.ValidationError as error:
        faults.append(Fault(row, code, "bad_row", str(error)))
        return None
    if not CODE.match(raw.code):
        faults.append(Fault(row, raw.code, "bad_code", raw.code))
        return None
    if not raw.name.strip() or not raw.field.strip():
        faults.append(Fault(row, raw.code, "bad_row", "name, field"))
        return None
    faults += [Fault(row, raw.code, doubt.kind, doubt.detail) for doubt in raw.doubts or ()]
    speaks_of = None if raw.speaks_of is None else tuple(raw.speaks_of)
    return Published(row, _facts(row, raw, faults), _texts(raw), speaks_of)


def _facts(row: int, raw: ProcedureRow, faults: list[Fault]) -> Facts:
    judge = Judge(row, raw, faults)
    rules, unread = _rules(row, raw, faults)
    cases = judge.cases()
    return Facts(
        code=raw.code,
        name=clean(raw.name),
        field=clean(raw.field),
        levels=tuple(raw.level or ()),
        level_2017=raw.level_2017 or "",
        decision=raw.decision or "",
        agency=clean(raw.agency or ""),
        limits=judge.limits(rules),
        time_limit_ambiguous=judge.ambiguous(),
        rules=rules,
        unread_rules=unread,
        fees=judge.fees(),
        papers=judge.papers(cases),
        papers_total=raw.documents_total_on_portal,
        results=tuple(Result(clean(item.name), item.code or "") for item in raw.result or ()),
        legal_basis=tuple(raw.legal_basis or ()),
        members=tuple(Member(m.step, m.sub_procedure, m.limit) for m in raw.steps_with_own_clock or ()),
        notes=_notes(row, raw, faults),
        verified=raw.verified or "",
        source=raw.source or "",
        crosschecked=raw.crosschecked,
        cases=cases,
        exemptions=judge.exemptions(),
        forms=tuple(BlankForm(clean(form.name), form.url or "") for form in raw.forms or ()),
        applicants=tuple(clean(who) for who in raw.applicants or ()),
        competent=clean(raw.competent or ""),
        coordinating=clean(raw.coordinating or ""),
        reception=clean(raw.reception or ""),
        url=raw.url or "",
    )


def _texts(raw: ProcedureRow) -> Texts:
    ways = dict.fromkeys(clean_lines(text) for text in raw.ways or ())
    return Texts(clean_lines(raw.steps or ""), clean_lines(raw.conditions or ""), tuple(ways))


def _rules(row: int, raw: ProcedureRow, faults: list[Fault]) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    known: list[Rule] = []
    unread: list[str] = []
    for text in raw.clock_rules or ():
        rule = RULE_WORDS.get(clean(text))
        if rule is not None:
            known.append(rule)
        else:
            unread.append(clean(text))
            faults.append(Fault(row, raw.code, "unknown_rule", clean(text)))
    return tuple(known), tuple(unread)


def _notes(row: int, raw: ProcedureRow, faults: list[Fault]) -> tuple[str, ...]:
    if raw.verified != "source":
        faults.append(Fault(row, raw.code, "unverified", raw.verified or ""))
    return tuple(clean(note) for note in raw.notes or ())


def _without_clashes(read: list[Published], faults: list[Fault]) -> list[Published]:
    """Drop every later row that carries a code already seen; the first one stays and both are named."""
    first: dict[str, int] = {}
    kept: list[Published] = []
    for item in read:
        if item.facts.code in first:
            faults.append(Fault(item.row, item.facts.code, "code_clash", str(first[item.facts.code])))
            continue
        first[item.facts.code] = item.row
        kept.append(item)
    return kept


def _report_shared_titles(read: list[Published], faults: list[Fault]) -> None:
    by_title: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for item in read:
        by_title[item.facts.name.casefold()].append((item.row, item.facts.code))
    for holders in by_title.values():
        if len(holders) < 2:
            continue
        for row, code in holders:
            others = ", ".join([other for _, other in holders if other != code][:10])
            faults.append(Fault(row, code, "shared_title", others))
