"""The text of minutes as it is sealed, and the paper made of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

import msgspec

from core import offices
from core.clock import VIETNAM
from core.printing import dong, official_date, official_moment, render_pdf
from plugins.assets.custody.domain.engine import Transition
from plugins.assets.custody.domain.strokes import as_svg
from plugins.assets.custody.schemas import ItemView, MinutesView, SignatureView
from plugins.assets.wear.figures import worth

_TEMPLATE = files("plugins.assets") / "templates" / "assets" / "custody" / "minutes.typ"
_PARTIES = {"giver": "Bên giao", "receiver": "Bên nhận"}


async def content_of(
    found: MinutesView, rule: Transition, items: Sequence[ItemView], at: datetime
) -> Mapping[str, Any]:
    """Return the text of minutes, in Vietnamese as the law wants it: everything that is printed but the signatures.

    at: aware, the moment of sealing. Wear is that until 31 December of the year before: the receiver computes the year
    (Circular 141/2025, article 12.1). A figure that nobody knows is left out.
    """
    day = at.astimezone(VIETNAM).date()
    unit = await offices.authority(found.unit_id)
    path = (await offices.tree()).path(unit.id)
    to_unit = (await offices.unit(found.to_unit_id)).name if found.to_unit_id else ""
    other_party = {"name": found.other_name or "", "unit": to_unit or unit.name}
    officer = {"name": found.officer_name, "unit": unit.name}
    parties = {"giver": officer, "receiver": other_party}
    if rule.other == "giver":
        parties = {"giver": other_party, "receiver": officer}
    return {
        "title": rule.paper,
        "number": found.number,
        "parent_agency": path[-2].agency if len(path) > 1 else "",
        "agency": unit.agency,
        "place_date": f"{unit.short_name}, {official_date(day)}",
        "parties": [{"role": _PARTIES[p], "key": p, **parties[p]} for p in ("giver", "receiver") if rule.other],
        "officer": found.officer_name,
        "facts": _facts(found, to_unit),
        "with_value": rule.key in {"transfer", "propose", "liquidate"},
        "rows": [_row(item, day.year - 1) for item in items],
    }


def _facts(found: MinutesView, to_unit: str) -> list[list[str]]:
    decision = found.decision or ""
    if found.decided_on:
        decision += f", {official_date(found.decided_on)}"
    facts = [
        ("Đơn vị nhận", to_unit),
        ("Căn cứ quyết định số", decision),
        ("Lý do", found.reason or ""),
        ("Tình trạng thiết bị", found.condition or ""),
        ("Nơi đặt", found.place or ""),
        ("Hẹn trả", official_date(found.due_on) if found.due_on else ""),
        ("Hình thức thanh lý", found.way or ""),
        ("Xóa dữ liệu trong thiết bị", found.wiped or ""),
        ("Hội đồng", found.council or ""),
    ]
    return [[name, value] for name, value in facts if value]


def _row(item: ItemView, year: int) -> dict[str, Any]:
    since = item.in_use_from or item.bought_on
    known = worth(item.cost, since, item.category, year)
    return {
        "code": item.code,
        "name": item.name,
        "model": f"{item.maker} {item.model}",
        "serial": item.serial or "",
        "year": str(since.year) if since else "",
        "cost": dong(item.cost) if item.cost is not None else "",
        "accumulated": dong(known.accumulated) if known else "",
        "remaining": dong(known.remaining) if known else "",
        "note": item.note,
    }


async def signed_pdf(found: MinutesView, signatures: Sequence[SignatureView], at: datetime) -> bytes:
    """Return minutes as PDF: the sealed text, its digest, and the signatures there are. Raises PrintingError."""
    content = msgspec.json.decode(found.content or "{}")
    by_party = {signature.party: signature for signature in signatures}
    marks = []
    for party in content.get("parties", []):
        signature = by_party.get(party["key"])
        marks.append(
            {
                "role": party["role"],
                "name": party["name"],
                "svg": as_svg(msgspec.json.decode(signature.strokes)) if signature and signature.strokes else "",
                "note": _signed(signature) if signature else "(Ký, ghi rõ họ tên)",
            }
        )
    if not marks:
        marks = [{"role": "Người lập", "name": found.officer_name, "svg": "", "note": "(Ký, ghi rõ họ tên)"}]
    return await render_pdf(_TEMPLATE, {**content, "digest": found.digest or "", "marks": marks}, at=at)


def _signed(signature: SignatureView) -> str:
    moment = official_moment(signature.at, VIETNAM)
    if signature.way == "paper":
        return f"Đã ký trên bản giấy, lưu lúc {moment}"
    return f"Đã ký trên màn hình lúc {moment}"
