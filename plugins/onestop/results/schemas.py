"""What comes in over the forms of results. The record's own fields come beside these, as `value_<key>`."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from core.text.i18n import lazy

Signer = Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Người ký")})]
Title = Annotated[str, Meta(max_length=200, extra={"label": lazy("Chức vụ người ký")})]
Reason = Annotated[str, Meta(min_length=5, max_length=1000, extra={"label": lazy("Lý do")})]
SignedOn = Annotated[date, Meta(extra={"label": lazy("Ngày ký")})]
Revision = Annotated[int, Meta(ge=1, le=2**31 - 1)]


class NewResult(Struct, frozen=True, kw_only=True):
    """A result to be entered. register: code of the register."""

    register: Annotated[str, Meta(max_length=40, extra={"label": lazy("Sổ")})]
    signed_on: SignedOn
    signer_name: Signer
    signer_title: Title = ""


class Correction(Struct, frozen=True, kw_only=True):
    """A correction of a result: its signer and record anew; number and day of signature stay."""

    revision: Revision
    signer_name: Signer
    signer_title: Title = ""
    reason: Reason


class Revocation(Struct, frozen=True, kw_only=True):
    """A result taken back."""

    revision: Revision
    reason: Reason


class Entered(Struct, frozen=True):
    """The answer to an entry: the result and its number."""

    id: int
    number: str
    revision: int
