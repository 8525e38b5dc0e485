"""What may be asked of the organisation's commands; each field's rule stands here and nowhere else."""

from datetime import date
from typing import Annotated

import msgspec

from core.text.i18n import lazy

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=100, extra={"label": lazy("Họ và tên")})]
Title = Annotated[str, msgspec.Meta(max_length=100, extra={"label": lazy("Chức danh")})]
UnitId = Annotated[int, msgspec.Meta(ge=1, le=2**53, extra={"label": lazy("Đơn vị")})]
PersonId = Annotated[int, msgspec.Meta(ge=1, le=2**53, extra={"label": lazy("Người")})]
Email = Annotated[str, msgspec.Meta(max_length=254, extra={"label": lazy("Thư điện tử")})]
Phone = Annotated[str, msgspec.Meta(max_length=30, pattern=r"^[0-9+(). -]*$", extra={"label": lazy("Điện thoại")})]
Reason = Annotated[str, msgspec.Meta(max_length=300, extra={"label": lazy("Lý do")})]


class PersonFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of a person."""

    full_name: Name
    unit_id: UnitId
    title: Title = ""
    email: Email = ""
    phone: Phone = ""


class NewRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role to be held in a unit; until: the last day, None for no end."""

    person_id: PersonId
    role: Annotated[str, msgspec.Meta(min_length=1, max_length=40, extra={"label": lazy("Vai trò")})]
    unit_id: UnitId
    until: Annotated[date | None, msgspec.Meta(extra={"label": lazy("Đến hết ngày")})] = None


class NewAbsence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days away, both included, and who stands in."""

    person_id: PersonId
    first_day: Annotated[date, msgspec.Meta(extra={"label": lazy("Từ ngày")})]
    last_day: Annotated[date, msgspec.Meta(extra={"label": lazy("Đến hết ngày")})]
    substitute_id: Annotated[int | None, msgspec.Meta(ge=1, le=2**53, extra={"label": lazy("Người thay thế")})] = None
    reason: Reason = ""
