"""The minutes of a stocktake as PDF: per books, per count, quality (columns of form C53-HD as far as known)."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

from core import offices
from core.clock import VIETNAM
from core.printing import dong, official_date, official_moment, render_pdf
from plugins.assets.stocktake.schemas import Outcome, StocktakeView

_TEMPLATE = files("plugins.assets") / "templates" / "assets" / "stocktake" / "minutes.typ"
_NOTES = {
    "missing": "Thiếu",
    "misplaced": "Sai vị trí",
    "wrong_condition": "",
    "unknown": "Mã không có trong sổ",
    "elsewhere": "Ngoài danh sách",
    "found": "",
}


async def minutes_pdf(found: StocktakeView, outcomes: Sequence[Outcome], at: datetime, *, only: bool) -> bytes:
    """Return the minutes. at: aware, the moment of closing; only: nothing but differences. Raises PrintingError."""
    unit = await offices.authority(found.unit_id)
    path = (await offices.tree()).path(unit.id)
    rows = [_row(one) for one in outcomes if not only or one.line.verdict != "found"]
    data = {
        "title": "Biên bản kiểm kê tài sản cố định, công cụ dụng cụ",
        "parent_agency": path[-2].agency if len(path) > 1 else "",
        "agency": unit.agency,
        "place_date": f"{unit.short_name}, {official_date(at.astimezone(VIETNAM).date())}",
        "name": found.title,
        "decision": found.decision or "",
        "snapshot": official_moment(found.snapshot_at, VIETNAM),
        "committee": [line for line in found.committee.split("\n") if line.strip()],
        "rows": rows,
        "only": only,
        "booked": sum(row["booked"] for row in rows),
        "counted": sum(row["counted"] for row in rows),
        "open": found.state == "open",
    }
    return await render_pdf(_TEMPLATE, data, at=at)


def _row(one: Outcome) -> dict[str, Any]:
    item, line = one.item, one.line
    note = _NOTES[line.verdict]
    if line.verdict == "misplaced":
        note = f"Ở {line.place}, sổ ghi {item.place if item else ''}"
    if line.disputed:
        note = ", ".join(filter(None, (note, "người đếm ghi khác nhau")))
    return {
        "name": one.name or "?",
        "code": line.code,
        "year": str(item.used_since or "") if item else "",
        "cost": dong(item.cost) if item and item.cost is not None else "",
        "booked": int(item is not None),
        "counted": int(line.verdict != "missing"),
        "good": int(line.verdict != "missing" and line.condition == "good"),
        "poor": int(line.condition == "poor"),
        "broken": int(line.condition == "broken"),
        "note": note,
    }
