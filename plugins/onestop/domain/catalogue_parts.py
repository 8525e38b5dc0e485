"""The parts of a published row that need judgement: cases, limits, fees, exemptions and papers."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Final, cast, get_args

from core.contracts.procedures import Case, Channel, Exemption, Fee, Limit, Paper, Rule
from core.text.viet import clean
from plugins.onestop.catalogue.domain.words import UNIT_WORDS, code_of, heading, is_case
from plugins.onestop.domain.catalogue_faults import Fault, FaultKind
from plugins.onestop.domain.catalogue_rows import FeeRow, ProcedureRow

# The smallest note in use is 500 dong and public fees are whole thousands; less is a slip of the source.
SMALLEST_FEE: Final = 1_000
# The ledger keeps these codes.
CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
INDICATIVE_NOTE: Final = "portal figure is only indicative"


class Judge:
    """Judges one row, part by part; whatever is doubtful goes into the list of faults."""

    def __init__(self, row: int, raw: ProcedureRow, faults: list[Fault]) -> None:
        self._row = row
        self._raw = raw
        self._faults = faults

    def cases(self) -> tuple[Case, ...]:
        """Return the declared cases, then those that only stand as headings over papers."""
        found: dict[str, Case] = {}
        for item in self._raw.cases or ():
            name = clean(item.name)
            if name and name not in found:
                found[name] = Case(_free(_code(item.code, name), found), name, item.workflow or "")
        for paper in self._raw.required_documents or ():
            for title in (paper.case, paper.group):
                name = heading(title or "")
                if name and name not in found and is_case(name):
                    found[name] = Case(_free(code_of(name), found), name)
        return tuple(found.values())

    def limits(self, rules: Sequence[Rule]) -> tuple[Limit, ...]:
        """Return the limits; a number without a unit is kept as unknown."""
        limits: list[Limit] = []
        for item in self._raw.time_limit or ():
            unit = UNIT_WORDS.get(clean(item.unit or "").casefold())
            value = item.value if item.value is not None and item.value > 0 else None
            if unit is None and (item.value is not None or item.unit):
                self._fault("unknown_unit", f"{item.value} {item.unit or '?'}")
            channel = self._channel(item.channel)
            if channel is not None:
                limits.append(Limit(value, unit, channel, clean(item.case or "")))
        known = any(limit.value is not None for limit in limits) or "same_day_15" in rules
        if not known and self._speaks_of("limits"):
            self._fault("missing_limit")
        return tuple(limits)

    def ambiguous(self) -> bool:
        """Return whether different limits stand side by side without a word on when each one holds."""
        numbers: dict[str, set[tuple[int | None, str | None]]] = defaultdict(set)
        for item in self._raw.time_limit or ():
            numbers[item.case or ""].add((item.value, item.unit))
        ambiguous = any(len(found) > 1 for found in numbers.values())
        if ambiguous or self._raw.time_limit_ambiguous:
            rows = self._raw.time_limit or ()
            self._fault("ambiguous_limit", ", ".join(f"{i.channel}: {i.value} {i.unit or '?'}" for i in rows))
        return ambiguous or bool(self._raw.time_limit_ambiguous)

    def fees(self) -> tuple[Fee, ...]:
        """Return the fees; an amount in another currency, or one that cannot be, is unknown."""
        if not self._raw.fee and self._speaks_of("fees"):
            self._fault("missing_fee")
        indicative = any(INDICATIVE_NOTE in note for note in self._raw.notes or ())
        fees: list[Fee] = []
        for item in self._raw.fee or ():
            amount = self._amount(item)
            channel = self._channel(item.channel)
            if channel is not None:
                note, case = clean(item.note or ""), clean(item.case or "")
                mark = indicative if item.indicative is None else item.indicative
                fees.append(Fee(amount, channel, mark, item.kind, case, note, item.since, item.until))
        cases = {(fee.case, fee.amount) for fee in fees if fee.case and fee.amount is not None and not fee.dated}
        if len(cases) > 1 and not self._raw.cases:
            self._fault("ambiguous_fee", "; ".join(f"{case}: {amount}" for case, amount in sorted(cases)))
        return tuple(fees)

    def exemptions(self) -> tuple[Exemption, ...]:
        """Return who pays less, each once; a share outside of 1 to 100 percent is none."""
        found: dict[str, Exemption] = {}
        for item in self._raw.exemptions or ():
            name = clean(item.name)
            if name and 1 <= item.percent <= 100:
                code = _code(item.code, name)
                found.setdefault(code, Exemption(code, name, item.percent, item.kind))
        return tuple(found.values())

    def papers(self, cases: Sequence[Case]) -> tuple[Paper, ...]:
        """Return the papers, each with its case or else the heading it stands under."""
        if not self._raw.required_documents and self._speaks_of("papers"):
            self._fault("missing_documents")
        names = {case.name for case in cases}
        papers: list[Paper] = []
        for item in self._raw.required_documents or ():
            title = heading(item.case or item.group or "")
            case = title if title in names else clean(item.case or "") if clean(item.case or "") in names else ""
            group = "" if case else title
            forms = tuple(clean(form) for form in item.forms or ())
            papers.append(Paper(clean(item.name), item.originals, item.copies, case, group, forms))
        uncounted = sum(1 for paper in papers if paper.originals is None and paper.copies is None)
        if uncounted:
            self._fault("unknown_counts", str(uncounted))
        return tuple(papers)

    def _speaks_of(self, part: str) -> bool:
        return self._raw.speaks_of is None or part in self._raw.speaks_of

    def _amount(self, item: FeeRow) -> int | None:
        amount = item.amount
        if item.currency != "VND":
            self._fault("foreign_fee", f"{amount} {item.currency}")
            return None
        if amount is not None and (amount < 0 or 0 < amount < SMALLEST_FEE):
            self._fault("implausible_fee", f"{amount} {item.currency}")
            return None
        return amount

    def _channel(self, text: str) -> Channel | None:
        if text in get_args(Channel):
            return cast("Channel", text)
        self._fault("unknown_channel", text)
        return None

    def _fault(self, kind: FaultKind, detail: str = "") -> None:
        self._faults.append(Fault(self._row, self._raw.code, kind, detail))


def _free(code: str, cases: Mapping[str, Case]) -> str:
    """Return a code that no case has yet: two names may differ in their accents only."""
    taken = {case.code for case in cases.values()}
    return code if code not in taken else next(c for n in count(2) if (c := f"{code[:36]}-{n}") not in taken)


def _code(given: str | None, name: str) -> str:
    """Return the code that the source gives, or one made of the name when it gives none that can be kept."""
    return given if given and CODE.fullmatch(given) else code_of(name)
