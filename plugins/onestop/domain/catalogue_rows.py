"""Rows of a published catalogue as they come: types only, nothing is judged yet."""

from msgspec import Struct


class LimitRow(Struct):
    """A time limit as published."""

    value: int | None = None
    unit: str | None = None
    channel: str = "all"
    case: str | None = None


class FeeRow(Struct):
    """A fee as published."""

    amount: int | None = None
    channel: str = "all"
    currency: str = "VND"


class PaperRow(Struct):
    """A paper to hand in, as published."""

    name: str
    originals: int | None = None
    copies: int | None = None
    case: str | None = None


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
    """One procedure as published: everything but code, name and field may be missing."""

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
