"""Words for kinds of units and for the roles that ship with the product; roles added later keep their own title."""

from collections.abc import Mapping

from core.contracts.offices import UnitKind
from core.offices.queries import roles
from core.text.i18n import lazy

KINDS: Mapping[UnitKind, object] = {
    "province": lazy("Tỉnh"),
    "district": lazy("Huyện"),
    "commune": lazy("Xã, thị trấn"),
    "hamlet": lazy("Ấp"),
    "department": lazy("Phòng, ban"),
    "counter": lazy("Bộ phận một cửa"),
}

_ROLES: Mapping[str, object] = {
    "admin": lazy("Quản trị hệ thống"),
    "leader": lazy("Lãnh đạo"),
    "clerk": lazy("Công chức một cửa"),
    "specialist": lazy("Chuyên viên"),
    "it_officer": lazy("Cán bộ công nghệ thông tin"),
    "secretary": lazy("Thư ký"),
    "hamlet_head": lazy("Trưởng ấp"),
    "auditor": lazy("Kiểm tra, giám sát"),
}


async def role_titles() -> dict[str, str]:
    """Return code -> title of every role in the reader's language, in their order."""
    return {code: str(_ROLES.get(code, title)) for code, title in (await roles()).items()}
