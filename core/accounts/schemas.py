"""What may be asked of the account commands. Passwords and codes are read as typed, see controllers.read_secret."""

from typing import Annotated

import msgspec

from core.offices.schemas import Email, Name, Phone, Title, UnitId
from core.text.i18n import lazy

Username = Annotated[
    str,
    msgspec.Meta(
        min_length=2,
        max_length=60,
        pattern=r"^[a-z0-9][a-z0-9._-]{1,59}$",
        extra={"label": lazy("Tên đăng nhập")},
    ),
]


class NewAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account for a new person. role: held in the unit from today on, "" for none."""

    full_name: Name
    username: Username
    unit_id: UnitId
    title: Title = ""
    email: Email = ""
    phone: Phone = ""
    role: Annotated[str, msgspec.Meta(max_length=40, extra={"label": lazy("Vai trò")})] = ""


class NewToken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token for a program. permissions: all it may use; days: how long it lives."""

    name: Annotated[str, msgspec.Meta(min_length=2, max_length=80, extra={"label": lazy("Tên của khóa")})]
    permissions: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, extra={"label": lazy("Quyền")})]
    days: Annotated[int, msgspec.Meta(ge=1, le=366, extra={"label": lazy("Số ngày dùng được")})] = 90
