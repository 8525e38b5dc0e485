"""The book of receipts, phí and lệ phí apart."""

from typing import Final

from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag
from plugins.onestop.papers.access import FEES

METHOD_TITLES: Final = {"cash": lazy("Tiền mặt"), "transfer": lazy("Chuyển khoản")}
_STATES: Final = {"valid": Tag(lazy("Có hiệu lực"), "good"), "cancelled": Tag(lazy("Đã hủy"), "bad")}
_STATE: Final = "CASE WHEN r.cancelled_at IS NULL THEN 'valid' ELSE 'cancelled' END"
_LABEL: Final = "r.series || '/' || r.year || ' ' || lpad(r.number::text, 7, '0')"

RECEIPTS: Final = ListView(
    name="onestop.receipts",
    title=lazy("Sổ thu phí, lệ phí"),
    path="/staff/fees",
    permission=FEES,
    source="onestop.onestop_fee_receipt r JOIN onestop.onestop_dossier d ON d.id = r.dossier",
    key="r.id",
    href="/staff/fees/{key}",
    scope="r.unit_id = ANY({p}::bigint[])",
    search="lower(d.code) LIKE {p} OR d.owner_key LIKE {p}",
    order="-issued",
    columns=(
        Column("number", lazy("Biên lai"), _LABEL, kind="code", sort="r.id"),
        Column("issued", lazy("Ngày thu"), "r.issued_at", kind="datetime", sort="r.issued_at"),
        Column("payer", lazy("Người nộp"), "r.payer_name", sort="r.payer_name"),
        Column("dossier", lazy("Mã hồ sơ"), "d.code", kind="code", sort="d.id"),
        Column("phi", lazy("Phí"), "r.phi", kind="money", sort="r.phi"),
        Column("le_phi", lazy("Lệ phí"), "r.le_phi", kind="money", sort="r.le_phi"),
        Column("total", lazy("Cộng"), "r.phi + r.le_phi", kind="money", sort="r.phi + r.le_phi"),
        Column("state", lazy("Tình trạng"), _STATE, kind="tag", tags=_STATES, sort=_STATE),
        Column("reason", lazy("Lý do hủy"), "r.cancel_reason", visible=False),
        Column("by", lazy("Người thu"), "r.issued_by_name", visible=False),
    ),
    filters=(
        Filter("from", lazy("Từ ngày"), "r.issued_at >= {p}", kind="date"),
        Filter("until", lazy("Đến hết ngày"), "r.issued_at < {p}::timestamptz + interval '1 day'", kind="date"),
        Filter(
            "method",
            lazy("Hình thức"),
            "r.method = {p}",
            choices=tuple(Choice(code, title) for code, title in METHOD_TITLES.items()),
        ),
        Filter("cancelled", lazy("Đã hủy"), "r.cancelled_at IS NOT NULL", kind="flag"),
    ),
    empty=(lazy("Chưa có biên lai nào"), lazy("Biên lai lập ở trang của từng hồ sơ sẽ hiện ở đây.")),
    page_size=25,
    template="onestop/fees/receipts.html",
)
