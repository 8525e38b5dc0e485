"""Reports of faults as a list: what waits stands on top, the oldest first."""

from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag
from plugins.assets.faults.queries import READ
from plugins.assets.faults.schemas import KINDS
from plugins.assets.inventory.views import unit_choices

STATES = {"open": Tag(lazy("Chờ xử lý"), "warning"), "closed": Tag(lazy("Đã xử lý"), "good")}
_STATE = "CASE WHEN f.closed_at IS NULL THEN 'open' ELSE 'closed' END"

FAULTS = ListView(
    name="assets.faults",
    title=lazy("Báo hỏng"),
    path="/staff/faults",
    permission=READ,
    source="assets.assets_fault f JOIN assets.assets_asset a ON a.id = f.asset",
    key="f.id",
    href="/staff/faults/{key}",
    scope="a.unit_id = ANY({p})",
    search="a.search_key LIKE {p}",
    order="state",
    columns=(
        Column("name", lazy("Thiết bị"), "a.name", sort='a.sort_key COLLATE "C"'),
        Column(
            "kind",
            lazy("Thiết bị bị gì"),
            "f.kind",
            kind="tag",
            sort="f.kind",
            tags={k: Tag(v) for k, v in KINDS.items()},
        ),
        Column("words", lazy("Mô tả"), "left(f.words, 80)"),
        Column("state", lazy("Xử lý"), _STATE, kind="tag", sort="(f.closed_at IS NOT NULL, f.at)", tags=STATES),
        Column("at", lazy("Lúc báo"), "f.at", kind="datetime", sort="f.at"),
        Column("photos", lazy("Ảnh"), "f.photos", kind="number", sort="f.photos"),
        Column("unit", lazy("Đơn vị"), "a.unit_name", sort="a.unit_id"),
        Column("code", lazy("Mã nhãn"), "a.code", kind="code", sort="a.code", visible=False),
        Column("closed_at", lazy("Xử lý lúc"), "f.closed_at", kind="datetime", sort="f.closed_at", visible=False),
        Column("answer", lazy("Đã xử lý thế nào"), "left(f.answer, 80)", visible=False),
    ),
    filters=(
        Filter("unit", lazy("Đơn vị"), "a.unit_id = {p}", choices=unit_choices, number=True),
        Filter(
            "state", lazy("Xử lý"), f"{_STATE} = {{p}}", choices=tuple(Choice(k, t.label) for k, t in STATES.items())
        ),
        Filter(
            "kind",
            lazy("Thiết bị bị gì"),
            "f.kind = ANY({p})",
            kind="multi",
            choices=tuple(Choice(k, v) for k, v in KINDS.items()),
        ),
        Filter("late", lazy("Chờ quá 3 ngày"), "f.closed_at IS NULL AND f.at < {now} - interval '3 days'", kind="flag"),
    ),
    empty=(
        lazy("Chưa có báo hỏng nào"),
        lazy("Ai quét mã QR trên nhãn bằng điện thoại đều báo hỏng được, không cần đăng nhập."),
    ),
)
