"""What the pages of quick work send, and what goes back."""

from typing import Annotated

from msgspec import Meta, Struct, field

from core.text.i18n import lazy

MOST = 200
"""Dossiers in one piece of work: as many as a page of a list, or a pile in one hand."""
Key = Annotated[str, Meta(min_length=1, max_length=64)]
Receiver = Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Người nhận")})]
Reason = Annotated[str, Meta(max_length=2000, extra={"label": lazy("Lý do")})]
Chosen = Annotated[list[Key], Meta(max_length=MOST, extra={"label": lazy("Hồ sơ đã chọn")})]


class Selection(Struct, frozen=True):
    """The ticked lines of a list; none of them is a choice too, and gets a message."""

    key: Chosen = field(default_factory=list)


class Line(Struct, frozen=True):
    """A dossier as the clerk saw it when choosing: its number and its revision."""

    code: Annotated[str, Meta(max_length=64)]
    revision: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class ManySteps(Struct, frozen=True):
    """One step for many dossiers. lines: those chosen; what is not possible for one of them says why."""

    action: Annotated[str, Meta(min_length=1, max_length=40, extra={"label": lazy("Việc cần làm")})]
    lines: Annotated[list[Line], Meta(max_length=MOST)] = field(default_factory=list)
    receiver: Receiver | None = None
    reason: Reason = ""


class ManyHolders(Struct, frozen=True):
    """Another specialist for many dossiers."""

    receiver: Receiver
    reason: Annotated[str, Meta(min_length=2, max_length=300, extra={"label": lazy("Lý do")})]
    lines: Annotated[list[Line], Meta(max_length=MOST)] = field(default_factory=list)


class Done(Struct, frozen=True):
    """The number of a piece of work: under it stands what became of each dossier."""

    batch: int


class Scan(Struct, frozen=True, forbid_unknown_fields=True):
    """One scan, or a number typed instead."""

    scan: Annotated[str, Meta(min_length=1, max_length=300, extra={"label": lazy("Mã vừa quét")})]


class HandOver(Struct, frozen=True, forbid_unknown_fields=True):
    """A pile of scanned slips (or dossier numbers) for one receiver. scans_text: the same, typed one a line."""

    receiver: Receiver
    scans: Annotated[list[Annotated[str, Meta(max_length=300)]], Meta(max_length=500)] = field(default_factory=list)
    scans_text: Annotated[str, Meta(max_length=20_000, extra={"label": lazy("Mã hồ sơ")})] = ""

    @property
    def pile(self) -> list[str]:
        """Every scan, those typed as lines included."""
        return [text for text in (*self.scans, *self.scans_text.splitlines()) if text.strip()]
