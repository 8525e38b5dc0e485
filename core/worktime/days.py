"""Days that differ from an ordinary week: public holidays, swap days, extra days off and on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec

from core.text.i18n import language


class DayChange(msgspec.Struct, frozen=True):
    """One day that is off, or worked, against the ordinary week, and who says so.

    name, name_en: what the day is, in both languages. source: decision or law. verified: someone has read the source.
    """

    day: date
    working: bool
    name: str
    name_en: str
    source: str = ""
    verified: bool = True

    def title(self) -> str:
        """Return the day's name in the current language."""
        return self.name if language.get() == "vi" else self.name_en


class Overrides(msgspec.Struct, frozen=True):
    """What the office knows better than the rules: later changes of the same day replace earlier ones.

    announced_until: the last day for which the Government has announced holidays; later ones follow the rules only.
    """

    changes: tuple[DayChange, ...] = ()
    announced_until: date | None = None


class _Entry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    name_en: str
    source: str
    verified: bool
    url: str = ""


class _Day(_Entry, kw_only=True):
    day: date


class _Swap(_Entry, kw_only=True):
    off: date
    on: date


class _File(msgspec.Struct, forbid_unknown_fields=True):
    announced_until: date | None = None
    swap: tuple[_Swap, ...] = ()
    day_off: tuple[_Day, ...] = ()
    working_day: tuple[_Day, ...] = ()


def read_overrides(parsed: Mapping[str, Any]) -> Overrides:
    """Return the overrides of a parsed `config/holidays.toml`, which describes its own tables.

    Raises msgspec.ValidationError, naming the place, for unknown or missing fields and wrong types.
    """
    file = msgspec.convert(parsed, _File)
    return Overrides((*_changes(file),), file.announced_until)


def _changes(file: _File) -> Iterator[DayChange]:
    for swap in file.swap:
        yield _change(swap, swap.off, working=False)
        yield DayChange(
            swap.on,
            working=True,
            name=f"làm bù cho ngày {swap.off:%d/%m/%Y}",
            name_en=f"working day in place of {swap.off:%d/%m/%Y}",
            source=swap.source,
            verified=swap.verified,
        )
    for entry in file.day_off:
        yield _change(entry, entry.day, working=False)
    for entry in file.working_day:
        yield _change(entry, entry.day, working=True)


def _change(entry: _Entry, day: date, *, working: bool) -> DayChange:
    return DayChange(day, working, entry.name, entry.name_en, entry.source, entry.verified)


def extra_days(days: Iterable[date], *, working: bool) -> tuple[DayChange, ...]:
    """Return changes for days that only the caller knows, without a source."""
    names = ("ngày làm việc thêm", "extra working day") if working else ("ngày nghỉ thêm", "extra day off")
    return tuple(DayChange(day, working, *names) for day in days)


@cache
def vietnamese_holidays(years: range) -> tuple[DayChange, ...]:
    """Return the public holidays, the days off in lieu of them, and the swap days that the library knows."""
    import holidays  # half a second, needed once

    names = holidays.country_holidays("VN", years=years, language="vi")
    english = holidays.country_holidays("VN", years=years, language="en_US")
    # The library lists a few made-up days of other years whatever it is asked for.
    made_up = sorted(day for day in names.weekend_workdays if day.year in years)
    return (
        *(DayChange(day, False, names[day], english[day], _labour_code(day.year)) for day in sorted(names)),
        *(DayChange(day, True, "ngày làm bù", "working day in place of a day off") for day in made_up),
    )


def _labour_code(year: int) -> str:
    """Return the law that gave the holidays of a year; the codes came into force in the middle of 2013 and in 2021."""
    if year >= 2021:
        return "Điều 112 Bộ luật Lao động 2019"
    return "Điều 115 Bộ luật Lao động 2012" if year >= 2013 else "Điều 73 Bộ luật Lao động 1994"
