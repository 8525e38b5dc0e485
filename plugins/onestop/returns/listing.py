"""Results that go by post: what waits to be sent and what came back stand on top."""

from typing import Final

from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView
from plugins.onestop.access import VIEW
from plugins.onestop.returns.wording import TAGS

_READY: Final = "(p.state IN ('requested', 'back') AND d.settled_at IS NOT NULL)"

PARCELS: Final = ListView(
    name="onestop.parcels",
    title=lazy("Trả kết quả qua bưu điện"),
    path="/staff/parcels",
    permission=VIEW,
    source="onestop.onestop_parcel p JOIN onestop.onestop_dossier d ON d.id = p.dossier",
    key="d.code",
    href="/staff/dossiers/{key}",
    scope="d.unit_ids && {p}::bigint[]",
    search="lower(d.code) LIKE {p} OR d.owner_key LIKE {p} OR lower(p.tracking_number) LIKE {p}",
    order="since",
    columns=(
        Column("code", lazy("Mã hồ sơ"), "d.code", kind="code", sort="d.id"),
        Column(
            "state",
            lazy("Tình trạng"),
            "p.state",
            kind="tag",
            tags={str(state): tag for state, tag in TAGS.items()},
            sort="p.state",
        ),
        Column("ready", lazy("Phải gửi"), _READY, kind="bool"),
        Column("recipient", lazy("Người nhận"), "p.recipient", sort="p.recipient"),
        Column("address", lazy("Địa chỉ nhận"), "p.address"),
        Column("tracking", lazy("Số bưu gửi"), "p.tracking_number", kind="code", sort="p.tracking_number"),
        Column(
            "since",
            lazy("Từ lúc"),
            "p.changed_at",
            kind="datetime",
            sort=f"CASE WHEN {_READY} THEN 0 ELSE 1 END, p.changed_at",
        ),
    ),
    filters=(
        Filter(
            "state",
            lazy("Tình trạng"),
            "p.state = ANY({p})",
            kind="multi",
            choices=tuple(Choice(code, tag.label) for code, tag in TAGS.items()),
        ),
        Filter("ready", lazy("Phải gửi"), _READY, kind="flag"),
    ),
    empty=(
        lazy("Chưa có kết quả nào trả qua bưu điện"),
        lazy("Hồ sơ mà người nộp xin nhận qua bưu điện sẽ hiện ở đây."),
    ),
    page_size=25,
)
