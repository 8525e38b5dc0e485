"""Requests as a list: what waits for an answer on top."""

from functools import cache

from core.text.i18n import language, lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag
from plugins.assets.custody.queries import CUSTODY
from plugins.assets.inventory.views import unit_choices
from plugins.assets.requests.words import KINDS, STATES

PATH = "/staff/equipment-requests"
_ORDER = "CASE r.state WHEN 'waiting' THEN 0 ELSE 1 END - extract(epoch FROM r.created_at) / 1e11"


def requests_view() -> ListView:
    """Return the list in the reader's language."""
    return _view(language.get())


@cache
def _view(_language: str) -> ListView:
    kinds = {key: Tag(label) for key, label in KINDS.items()}
    return ListView(
        name="assets.requests",
        title=lazy("Đề nghị về thiết bị"),
        path=PATH,
        permission=CUSTODY,
        source="assets.assets_equipment_request r LEFT JOIN assets.assets_asset a ON a.id = r.asset",
        key="r.id",
        href=f"{PATH}/{{key}}",
        scope="r.unit_id = ANY({p})",
        search="lower(concat_ws(' ', r.person_name, r.wanted, a.code, a.name)) LIKE lower({p})",
        fold_search=False,
        order="state",
        columns=(
            Column("person", lazy("Người đề nghị"), "r.person_name", sort="r.person_name"),
            Column("kind", lazy("Đề nghị"), "r.kind", kind="tag", sort="r.kind", tags=kinds),
            Column("state", lazy("Tình trạng"), "r.state", kind="tag", sort=_ORDER, tags=STATES),
            Column("about", lazy("Thiết bị"), "coalesce(a.name || ' ' || a.code, r.wanted)"),
            Column("created", lazy("Gửi lúc"), "r.created_at", kind="datetime", sort="r.created_at"),
            Column("by", lazy("Người trả lời"), "r.answered_by", sort="r.answered_by", visible=False),
        ),
        filters=(
            Filter("unit", lazy("Đơn vị"), "r.unit_id = {p}", choices=unit_choices, number=True),
            Filter(
                "kind",
                lazy("Đề nghị"),
                "r.kind = ANY({p})",
                kind="multi",
                choices=tuple(Choice(key, label) for key, label in KINDS.items()),
            ),
            Filter(
                "state",
                lazy("Tình trạng"),
                "r.state = ANY({p})",
                kind="multi",
                choices=tuple(Choice(key, tag.label) for key, tag in STATES.items()),
            ),
        ),
        empty=(
            lazy("Chưa có đề nghị nào"),
            lazy("Cán bộ đề nghị cấp, trả, báo hỏng, báo mất thiết bị ở trang Thiết bị của tôi."),
        ),
    )
