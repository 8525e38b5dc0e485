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
SIGN: Final = "onestop.sign"
MANAGE: Final = "onestop.manage"
IDENTITY: Final = "onestop.identity"

_STAFF: Final = ("clerk", "specialist", "leader")
PERMISSIONS: Final = (
    Permission(VIEW, lazy("Xem hồ sơ một cửa"), roles=(*_STAFF, "admin", "auditor")),
    Permission(RECEIVE, lazy("Tiếp nhận và trả kết quả hồ sơ"), roles=("clerk",)),
    Permission(APPRAISE, lazy("Thụ lý hồ sơ"), roles=("specialist",)),
    Permission(SIGN, lazy("Ký duyệt hồ sơ"), roles=("leader",)),
    Permission(IDENTITY, lazy("Xem số giấy tờ và điện thoại trong hồ sơ"), roles=_STAFF),
    Permission(MANAGE, lazy("Quản lý danh mục thủ tục"), roles=("admin",)),
)
PERMISSION_OF: Final[Mapping[Duty, str]] = {"reception": RECEIVE, "specialist": APPRAISE, "leader": SIGN}


def scope(who: Principal, permission: str = VIEW) -> list[int] | None:
    """Return the units whose dossiers somebody may see or do something with; None for those of all units."""
    return None if who.everything else sorted(who.units(permission))


def duties(who: Principal, unit_ids: Iterable[int]) -> frozenset[Duty]:
    """Return the duties that somebody holds for a dossier that these units have or had."""
    units = tuple(unit_ids)
    return frozenset(
        duty for duty, permission in PERMISSION_OF.items() if any(who.may(permission, unit) for unit in units)
    )
