"""The list of uploaded catalogue files, described as data."""

from typing import Final

from core.text.i18n import lazy
from core.web.lists import Column, Filter, ListView, Tag
from plugins.onestop.access import MANAGE

UPLOADS: Final = ListView(
    name="onestop.catalogue_uploads",
    title=lazy("Nạp danh mục"),
    path="/staff/procedures/uploads",
    permission=MANAGE,
    source="onestop.onestop_catalogue_upload u",
    key="u.id::text",
    href="/staff/procedures/uploads/{key}",
    search="lower(u.name) LIKE {p}",
    order="-at",
    columns=(
        Column("name", lazy("Tệp"), "u.name", sort="u.name"),
        Column(
            "state",
            lazy("Trạng thái"),
            "CASE WHEN u.imported_at IS NULL THEN 'seen' ELSE 'imported' END",
            kind="tag",
            tags={
                "seen": Tag(lazy("mới xem trước"), "warning"),
                "imported": Tag(lazy("đã nạp"), "good"),
            },
        ),
        Column("from", lazy("Áp dụng từ"), "u.effective_from", kind="date", sort="u.effective_from"),
        Column("new", lazy("Mới"), "u.created", kind="number"),
        Column("changed", lazy("Thay đổi"), "u.changed", kind="number"),
        Column("left_out", lazy("Bị bỏ"), "u.left_out", kind="number"),
        Column("at", lazy("Tải lên lúc"), "u.uploaded_at", kind="datetime", sort="u.uploaded_at"),
        Column("who", lazy("Người tải"), "u.uploaded_by_name", sort="u.uploaded_by_name"),
    ),
    filters=(Filter("seen", lazy("Chưa nạp"), "u.imported_at IS NULL", kind="flag"),),
    empty=(lazy("Chưa có tệp nào"), lazy("Tải tệp lên để xem trước; chưa nạp thì chưa có gì thay đổi.")),
    page_size=25,
    template="onestop/catalogue/uploads.html",
)
