"""Imports as a list, the newest first."""

from functools import cache

from core.text.i18n import language, lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag
from plugins.assets.importing.words import STATES
from plugins.assets.inventory.commands import EDIT
from plugins.assets.inventory.views import unit_choices

PATH = "/staff/imports"
STATE_TAGS = {key: Tag(label, tone) for key, (label, tone) in STATES.items()}


def imports_view() -> ListView:
    """Return the list in the reader's language."""
    return _view(language.get())


@cache
def _view(_language: str) -> ListView:
    return ListView(
        name="assets.imports",
        title=lazy("Nhập từ Excel, CSV"),
        path=PATH,
        permission=EDIT,
        source="assets.assets_import x",
        key="x.id",
        href=f"{PATH}/{{key}}",
        scope="x.unit_id = ANY({p})",
        search="lower(concat_ws(' ', x.filename, x.who_name)) LIKE lower({p})",
        fold_search=False,
        order="-created",
        columns=(
            Column("file", lazy("Tệp"), "x.filename", sort="x.filename"),
            Column("unit", lazy("Đơn vị"), "x.unit_name", sort="x.unit_id"),
            Column("state", lazy("Tình trạng"), "x.state", kind="tag", sort="x.state", tags=STATE_TAGS),
            Column("new", lazy("Ghi mới"), "(x.counts->>'new')::int", kind="number"),
            Column("update", lazy("Cập nhật"), "(x.counts->>'update')::int", kind="number"),
            Column("wrong", lazy("Có lỗi"), "(x.counts->>'wrong')::int", kind="number"),
            Column("who", lazy("Người nhập"), "x.who_name", sort="x.who_name"),
            Column("created", lazy("Tải lên lúc"), "x.created_at", kind="datetime", sort="x.created_at"),
        ),
        filters=(
            Filter("unit", lazy("Đơn vị"), "x.unit_id = {p}", choices=unit_choices, number=True),
            Filter(
                "state",
                lazy("Tình trạng"),
                "x.state = ANY({p})",
                kind="multi",
                choices=tuple(Choice(key, tag.label) for key, tag in STATE_TAGS.items()),
            ),
        ),
        create=(lazy("Nhập tệp mới"), f"{PATH}/new", EDIT),
        empty=(
            lazy("Chưa nhập tệp nào"),
            lazy("Sổ tài sản bằng Excel hoặc CSV được xem trước từng dòng, rồi mới ghi; ghi rồi vẫn hoàn tác được."),
        ),
    )
