"""Moments as a meeting's pages and mails say them: with the day of the week, in the current language."""

from datetime import datetime

from core.clock import VIETNAM
from core.text.formats import format_date
from core.text.i18n import gettext as _


def period(starts_at: datetime, ends_at: datetime) -> str:
    """Return "08:00 – 10:30, thứ Sáu 06/03/2026"; both ends in full when they are on different days. Aware times."""
    starts, ends = starts_at.astimezone(VIETNAM), ends_at.astimezone(VIETNAM)
    if starts.date() == ends.date():
        return f"{starts:%H:%M} – {ends:%H:%M}, {_day(starts)}"
    return f"{moment(starts)} – {moment(ends)}"


def moment(at: datetime) -> str:
    """Return "17:00, thứ Năm 05/03/2026". Aware."""
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M}, {_day(local)}"


def _day(local: datetime) -> str:
    weekdays = (*(_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật")),)
    return f"{weekdays[local.weekday()]} {format_date(local)}"
