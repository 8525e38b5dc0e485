"""Where to go: the offices that take dossiers in, with address, telephone and opening hours."""

from datetime import date

from msgspec import Struct

from core import offices
from core.contracts.offices import Unit
from core.text.i18n import gettext as _
from core.text.viet import sort_key
from core.worktime import OfficeHours

WORKDAYS = range(5)


class Desk(Struct, frozen=True):
    """An authority's desk as visitors look for it."""

    name: str
    address: str
    phone: str
    email: str
    hours: tuple[tuple[str, str], ...]
    is_district: bool


async def desks(day: date) -> list[Desk]:
    """Return the desks of all districts and communes of a day: districts first, then in alphabetical order."""
    tree = await offices.tree()
    found = [unit for unit in tree if unit.kind in {"district", "commune"} and unit.exists_on(day)]
    found.sort(key=lambda unit: (unit.kind != "district", sort_key(unit.short_name)))
    return [_desk(unit, tree.hours(unit.id)) for unit in found]


def _desk(unit: Unit, hours: OfficeHours) -> Desk:
    return Desk(
        name=unit.agency,
        address=unit.address,
        phone=unit.phone,
        email=unit.email,
        hours=tuple(opening_lines(hours)),
        is_district=unit.kind == "district",
    )


def opening_lines(hours: OfficeHours) -> list[tuple[str, str]]:
    """Return (days, times) lines: working days with equal shifts together, days of rest left out."""
    lines = [(_("Thứ Hai đến thứ Sáu"), hours.weekdays[0])]
    if any(hours.weekdays[day] != hours.weekdays[0] for day in WORKDAYS):
        names = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"))
        lines = list(zip(names, hours.weekdays, strict=False))
    lines += [(_("Thứ Bảy"), hours.weekdays[5]), (_("Chủ nhật"), hours.weekdays[6])]
    return [(days, ", ".join(str(shift) for shift in shifts)) for days, shifts in lines if shifts]
