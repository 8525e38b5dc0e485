"""Dates, times and amounts in the words that official papers use; always Vietnamese, whatever language a screen has."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def official_date(day: date) -> str:
    """Return e.g. "ngày 05 tháng 02 năm 2026".

    Days below 10 and the months 1 and 2 get a zero in front (Decree 30/2020/ND-CP, annex I), so that no digit can be
    added to them by hand.
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def official_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Return e.g. "07 giờ 35 phút, ngày 05 tháng 02 năm 2026" in the office's zone; raises ValueError when naive."""
    if moment.tzinfo is None:
        raise ValueError("a moment on paper needs a zone")
    local = moment.astimezone(zone)
    return f"{local:%H} giờ {local:%M} phút, {official_date(local.date())}"


def dong(amount: int) -> str:
    """Return an amount of dong, e.g. "1.250.000 đồng"."""
    return f"{amount:,} đồng".replace(",", ".")
