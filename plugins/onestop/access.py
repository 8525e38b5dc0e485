"""Which permissions stand behind the duties of a workflow, and in which units somebody holds them."""

from collections.abc import Iterable, Mapping
from typing import Final

from core.acting import Principal
from core.contracts.dossiers import Duty
from core.contributions import Permission
from core.text.i18n import lazy

VIEW: Final = "onestop.view"
RECEIVE: Final = "onestop.receive"
APPRAISE: Final = "onestop.appraise"
ENDORSE: Final = "onestop.endorse"
SIGN: Final = "onestop.sign"
ISSUE: Final = "onestop.issue"
ASSIGN: Final = "onestop.assign"
MANAGE: Final = "onestop.manage"
IDENTITY: Final = "onestop.identity"

_STAFF: Final = ("clerk", "specialist", "leader")
PERMISSIONS: Final = (
    Permission(VIEW, lazy("Xem hồ sơ một cửa"), roles=(*_STAFF, "secretary", "admin", "auditor")),
    Permission(RECEIVE, lazy("Tiếp nhận và trả kết quả hồ sơ"), roles=("clerk",)),
    Permission(APPRAISE, lazy("Thụ lý hồ sơ"), roles=("specialist",)),
    Permission(ENDORSE, lazy("Xem xét hồ sơ của phòng"), roles=("leader",)),
    Permission(SIGN, lazy("Ký duyệt hồ sơ"), roles=("leader",)),
    Permission(ISSUE, lazy("Lấy số, đóng dấu, phát hành kết quả"), roles=("clerk", "secretary")),
    Permission(ASSIGN, lazy("Phân công lại hồ sơ"), roles=("leader",)),
    Permission(IDENTITY, lazy("Xem số giấy tờ và điện thoại trong hồ sơ"), roles=_STAFF),
    Permission(MANAGE, lazy("Quản lý danh mục thủ tục và quy trình"), roles=("admin",)),
)
PERMISSION_OF: Final[Mapping[Duty, str]] = {
    "reception": RECEIVE,
    "specialist": APPRAISE,
    "head": ENDORSE,
    "leader": SIGN,
    "registry": ISSUE,
}


def scope(who: Principal, permission: str = VIEW) -> list[int] | None:
    """Return the units whose dossiers somebody may see or do something with; None for those of all units."""
    return None if who.everything else sorted(who.units(permission))


def duties(who: Principal, unit_ids: Iterable[int]) -> frozenset[Duty]:
    """Return the duties that somebody holds for a dossier that these units have or had."""
    units = tuple(unit_ids)
    return frozenset(
        duty for duty, permission in PERMISSION_OF.items() if any(who.may(permission, unit) for unit in units)
    )
