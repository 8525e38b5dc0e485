"""What can be wrong with a published row. A fault never stops the other rows."""

from typing import Final, Literal

from msgspec import Struct

FaultKind = Literal[
    "bad_row",
    "bad_code",
    "code_clash",
    "shared_title",
    "missing_field",
    "unknown_unit",
    "unknown_channel",
    "ambiguous_limit",
    "missing_limit",
    "limit_in_text",
    "contradicting_limit",
    "unreadable_ways",
    "missing_fee",
    "implausible_fee",
    "foreign_fee",
    "ambiguous_fee",
    "contradicting_fee",
    "fee_in_text",
    "dated_fee",
    "missing_documents",
    "unknown_counts",
    "glued_count",
    "unclear_form",
    "unknown_rule",
    "unknown_workflow",
    "ignored_column",
    "unverified",
]
ERRORS: Final = frozenset({"bad_row", "bad_code", "code_clash"})


class Fault(Struct, frozen=True):
    """Something wrong in one row. row counts from 1; detail is the text of the source that is at fault.

    file: where the row stands when many files were read at once.
    """

    row: int
    procedure: str
    kind: FaultKind
    detail: str = ""
    file: str = ""

    @property
    def is_error(self) -> bool:
        """True when the row is left out of the import."""
        return self.kind in ERRORS
