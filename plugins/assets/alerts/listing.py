"""Events as a list: what is wrong now on top; one description for each language, since rules carry their names."""

from functools import cache

from core.text.i18n import gettext as _
from core.text.i18n import language, lazy
from core.web.lists import BulkAction, Choice, Column, Filter, ListView, Tag
from plugins.assets.alerts.commands import MONITOR
from plugins.assets.alerts.queries import READ, EventView
from plugins.assets.alerts.rules import rules
from plugins.assets.inventory.views import unit_choices

SEVERITIES = {
    "critical": Tag(lazy("Nghiêm trọng"), "bad"),
    "warning": Tag(lazy("Cảnh báo"), "warning"),
    "info": Tag(lazy("Lưu ý"), "info"),
}
STATES = {
    "new": Tag(lazy("Mới"), "bad"),
    "seen": Tag(lazy("Đã nhận xử lý"), "info"),
    "over": Tag(lazy("Đã hết"), "neutral"),
}
FAULTS = {
    "jammed": lazy("kẹt giấy"),
    "doorOpen": lazy("nắp mở"),
    "noToner": lazy("hết mực"),
    "serviceRequested": lazy("cần bảo dưỡng"),
    "markerSupplyMissing": lazy("thiếu hộp mực"),
    "inputTrayMissing": lazy("thiếu khay giấy"),
}
REPEATS = {"never": lazy("Một lần"), "daily": lazy("Hằng ngày"), "weekly": lazy("Hằng tuần")}
_STATE = "CASE WHEN e.closed_at IS NOT NULL THEN 'over' WHEN e.seen_at IS NOT NULL THEN 'seen' ELSE 'new' END"


def kind_words(kind: str, cause: str = "") -> str:
    """Return what an event is called."""
    if kind == "line":
        return _("Mất điện cả đơn vị") if cause == "power" else _("Mất đường truyền của đơn vị")
    return _("Mất kết nối") if kind == "down" else rules().title(kind)


def detail_words(event: EventView) -> str:
    """Return what else is known of an event, in words."""
    if event.kind == "line":
        return _("%(n)s thiết bị đứng sau", n=len(event.behind))
    if event.figure.startswith("error."):
        return str(FAULTS.get(event.detail, event.detail))
    percent = (
        f"{event.value:.0f} %" if event.value is not None and event.kind not in {"on_battery", "battery_old"} else ""
    )
    return ", ".join(filter(None, (event.detail, percent))) if event.kind != "down" else ""


def events_view() -> ListView:
    """Return the list in the reader's language."""
    return _view(language.get())


@cache
def _view(_language: str) -> ListView:
    kinds = {"down": Tag(_("Mất kết nối")), "line": Tag(_("Mất đường truyền của đơn vị"), "bad")}
    kinds |= {"line.power": Tag(_("Mất điện cả đơn vị"), "bad")}
    kinds |= {rule.key: Tag(rules().title(rule.key)) for rule in rules().rule}
    kind = "CASE WHEN e.cause = '' THEN e.kind ELSE e.kind || '.' || e.cause END"
    return ListView(
        name="assets.events",
        title=lazy("Sự kiện giám sát"),
        path="/staff/events",
        permission=READ,
        source="""assets.assets_event e LEFT JOIN assets.assets_device d ON d.id = e.device
            LEFT JOIN assets.assets_asset a ON a.id = d.asset""",
        key="e.id",
        href="/staff/events/{key}",
        scope="e.unit_id = ANY({p})",
        search="coalesce(a.search_key, '') LIKE {p}",
        order="state",
        columns=(
            Column("kind", lazy("Sự kiện"), kind, kind="tag", sort="e.kind", tags=kinds),
            Column("thing", lazy("Thiết bị"), "a.name", sort="a.sort_key"),
            Column("detail", lazy("Chi tiết"), "e.detail", sort="e.detail", visible=False),
            Column("unit", lazy("Đơn vị"), "e.unit_name", sort="e.unit_name"),
            Column("severity", lazy("Mức độ"), "e.severity", kind="tag", sort="e.severity", tags=SEVERITIES),
            Column("state", lazy("Tình trạng"), _STATE, kind="tag", sort=_ORDER, tags=STATES),
            Column("opened", lazy("Bắt đầu"), "e.opened_at", kind="datetime", sort="e.opened_at"),
            Column("closed", lazy("Hết lúc"), "e.closed_at", kind="datetime", sort="e.closed_at"),
            Column("seen_by", lazy("Người nhận"), "e.seen_by", sort="e.seen_by"),
        ),
        filters=(
            Filter("unit", lazy("Đơn vị"), "e.unit_id = {p}", choices=unit_choices, number=True),
            Filter(
                "severity",
                lazy("Mức độ"),
                "e.severity = ANY({p})",
                kind="multi",
                choices=tuple(Choice(key, tag.label) for key, tag in SEVERITIES.items()),
            ),
            Filter(
                "state",
                lazy("Tình trạng"),
                f"{_STATE} = ANY({{p}})",
                kind="multi",
                choices=tuple(Choice(key, tag.label) for key, tag in STATES.items()),
            ),
            Filter("since", lazy("Từ ngày"), "e.opened_at >= {p}", kind="date"),
        ),
        bulk=(BulkAction("confirm", lazy("Nhận xử lý"), "/staff/events/confirm", MONITOR),),
        empty=(
            lazy("Chưa có sự kiện nào"),
            lazy("Khi thiết bị mất kết nối, sắp hết mực hay đường truyền bị đứt, sự kiện hiện ở đây."),
        ),
    )


_ORDER = (
    "(e.closed_at IS NOT NULL)::int * 4 + (e.seen_at IS NOT NULL)::int * 2 - extract(epoch FROM e.opened_at) / 1e11"
)
