"""Read a published catalogue of procedures and say plainly what is wrong with it.

A fault never stops the other rows. Rows with an error are left out; rows with a warning are loaded with the
doubtful part as "unknown". Published catalogues do contain such errors: titles shared by unrelated codes, numbers
without a unit, amounts of 10 dong.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final, Literal, cast, get_args

import msgspec
from msgspec import Struct

from core.contracts.procedures import Channel, Facts, Fee, Limit, Member, Paper, Result, Rule, Unit
from core.text.viet import clean
from plugins.onestop.domain.catalogue_rows import ProcedureRow

FaultKind = Literal[
    "bad_row",
    "bad_code",
    "code_clash",
    "shared_title",
    "unknown_unit",
    "unknown_channel",
    "ambiguous_limit",
    "missing_limit",
    "missing_fee",
    "implausible_fee",
    "foreign_fee",
    "missing_documents",
    "unknown_counts",
    "unknown_rule",
    "unverified",
]
ERRORS: Final = frozenset({"bad_row", "bad_code", "code_clash"})

# National codes are one digit, a point and six digits; a province may add its own agency behind them.
CODE: Final = re.compile(r"[1-9]\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?\Z")
# The smallest note in use is 500 dong and public fees are whole thousands; less is a slip of the source.
SMALLEST_FEE: Final = 1_000

UNIT_WORDS: Final[Mapping[str, Unit]] = {
    "minute": "minute",
    "phút": "minute",
    "phút làm việc": "minute",
    "hour": "hour",
    "giờ": "hour",
    "giờ làm việc": "hour",
    "working_day": "working_day",
    "ngày làm việc": "working_day",
    "calendar_day": "calendar_day",
    "ngày": "calendar_day",
}
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
INDICATIVE_NOTE: Final = "portal figure is only indicative"


class Fault(Struct, frozen=True):
    """Something wrong in one row. row counts from 1; detail is the text of the source that is at fault."""

    row: int
    procedure: str
    kind: FaultKind
    detail: str = ""

    @property
    def is_error(self) -> bool:
        """True when the row is left out of the import."""
        return self.kind in ERRORS


class Catalogue(Struct, frozen=True):
    """What could be read, and everything that is doubtful about it."""

    procedures: tuple[Facts, ...]
    faults: tuple[Fault, ...]


def read_catalogue(entries: Iterable[Mapping[str, Any]]) -> Catalogue:
    """Turn published rows into facts and a list of faults, in the order of the rows."""
    faults: list[Fault] = []
    read: list[tuple[int, Facts]] = []
    for row, entry in enumerate(entries, start=1):
        facts = _read_row(row, entry, faults)
        if facts is not None:
            read.append((row, facts))
    read = _without_clashes(read, faults)
    _report_shared_titles(read, faults)
    faults.sort(key=lambda fault: fault.row)
    return Catalogue(procedures=tuple(facts for _, facts in read), faults=tuple(faults))


def fingerprint(facts: Facts) -> str:
    """Return the SHA-256 of the facts in hexadecimal; equal facts have equal fingerprints on every machine."""
    return sha256(msgspec.json.encode(facts, order="deterministic")).hexdigest()


def _read_row(row: int, entry: Mapping[str, Any], faults: list[Fault]) -> Facts | None:
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
    rules, unread = _rules(row, raw, faults)
    return Facts(
        code=raw.code,
        name=clean(raw.name),
        field=clean(raw.field),
        levels=tuple(raw.level or ()),
        level_2017=raw.level_2017 or "",
        decision=raw.decision or "",
        agency=clean(raw.agency or ""),
        limits=_limits(row, raw, rules, faults),
        time_limit_ambiguous=_ambiguous(row, raw, faults),
        rules=rules,
        unread_rules=unread,
        fees=_fees(row, raw, faults),
        papers=_papers(row, raw, faults),
        papers_total=raw.documents_total_on_portal,
        results=tuple(Result(clean(item.name), item.code or "") for item in raw.result or ()),
        legal_basis=tuple(raw.legal_basis or ()),
        members=tuple(Member(m.step, m.sub_procedure, m.limit) for m in raw.steps_with_own_clock or ()),
        notes=_notes(row, raw, faults),
        verified=raw.verified or "",
        source=raw.source or "",
        crosschecked=raw.crosschecked,
    )


def _channel(row: int, code: str, text: str, faults: list[Fault]) -> Channel | None:
    if text in get_args(Channel):
        return cast("Channel", text)
    faults.append(Fault(row, code, "unknown_channel", text))
    return None


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


def _limits(row: int, raw: ProcedureRow, rules: tuple[Rule, ...], faults: list[Fault]) -> tuple[Limit, ...]:
    limits: list[Limit] = []
    for item in raw.time_limit or ():
        unit = UNIT_WORDS.get(clean(item.unit or "").casefold())
        value = item.value if item.value is not None and item.value > 0 else None
        if unit is None:
            faults.append(Fault(row, raw.code, "unknown_unit", f"{item.value} {item.unit or '?'}"))
        channel = _channel(row, raw.code, item.channel, faults)
        if channel is not None:
            limits.append(Limit(value, unit, channel, clean(item.case or "")))
    if not any(limit.value is not None for limit in limits) and "same_day_15" not in rules:
        faults.append(Fault(row, raw.code, "missing_limit"))
    return tuple(limits)


def _ambiguous(row: int, raw: ProcedureRow, faults: list[Fault]) -> bool:
    numbers: dict[str, set[tuple[int | None, str | None]]] = defaultdict(set)
    for item in raw.time_limit or ():
        numbers[item.case or ""].add((item.value, item.unit))
    ambiguous = any(len(found) > 1 for found in numbers.values())
    if ambiguous or raw.time_limit_ambiguous:
        detail = ", ".join(f"{item.channel}: {item.value} {item.unit or '?'}" for item in raw.time_limit or ())
        faults.append(Fault(row, raw.code, "ambiguous_limit", detail))
    return ambiguous or bool(raw.time_limit_ambiguous)


def _fees(row: int, raw: ProcedureRow, faults: list[Fault]) -> tuple[Fee, ...]:
    if not raw.fee:
        faults.append(Fault(row, raw.code, "missing_fee"))
    indicative = any(INDICATIVE_NOTE in note for note in raw.notes or ())
    fees: list[Fee] = []
    for item in raw.fee or ():
        amount = item.amount
        kind: FaultKind | None = None
        if item.currency != "VND":
            kind = "foreign_fee"
        elif amount is not None and (amount < 0 or 0 < amount < SMALLEST_FEE):
            kind = "implausible_fee"
        if kind is not None:
            faults.append(Fault(row, raw.code, kind, f"{amount} {item.currency}"))
            amount = None
        channel = _channel(row, raw.code, item.channel, faults)
        if channel is not None:
            fees.append(Fee(amount, channel, indicative))
    return tuple(fees)


def _papers(row: int, raw: ProcedureRow, faults: list[Fault]) -> tuple[Paper, ...]:
    if not raw.required_documents:
        faults.append(Fault(row, raw.code, "missing_documents"))
    papers = tuple(
        Paper(clean(item.name), item.originals, item.copies, clean(item.case or ""))
        for item in raw.required_documents or ()
    )
    uncounted = sum(1 for paper in papers if paper.originals is None and paper.copies is None)
    if uncounted:
        faults.append(Fault(row, raw.code, "unknown_counts", str(uncounted)))
    return papers


def _notes(row: int, raw: ProcedureRow, faults: list[Fault]) -> tuple[str, ...]:
    if raw.verified != "source":
        faults.append(Fault(row, raw.code, "unverified", raw.verified or ""))
    return tuple(clean(note) for note in raw.notes or ())


def _without_clashes(read: list[tuple[int, Facts]], faults: list[Fault]) -> list[tuple[int, Facts]]:
    """Drop every later row that carries a code already seen; the first one stays and both are named."""
    first: dict[str, int] = {}
    kept: list[tuple[int, Facts]] = []
    for row, facts in read:
        if facts.code in first:
            faults.append(Fault(row, facts.code, "code_clash", str(first[facts.code])))
            continue
        first[facts.code] = row
        kept.append((row, facts))
    return kept


def _report_shared_titles(read: list[tuple[int, Facts]], faults: list[Fault]) -> None:
    by_title: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, facts in read:
        by_title[facts.name.casefold()].append((row, facts.code))
    for holders in by_title.values():
        if len(holders) < 2:
            continue
        for row, code in holders:
            others = ", ".join(other for _, other in holders if other != code)
            faults.append(Fault(row, code, "shared_title", others))
