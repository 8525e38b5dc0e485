"""The register at a glance: figures by unit, age, kind and source of money; each leads to the list behind it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from core import offices
from core.acting import Act
from core.errors import Missing
from core.text.formats import format_money, format_number
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.pages import page
from plugins.assets.inventory.queries import READ, units_of
from plugins.assets.inventory.views import unit_choices
from plugins.assets.overview import queries

Web = Request[Any, Any, Any]
Bar = tuple[str, int, str, str | None]  # label, length, figure as shown, address of the list behind it
LIST = "/staff/assets"
AGES = (1, 3, 5, 7, 10)  # years at which a bar ends


class OverviewPages(Controller):
    """Pages below /staff/equipment."""

    path = "/staff/equipment"
    include_in_schema = False

    @get(guards=[requires(READ)])
    async def overview(
        self, request: Web, act: NamedDependency[Act], unit: FromQuery[int | None] = None
    ) -> Response[str]:
        """Show the figures of all units that the reader may read, or of one."""
        if unit is not None and not act.who.may(READ, unit):
            raise Missing(_("Không có đơn vị này."))
        units = units_of(act.who)
        today = offices.office_day(act.at)
        return page(
            "assets/overview/overview.html",
            request,
            unit=unit,
            units=[(choice.value, choice.label) for choice in await unit_choices(act.who)],
            figures=await queries.by_unit(units, unit, act.at),
            funding_rows=[
                (one.label or _("chưa rõ"), one.cost, format_money(one.cost), _funding_link(one, unit))
                for one in await queries.by_funding(units, unit)
            ],
            category_rows=[
                (one.label, one.count, format_number(one.count), link(unit, category=one.key))
                for one in await queries.by_category(units, unit)
            ],
            age_rows=_ages(await queries.by_age(units, unit, _limits(today)), today, unit),
            room_rows=[
                (one.name, one.count, format_number(one.count), link(unit, place=one.id))
                for one in (await queries.rooms(unit) if unit else [])
            ],
            link=link,
        )


def link(unit: int | None, *, kept: bool = True, **filters: object) -> str:
    """Return the address of the list behind a figure."""
    asked = {"unit": unit, **filters} | ({"kept": 1} if kept else {})
    return f"{LIST}?{urlencode([(key, str(value)) for key, value in asked.items() if value is not None])}"


def _funding_link(group: queries.Group, unit: int | None) -> str | None:
    return link(unit, funding=group.key) if group.key else None


def _limits(today: date) -> list[date]:
    """Return the days before today by the ages; 29 February counts as the 28th."""
    return [today.replace(year=today.year - years, day=min(today.day, _days(today, years))) for years in AGES]


def _days(today: date, years: int) -> int:
    return 28 if today.month == 2 and (today.year - years) % 4 else 31


def _ages(counts: Sequence[int], today: date, unit: int | None) -> list[Bar]:
    """Return the bars from the youngest things to those without a day."""
    limits = _limits(today)
    found = [
        (
            _("dưới %(n)s năm", n=years) if at == 0 else _("%(a)s đến %(b)s năm", a=AGES[at - 1], b=years),
            counts[at],
            link(unit, used_from=limits[at], used_before=limits[at - 1] if at else None),
        )
        for at, years in enumerate(AGES)
    ]
    older = (_("trên %(n)s năm", n=AGES[-1]), counts[-2], link(unit, used_before=limits[-1]))
    return [
        (label, count, format_number(count), address)
        for label, count, address in [*found, older, (_("chưa rõ"), counts[-1], None)]
    ]
