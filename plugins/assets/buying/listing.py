"""Purchases as a list, with what is still to come."""

from functools import cache

from core.text.i18n import lazy
from core.web.lists import Column, Filter, ListView
from plugins.assets.buying.queries import BUY
from plugins.assets.inventory.queries import READ
from plugins.assets.inventory.views import unit_choices

PATH = "/staff/purchases"
_SUM = """(SELECT coalesce(sum(l.quantity * l.unit_price), 0) FROM assets.assets_purchase_line l
    WHERE l.purchase = x.id) + x.transport + x.taxes + x.other_costs - x.discount"""
_PIECES = "(SELECT coalesce(sum(l.quantity), 0) FROM assets.assets_purchase_line l WHERE l.purchase = x.id)"
_RECEIVED = """(SELECT count(*) FROM assets.assets_receipt r JOIN assets.assets_purchase_line l ON l.id = r.line
    WHERE l.purchase = x.id)"""


@cache
def purchases_view() -> ListView:
    """Return the list."""
    return ListView(
        name="assets.purchases",
        title=lazy("Mua sắm thiết bị"),
        path=PATH,
        permission=READ,
        source="assets.assets_purchase x",
        key="x.id",
        href=f"{PATH}/{{key}}",
        scope="""(x.unit_id = ANY({p}) OR EXISTS (SELECT 1 FROM assets.assets_delivery d
            WHERE d.purchase = x.id AND d.unit_id = ANY({p})))""",
        search="lower(concat_ws(' ', x.title, x.supplier, x.decision, x.funding, x.invoice)) LIKE lower({p})",
        fold_search=False,
        order="-bought_on",
        columns=(
            Column("title", lazy("Nội dung mua sắm"), "x.title", sort="x.title"),
            Column("bought_on", lazy("Ngày mua"), "x.bought_on", kind="date", sort="x.bought_on"),
            Column("unit", lazy("Đơn vị"), "x.unit_name", sort="x.unit_id"),
            Column("supplier", lazy("Nhà cung cấp"), "x.supplier", sort="x.supplier"),
            Column("decision", lazy("Số quyết định"), "x.decision", sort="x.decision"),
            Column("funding", lazy("Nguồn kinh phí"), "x.funding", sort="x.funding"),
            Column("pieces", lazy("Số lượng"), _PIECES, kind="number"),
            Column("received", lazy("Đã nhận"), _RECEIVED, kind="number"),
            Column("total", lazy("Tổng chi phí (đồng)"), _SUM, kind="money"),
            Column("invoice", lazy("Số hóa đơn"), "x.invoice", sort="x.invoice", visible=False),
        ),
        filters=(
            Filter("unit", lazy("Đơn vị"), "x.unit_id = {p}", choices=unit_choices, number=True),
            Filter("open", lazy("Còn chờ giao"), f"{_RECEIVED} < {_PIECES}", kind="flag"),
            Filter("before", lazy("Mua trước ngày"), "x.bought_on < {p}", kind="date"),
        ),
        create=(lazy("Ghi lần mua sắm"), f"{PATH}/new", BUY),
        empty=(
            lazy("Chưa có lần mua sắm nào"),
            lazy("Ghi quyết định, nhà cung cấp và mặt hàng; khi hàng về, quét số sê-ri để ghi từng máy vào sổ."),
        ),
    )
