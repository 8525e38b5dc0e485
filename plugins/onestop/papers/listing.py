"""The logbook on screen."""

from typing import Final

from core.text.i18n import lazy
from core.web.lists import Column, Filter, ListView
from plugins.onestop.access import VIEW
from plugins.onestop.listing import STATES

_CLOSED: Final = "CASE WHEN d.state = 'returned' THEN d.closed_at END"

LOGBOOK: Final = ListView(
    name="onestop.logbook",
    title=lazy("Sổ theo dõi hồ sơ"),
    path="/staff/logbook",
    permission=VIEW,
    source="onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure",
    key="d.code",
    href="/staff/dossiers/{key}",
    scope="d.unit_ids && {p}::bigint[]",
    search="d.owner_key LIKE {p} OR lower(d.code) LIKE {p} OR p.search_key LIKE {p}",
    order="-received",
    columns=(
        Column("code", lazy("Mã hồ sơ"), "d.code", kind="code", sort="d.id"),
        Column("procedure", lazy("Thủ tục"), "p.name", sort="p.search_key"),
        Column("owner", lazy("Chủ hồ sơ"), "d.owner_name", sort="d.owner_key"),
        Column("address", lazy("Địa chỉ"), "d.owner_address", visible=False),
        Column("unit", lazy("Cơ quan giải quyết"), "d.unit_name", visible=False),
        Column("received", lazy("Nhận hồ sơ"), "d.received_at", kind="datetime", sort="d.received_at"),
        Column("due", lazy("Hẹn trả"), "d.promised_at", kind="datetime", sort="d.promised_at"),
        Column("returned", lazy("Trả kết quả"), _CLOSED, kind="datetime", sort=_CLOSED),
        Column("state", lazy("Bước"), "d.state", kind="tag", tags=STATES, sort="d.state", visible=False),
    ),
    filters=(
        Filter("from", lazy("Nhận từ ngày"), "d.received_at >= {p}", kind="date"),
        Filter("until", lazy("Đến hết ngày"), "d.received_at < {p}::timestamptz + interval '1 day'", kind="date"),
    ),
    empty=(lazy("Sổ còn trống"), lazy("Mỗi hồ sơ được tiếp nhận là một dòng của sổ.")),
    page_size=25,
    template="onestop/papers/logbook.html",
)
