"""Contract: what a citizen may know of a dossier."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, Protocol

from msgspec import Struct

from core.text.i18n import lazy

Duty = Literal["reception", "specialist", "head", "leader", "registry", "agency", "citizen", "nobody"]
Outcome = Literal["early", "on_time", "late", "no_limit"]
Standing = Literal["in_time", "due_today", "overdue", "paused", "no_limit"]

DUTIES: Final[Mapping[str, object]] = {
    "reception": lazy("Bộ phận một cửa"),
    "specialist": lazy("Cán bộ chuyên môn"),
    "head": lazy("Lãnh đạo phòng"),
    "leader": lazy("Lãnh đạo"),
    "registry": lazy("Văn thư"),
    "agency": lazy("Cơ quan phối hợp"),
    "citizen": lazy("Người nộp hồ sơ"),
    "nobody": lazy("Đã kết thúc"),
}
STANDINGS: Final[Mapping[str, object]] = {
    "in_time": lazy("Trong hạn"),
    "due_today": lazy("Đến hạn hôm nay"),
    "overdue": lazy("Quá hạn"),
    "paused": lazy("Tạm dừng tính hạn"),
    "no_limit": lazy("Không có hạn"),
    "early": lazy("Xong trước hạn"),
    "on_time": lazy("Xong đúng hạn"),
    "late": lazy("Xong trễ hạn"),
}


class Stage(Struct, frozen=True):
    """One line of the public timeline: stage, when it was reached, whose turn it was (a duty, never a person)."""

    title: str
    at: datetime
    holder: Duty
    reason: str = ""


class Wanted(Struct, frozen=True):
    """What the citizen is asked to bring. items: each paper with what is wrong with it; until: the last moment."""

    items: tuple[str, ...]
    note: str = ""
    until: datetime | None = None


class PublicDossier(Struct, frozen=True):
    """The public page of one dossier; titles are source texts for gettext. Empty procedure or owner: withheld.

    owner: initials only. unit: the office that took it in. days_left: calendar days, negative when late, None when no
    clock runs. standing: how it stands, or how it ended once settled. Fees in VND. wanted: only while the office waits.
    """

    code: str
    procedure_code: str
    procedure: str
    owner: str
    unit: str
    stage: str
    holder: Duty
    asks: str
    reason: str
    received_at: datetime
    promised_at: datetime | None
    settled_at: datetime | None
    days_left: int | None
    standing: Standing | Outcome
    final: bool
    fee_due: int
    fee_paid: int
    timeline: tuple[Stage, ...]
    wanted: Wanted | None = None


class DossierStatus(Protocol):
    """Look-up of one dossier by something that only its holder has."""

    async def by_slip(self, token: str, now: datetime) -> PublicDossier | None:
        """Return the dossier whose slip carries these 20 digits; None for a revoked or unknown slip."""

    async def by_number(self, code: str, factor: str, now: datetime) -> PublicDossier | None:
        """Return the dossier with this number if the factor fits, else None; the same work is done either way.

        factor: the last 6 digits of the identity number or the last 4 of the phone left at reception.
        """

    async def by_code(self, code: str, now: datetime) -> PublicDossier | None:
        """Return the dossier with this number for a caller who has already shown a slip or a factor."""


class StatusPage(Protocol):
    """The public page of one dossier."""

    async def open_slip(self, token: str, now: datetime) -> str | None:
        """Log the look-up and return the path that shows the slip's dossier, for a minute; None for no such slip."""
