"""Stocktakes as a list, and what their outcomes are called."""

from core.text.i18n import lazy
from core.web.lists import Column, Filter, ListView, Tag
from plugins.assets.inventory.views import unit_choices
from plugins.assets.stocktake.queries import MANAGE, READ

PATH = "/staff/stocktakes"
STATES = {"open": Tag(lazy("Đang kiểm kê"), "info"), "closed": Tag(lazy("Đã khóa"), "neutral")}
VERDICTS = {
    "missing": Tag(lazy("Thiếu"), "bad"),
    "misplaced": Tag(lazy("Sai vị trí"), "warning"),
    "wrong_condition": Tag(lazy("Hỏng, kém"), "warning"),
    "unknown": Tag(lazy("Mã lạ"), "special"),
    "elsewhere": Tag(lazy("Thừa"), "info"),
    "found": Tag(lazy("Khớp"), "good"),
}
CONDITIONS = {"good": lazy("Còn tốt"), "poor": lazy("Kém phẩm chất"), "broken": lazy("Mất phẩm chất")}

STOCKTAKES = ListView(
    name="assets.stocktakes",
    title=lazy("Kiểm kê"),
    path=PATH,
    permission=READ,
    source="assets.assets_stocktake s",
    key="s.id",
    href=f"{PATH}/{{key}}",
    scope="s.unit_id = ANY({p})",
    search="lower(s.title) LIKE lower({p})",
    fold_search=False,
    order="-snapshot",
    columns=(
        Column("title", lazy("Tên đợt kiểm kê"), "s.title", sort="s.title"),
        Column("unit", lazy("Đơn vị"), "s.unit_name", sort="s.unit_name"),
        Column("state", lazy("Tình trạng"), "s.state", kind="tag", sort="s.state", tags=STATES),
        Column(
            "things",
            lazy("Thiết bị"),
            "(SELECT count(*) FROM assets.assets_stocktake_item i WHERE i.stocktake = s.id)",
            kind="number",
        ),
        Column(
            "events",
            lazy("Lần quét"),
            "(SELECT count(*) FROM assets.assets_stocktake_event e WHERE e.stocktake = s.id)",
            kind="number",
        ),
        Column("snapshot", lazy("Chốt sổ lúc"), "s.snapshot_at", kind="datetime", sort="s.snapshot_at"),
        Column("closed", lazy("Khóa lúc"), "s.closed_at", kind="datetime", sort="s.closed_at"),
    ),
    filters=(Filter("unit", lazy("Đơn vị"), "s.unit_id = {p}", choices=unit_choices, number=True),),
    create=(lazy("Lập đợt kiểm kê"), f"{PATH}/new", MANAGE),
    empty=(
        lazy("Chưa có đợt kiểm kê nào"),
        lazy("Mỗi năm kiểm kê một lần; quét nhãn bằng điện thoại, kể cả khi mất mạng."),
    ),
)
