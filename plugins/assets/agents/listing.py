"""The machines with agents as a list: what waits for an officer on top."""

from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag

STATES = {
    "unmatched": Tag(lazy("Chưa nhận ra"), "warning"),
    "matched": Tag(lazy("Đã gắn"), "good"),
    "ignored": Tag(lazy("Không theo dõi"), "neutral"),
}
RULES = {
    "asset_tag": Tag(lazy("Mã nhãn trong máy")),
    "serial_model": Tag(lazy("Số sê-ri và kiểu máy")),
    "serial": Tag(lazy("Số sê-ri")),
    "uuid": Tag(lazy("Mã UUID")),
    "mac": Tag(lazy("Địa chỉ MAC")),
    "ambiguous": Tag(lazy("Khớp nhiều thiết bị"), "warning"),
    "nothing": Tag(lazy("Không khớp thiết bị nào")),
    "officer": Tag(lazy("Cán bộ chọn")),
    "replaced": Tag(lazy("Máy đã cài lại, nay báo bằng mã khác")),
}
ALERTS = {
    "memory_less": lazy("Bộ nhớ ít đi"),
    "disk_gone": lazy("Mất ổ đĩa"),
    "other_unit": lazy("Máy báo từ đơn vị khác"),
}

MACHINES = ListView(
    name="assets.agents",
    title=lazy("Máy có tác tử kiểm kê"),
    path="/staff/agents",
    permission="assets.read",
    source="assets.assets_agent_machine m LEFT JOIN assets.assets_asset a ON a.id = m.asset",
    key="m.id",
    href="/staff/agents/{key}",
    scope="coalesce(a.unit_id, m.unit_id) = ANY({p})",
    search="m.search_key LIKE {p}",
    order="-state",
    columns=(
        Column("name", lazy("Tên máy"), "coalesce(m.name, m.device_id)", sort="m.name"),
        Column("state", lazy("Tình trạng"), "m.state", kind="tag", sort="m.state", tags=STATES),
        Column("asset", lazy("Thiết bị trong sổ"), "a.name", sort="a.sort_key"),
        Column("rule", lazy("Vì sao"), "m.rule", kind="tag", sort="m.rule", tags=RULES),
        Column("model", lazy("Kiểu máy"), "concat_ws(' ', m.maker, m.model)", sort="m.model"),
        Column("serial", lazy("Số sê-ri"), "m.serial", kind="code", sort="m.serial"),
        Column("unit", lazy("Đơn vị"), "a.unit_name", sort="a.unit_name", visible=False),
        Column("tag", lazy("Nhãn của tác tử"), "m.tag", sort="m.tag", visible=False),
        Column(
            "alerts",
            lazy("Cảnh báo"),
            "(SELECT count(*) FROM assets.assets_agent_alert l WHERE l.machine = m.id AND l.closed_at IS NULL)",
            kind="number",
        ),
        Column("seen", lazy("Báo lần cuối"), "m.last_seen_at", kind="datetime", sort="m.last_seen_at"),
    ),
    filters=(
        Filter(
            "state",
            lazy("Tình trạng"),
            "m.state = ANY({p})",
            kind="multi",
            choices=tuple(Choice(key, tag.label) for key, tag in STATES.items()),
        ),
        Filter(
            "alert",
            lazy("Có cảnh báo"),
            "EXISTS (SELECT 1 FROM assets.assets_agent_alert l WHERE l.machine = m.id AND l.closed_at IS NULL)",
            kind="flag",
        ),
        Filter("stale", lazy("Im lặng quá 7 ngày"), "m.last_seen_at < {now} - interval '7 days'", kind="flag"),
    ),
    empty=(
        lazy("Chưa có máy nào báo về"),
        lazy("Cài tác tử GLPI hoặc FusionInventory trên máy, trỏ về /assets/agent kèm mã của đơn vị."),
    ),
)
