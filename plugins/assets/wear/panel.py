"""Wear on the page of a thing: which book it is in, and each year until nothing is left."""

from typing import Any

from litestar import Request

from core import offices
from core.text.i18n import lazy
from plugins.assets.inventory.schemas import Asset
from plugins.assets.wear.domain.wear import book, in_force, schedule
from plugins.assets.wear.rules import rules

BOOKS = {
    "fixed": lazy("Tài sản cố định"),
    "tool": lazy("Công cụ, dụng cụ (không tính hao mòn)"),
    "unknown": lazy("Chưa xác định: thiếu nguyên giá hoặc ngày mua"),
}


async def load_wear(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return the book of a thing and, for a fixed asset, its yearly wear with the rule that holds now."""
    thing: Asset = request.scope["state"]["panel_context"]["thing"]
    known = rules()
    day = thing.in_use_from or thing.bought_on
    kept = book(thing.cost, day.year if day else None, known.threshold)
    now = offices.office_day(request.app.state.clock.now()).year
    found: dict[str, Any] = {"book": BOOKS[kept], "years": [], "rule": None, "this_year": now}
    if kept == "fixed" and thing.cost and day:
        kind = known.kind_of(thing.category)
        found |= {
            "years": schedule(thing.cost, day.year, known.rate, kind),
            "rule": in_force(known.rate, kind, max(now, day.year)),
            "rate": (in_force(known.rate, kind, max(now, day.year)) or known.rate[0]).rate / 10_000,
        }
    return found
