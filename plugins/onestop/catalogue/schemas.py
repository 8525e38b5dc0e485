"""What comes in over the forms of the catalogue."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct, field

from core.text.i18n import lazy


class UploadForm(Struct, frozen=True, kw_only=True):
    """A catalogue file to look at; effective_from: the first day of the versions it makes, today when not given."""

    effective_from: Annotated[date | None, Meta(extra={"label": lazy("Ngày áp dụng")})] = None


class FileForm(Struct, frozen=True, kw_only=True):
    """A form that carries nothing but a file."""


class CaseWorkflow(Struct, frozen=True):
    """How a case is settled; empty: as the procedure is."""

    code: Annotated[str, Meta(max_length=40)]
    workflow: Annotated[str, Meta(max_length=60)] = ""


class WorkflowForm(Struct, frozen=True, kw_only=True):
    """How new dossiers of a procedure are settled. was: what the page showed, so that two keepers cannot collide."""

    workflow: Annotated[str, Meta(min_length=1, max_length=60, extra={"label": lazy("Quy trình")})]
    cases: Annotated[list[CaseWorkflow], Meta(max_length=200)] = field(default_factory=list)
    was: Annotated[str, Meta(max_length=64)] = ""


class Stored(Struct, frozen=True):
    """The id under which something was stored."""

    id: int
