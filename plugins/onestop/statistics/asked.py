"""What a reader asks of the statistics, read from an address: the period, what it is narrowed to, how it is split."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct

from core.text.formats import format_date
from core.text.i18n import gettext as _
from plugins.onestop.domain.figures import Measure, Period
from plugins.onestop.statistics.queries import Dimension, Narrowing, dimension_of

YEARS: Final = (2000, 2100)
LONGEST_DAYS: Final = 3_700


class Asked(Struct, frozen=True):
    """A question to the statistics. field, agency, procedure: 0 for all. problem: what made no sense, not obeyed."""

    period: Period
    field: int = 0
    agency: int = 0
    procedure: int = 0
    by: Dimension = "field"
    problem: str = ""

    def narrowing(self, units: list[int] | None) -> Narrowing:
        """Return what the figures are narrowed to for a reader of these units (None: all)."""
        return Narrowing(units, self.field, self.agency, self.procedure)

    def address(self, path: str, **changes: object) -> str:
        """Return the address of a page with the same question, changed."""
        values: dict[str, object] = {"first": self.period.first, "last": self.period.last}
        values |= {"field": self.field, "agency": self.agency, "procedure": self.procedure, "by": self.by}
        return f"{path}?{urlencode({k: v for k, v in (values | changes).items() if v not in (None, '', 0)})}"

    def behind(self, measure: Measure, period: Period | None = None, key: int = 0) -> str:
        """Return the address of the list behind a figure. key: the line's in the present split, 0 for all lines."""
        chosen = period or self.period
        narrowed = {"field": self.field, "agency": self.agency, "procedure": self.procedure}
        narrowed |= {self.by: key} if key else {}
        query = urlencode({name: value for name, value in narrowed.items() if value})
        path = f"/staff/statistics/dossiers/{measure}/{chosen.first}/{chosen.last}"
        return f"{path}?{query}" if query else path

    def words(self) -> str:
        """Return the period in words."""
        return _("từ %(first)s đến %(last)s", first=format_date(self.period.first), last=format_date(self.period.last))


def read_asked(query: Mapping[str, str], today: date) -> Asked:
    """Read a question; without a period the year up to today."""
    period, problem = Period(today.replace(month=1, day=1), today), ""
    if query.get("first") or query.get("last"):
        read = read_period(query.get("first", ""), query.get("last", ""))
        if read is None:
            problem = _("Khoảng thời gian không dùng được: ngày đầu phải trước ngày cuối. Đang xem từ đầu năm đến nay.")
        period = read or period
    field, agency, procedure = (_number(query.get(name, "")) for name in ("field", "agency", "procedure"))
    return Asked(period, field, agency, procedure, dimension_of(query.get("by", "")), problem)


def read_period(first: str, last: str) -> Period | None:
    """Return the period between two ISO days, None when there is none or it is longer than ten years."""
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    sensible = YEARS[0] <= period.first.year and period.last.year < YEARS[1]
    return period if sensible and 0 <= (period.last - period.first).days <= LONGEST_DAYS else None


def presets(today: date) -> list[tuple[str, Period]]:
    """Return the periods that people ask for most, with their names."""
    month = today.replace(day=1)
    before = date.fromordinal(month.toordinal() - 1)
    quarter = month.replace(month=3 * ((today.month - 1) // 3) + 1)
    year = today.replace(month=1, day=1)
    last_year = year.replace(year=year.year - 1)
    return [
        (_("Tháng này"), Period(month, today)),
        (_("Tháng trước"), Period(before.replace(day=1), before)),
        (_("Quý này"), Period(quarter, today)),
        (_("Năm nay"), Period(year, today)),
        (_("Năm trước"), Period(last_year, date.fromordinal(year.toordinal() - 1))),
    ]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
