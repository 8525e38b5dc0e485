"""Dates, numbers and money as people read them, in the current language; `FILTERS` are the Jinja filters.

Moments are shown in the office's time zone. None gives the empty text, so that a template needs no condition.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from babel import Locale, dates, numbers
from jinja2 import pass_context
from jinja2.runtime import Context

from core.clock import VIETNAM
from core.text.i18n import gettext as _
from core.text.i18n import language, ngettext

Number = int | float | Decimal

_TERRITORIES: Final = {"vi": "VN"}
# Babel's own short form for Vietnamese has a two-digit year, its medium form reads "30 thg 11, 2017".
_DATE: Final = {"vi": "dd/MM/y", "en": "d MMM y"}
_WEEKDAY: Final = {"vi": "EEEE dd/MM/y", "en": "EEEE, d MMM y"}
_TIME: Final = "HH:mm"
_DATE_TIME: Final = {"vi": "HH:mm dd/MM/y", "en": "d MMM y, HH:mm"}
_SIZES: Final = ("B", "KB", "MB", "GB", "TB")


def format_date(value: date | datetime | None) -> str:
    """Return a day: 30/11/2017, in English 30 Nov 2017. A datetime must be aware (ValueError)."""
    if isinstance(value, datetime):
        value = _local(value).date()
    return "" if value is None else _apply(_DATE[language.get()], value)


def format_weekday(value: date | datetime | None) -> str:
    """Return a day with its weekday: Thứ Năm 30/11/2017, in English Thursday, 30 Nov 2017. Aware, as above."""
    if isinstance(value, datetime):
        value = _local(value).date()
    return "" if value is None else _apply(_WEEKDAY[language.get()], value)


def format_datetime(value: datetime | None) -> str:
    """Return a moment: 08:05 30/11/2017, in English 30 Nov 2017, 08:05. ValueError when it is naive."""
    return "" if value is None else _apply(_DATE_TIME[language.get()], _local(value))


def format_time(value: datetime | None) -> str:
    """Return the time of day of a moment: 08:05. ValueError when it is naive."""
    return "" if value is None else _apply(_TIME, _local(value))


def relative_time(value: datetime | None, now: datetime) -> str:
    """Return how far a moment is from now: 5 giờ trước, sau 3 ngày nữa; less than a minute ago is vừa xong."""
    if value is None:
        return ""
    distance = _local(value) - _local(now)
    if -60 < distance.total_seconds() <= 0:
        return _("vừa xong")
    return dates.format_timedelta(distance, granularity="minute", add_direction=True, locale=_locale(language.get()))


def format_duration(value: timedelta | None) -> str:
    """Return a length of time in hours and minutes: 12 giờ 30 phút; rounded to the minute."""
    if value is None:
        return ""
    hours, minutes = divmod(round(abs(value) / timedelta(minutes=1)), 60)
    parts = [ngettext("%(num)s giờ", "%(num)s giờ", hours)] if hours else []
    if minutes or not hours:
        parts.append(ngettext("%(num)s phút", "%(num)s phút", minutes))
    return ("-" if value < timedelta(0) else "") + " ".join(parts)


def format_number(value: Number | None, digits: int | None = None) -> str:
    """Return a number: 21.652,5 (English 21,652.5), with at most three decimals or exactly `digits` of them."""
    pattern = None if digits is None else "#,##0" + _decimals("0", digits)
    return "" if value is None else _decimal(language.get(), value, pattern)


def format_money(value: int | Decimal | None) -> str:
    """Return an amount in đồng: 1.250.000 ₫ (with a no-break space), in English ₫1,250,000."""
    return "" if value is None else _money(language.get(), value)


def format_percent(ratio: Number | None, digits: int = 1) -> str:
    """Return a ratio as a percentage with at most `digits` decimals: 0.901 -> 90,1%."""
    return "" if ratio is None else _percent(language.get(), ratio, f"#,##0{_decimals('#', digits)}%")


def format_filesize(size: int | None) -> str:
    """Return a size given in bytes, in units of 1024 as file managers show it: 1,5 MB (with a no-break space)."""
    if size is None:
        return ""
    value, unit = float(size), 0
    # Less than 1024 only in a decimal that is not shown would read "1.024 KB" for a megabyte.
    while round(value, 1) >= 1024 and unit < len(_SIZES) - 1:
        value, unit = value / 1024, unit + 1
    return f"{format_number(round(value, 1))}\u00a0{_SIZES[unit]}"


@pass_context
def _relative_filter(context: Context, value: datetime | None, now: datetime | None = None) -> str:
    """Return `relative_time` against the page's `now`: a template must not read the clock."""
    moment = now or context.get("now")
    if not isinstance(moment, datetime):
        raise TypeError("the filter `relative` needs `now`, as an argument or in the template's context")
    return relative_time(value, moment)


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "date": format_date,
    "weekday": format_weekday,
    "datetime": format_datetime,
    "time": format_time,
    "relative": _relative_filter,
    "duration": format_duration,
    "number": format_number,
    "money": format_money,
    "percent": format_percent,
    "filesize": format_filesize,
}


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without time zone cannot be shown: {moment!r}")
    return moment.astimezone(VIETNAM)


@cache
def _locale(code: str) -> Locale:
    return Locale(code, _TERRITORIES.get(code))


@cache
def _pattern(pattern: str) -> dates.DateTimePattern:
    return dates.parse_pattern(pattern)


def _apply(pattern: str, value: date) -> str:
    return _written(pattern, value, language.get())


# An explanation names the same days again and again; writing one anew costs 15 microseconds.
@lru_cache(maxsize=4096)
def _written(pattern: str, value: date, code: str) -> str:
    return _pattern(pattern).apply(value, _locale(code))


def _decimals(sign: str, digits: int) -> str:
    """Return the decimal part of a number pattern; sign: 0 for decimals that are always shown, # for others."""
    return f".{sign * digits}" if digits else ""


# A page shows the same few amounts over and over; formatting one anew costs about 10 microseconds.
@lru_cache(maxsize=4096)
def _decimal(code: str, value: Number, pattern: str | None) -> str:
    return numbers.format_decimal(value, pattern, locale=_locale(code))


@lru_cache(maxsize=4096)
def _money(code: str, value: int | Decimal) -> str:
    return numbers.format_currency(value, "VND", locale=_locale(code))


@lru_cache(maxsize=4096)
def _percent(code: str, ratio: Number, pattern: str) -> str:
    return numbers.format_percent(ratio, pattern, locale=_locale(code))
