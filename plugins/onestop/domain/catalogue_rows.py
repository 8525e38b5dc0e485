"""Rows of a published catalogue as they come: types only, nothing is judged yet."""

from datetime import date

from msgspec import Struct

from core.contracts.procedures import FeeKind
from plugins.onestop.domain.catalogue_faults import FaultKind


class LimitRow(Struct):
    """A time limit as published."""

    value: int | None = None
    unit: str | None = None
    channel: str = "all"
    case: str | None = None


class FeeRow(Struct):
    """A fee as published; since and until: the first and the last day of an amount that holds for a time only."""

    amount: int | None = None
    channel: str = "all"
    currency: str = "VND"
    kind: FeeKind = ""
    case: str | None = None
    note: str | None = None
    indicative: bool | None = None
    since: date | None = None
    until: date | None = None


class PaperRow(Struct):
    """A paper to hand in, as published. case and group both come as headings; what is a case is judged later."""

    name: str
    originals: int | None = None
    copies: int | None = None
    case: str | None = None
    group: str | None = None
    forms: list[str] | None = None


class CaseRow(Struct):
    """A case of a procedure, as published."""

    name: str
    code: str | None = None
    workflow: str | None = None


class ExemptionRow(Struct):
    """Somebody who pays less, as published."""

    name: str
    code: str | None = None
    percent: int = 100
    kind: FeeKind = ""


class FormRow(Struct):
    """A blank form, as published."""

    name: str
    url: str | None = None


class DoubtRow(Struct):
    """What the reader of the source's format could not make out."""

    kind: FaultKind
    detail: str = ""


class ResultRow(Struct):
    """A result as published."""

    name: str
    code: str | None = None


class MemberRow(Struct):
    """A procedure inside a linked one, as published."""

    step: str
    sub_procedure: str
    limit: str


class ProcedureRow(Struct):
    """One procedure as published: everything but code, name and field may be missing.

    speaks_of: the parts of `Facts` and `Texts` that the source says anything about; None: all of them. A table with few
    columns changes those and leaves the others as they are.
    """

    code: str
    name: str
    field: str
    level: list[str] | None = None
    level_2017: str | None = None
    decision: str | None = None
    agency: str | None = None
    time_limit: list[LimitRow] | None = None
    time_limit_ambiguous: bool | None = None
    clock_rules: list[str] | None = None
    fee: list[FeeRow] | None = None
    required_documents: list[PaperRow] | None = None
    documents_total_on_portal: int | None = None
    result: list[ResultRow] | None = None
    legal_basis: list[str] | None = None
    steps_with_own_clock: list[MemberRow] | None = None
    notes: list[str] | None = None
    verified: str | None = None
    source: str | None = None
    crosschecked: bool = False
    cases: list[CaseRow] | None = None
    exemptions: list[ExemptionRow] | None = None
    forms: list[FormRow] | None = None
    applicants: list[str] | None = None
    competent: str | None = None
    coordinating: str | None = None
    reception: str | None = None
    url: str | None = None
    steps: str | None = None
    conditions: str | None = None
    ways: list[str] | None = None
    doubts: list[DoubtRow] | None = None
    file: str | None = None
    speaks_of: list[str] | None = None
