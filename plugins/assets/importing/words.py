"""Words of the pages about imports."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from core.text.formats import format_date, format_money
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.text.viet import search_key
from plugins.assets.inventory.words import FIELDS as FACTS
from plugins.assets.inventory.words import ORIGINS

FIELDS: Mapping[str, object] = {
    "code": lazy("Mã nhãn"),
    **FACTS,
}
Tone = Literal["neutral", "good", "warning", "bad", "info"]
VERDICTS: Mapping[str, tuple[object, Tone]] = {
    "new": (lazy("Ghi mới"), "good"),
    "update": (lazy("Cập nhật"), "info"),
    "unchanged": (lazy("Không đổi"), "neutral"),
    "wrong": (lazy("Có lỗi"), "bad"),
}
STATES: Mapping[str, tuple[object, Tone]] = {
    "draft": (lazy("Đang xem trước"), "info"),
    "applying": (lazy("Đang ghi"), "warning"),
    "applied": (lazy("Đã ghi vào sổ"), "good"),
    "undoing": (lazy("Đang hoàn tác"), "warning"),
    "undone": (lazy("Đã hoàn tác"), "neutral"),
    "dropped": (lazy("Đã bỏ"), "neutral"),
}
OUTCOMES: Mapping[str, object] = {
    "written": lazy("Đã ghi"),
    "undone": lazy("Đã hoàn tác"),
    "conflict": lazy("Không hoàn tác được"),
}
ENCODINGS: Mapping[str, object] = {
    "workbook": lazy("Bảng tính"),
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1258": "Windows-1258",
    "cp1252": "Windows-1252",
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
}

# other words that offices write for kinds and states: search key -> key
CATEGORY_WORDS: Mapping[str, str] = {
    "may vi tinh": "desktop", "may tinh ban": "desktop", "may tinh": "desktop", "bo may tinh": "desktop", "may bo":
    "desktop",
    "pc": "desktop", "may tram": "desktop", "laptop": "laptop", "may xach tay": "laptop", "notebook": "laptop",
    "may tinh xach tay": "laptop", "may in": "printer", "photocopy": "photocopier", "may photo": "photocopier",
    "photocopier": "photocopier", "copier": "photocopier", "projector": "projector", "may chieu": "projector",
    "tivi": "tv", "ti vi": "tv", "man hinh tivi": "tv", "may quet ma vach": "barcode_scanner", "dau doc ma vach":
    "barcode_scanner",
    "dien thoai": "smartphone", "may scan": "document_scanner", "may quet": "document_scanner", "scanner":
    "document_scanner",
    "switch": "switch", "router": "router", "modem": "router", "wifi": "access_point", "wi-fi": "access_point",
    "bo luu dien": "ups", "ups": "ups", "may chu": "server", "server": "server", "nas": "storage", "camera": "camera",
}  # fmt: skip
STATUS_WORDS: Mapping[str, str] = {
    "tot": "in_use", "binh thuong": "in_use", "dang dung": "in_use", "su dung tot": "in_use", "hoat dong": "in_use",
    "con su dung": "in_use", "deployed": "in_use", "ready to deploy": "in_store", "du phong": "in_store",
    "chua su dung": "in_store",
    "kho": "in_store", "dang sua": "in_repair", "sua chua": "in_repair", "out for repair": "in_repair", "hu":
    "broken",
    "hu hong": "broken", "hong hoc": "broken", "khong su dung duoc": "broken", "that lac": "lost", "thanh ly":
    "liquidated",
    "cho thanh ly": "to_liquidate", "archived": "liquidated",
}  # fmt: skip


def origin_words() -> dict[str, str]:
    """Return origin by what it is called: its key, and its words in the language of the source and of the reader."""
    words = {"mua": "purchase", "tang": "gift", "cap": "transfer", "duoc cap": "transfer", "dieu chuyen": "transfer"}
    return words | {search_key(str(name)): key for key, name in ORIGINS.items()} | {key: key for key in ORIGINS}


def change_words(changes: Mapping[str, list[Any]], names: Mapping[str, Mapping[str, str]], *, only_after: bool) -> str:
    """Return changes in words: "Phòng: A → B; ..."; only_after: of a new thing, "Phòng: B; ..."."""
    return "; ".join(
        _("%(field)s: %(value)s", field=FIELDS[field], value=_shown(field, now, names))
        if only_after
        else _(
            "%(field)s: %(before)s → %(after)s",
            field=FIELDS[field],
            before=_shown(field, was, names),
            after=_shown(field, now, names),
        )
        for field, (was, now) in changes.items()
        if was != now
    )


def _shown(field: str, value: Any, names: Mapping[str, Mapping[str, str]]) -> str:
    if value is None:
        return _("(trống)")
    if field == "origin":
        return str(ORIGINS.get(value, value))
    if field == "cost":
        return format_money(value)
    if field in {"bought_on", "warranty_until", "in_use_from"}:
        return format_date(date.fromisoformat(value))
    return names.get(field, {}).get(value, str(value))
