"""What can have a label, as lists to tick: things, places; and the printers."""

from functools import cache

from core.text.i18n import language, lazy
from core.web.lists import BulkAction, Column, Filter, ListView
from plugins.assets.inventory.views import SOURCE, category_choices, status_choices, unit_choices
from plugins.assets.labels.queries import LABELS

PATH = "/staff/assets/labels"


def things_view() -> ListView:
    """Return the things in the reader's language."""
    return _things("name_en" if language.get() == "en" else "name")


@cache
def _things(name: str) -> ListView:
    return ListView(
        name="assets.labels",
        title=lazy("In nhãn"),
        path=PATH,
        permission=LABELS,
        source=f"{SOURCE} LEFT JOIN assets.assets_label_printed lp ON lp.asset = a.id"
        " LEFT JOIN assets.assets_label_run r ON r.id = lp.run",
        key="a.code",
        href="/staff/assets/{key}",
        scope="a.unit_id = ANY({p})",
        # what has left the books gets no label any more
        where="s.meaning <> 'gone'",
        search="a.search_key LIKE {p}",
        order="code",
        columns=(
            Column("code", lazy("Mã nhãn"), "a.code", kind="code", sort="a.code"),
            Column("name", lazy("Tên"), "a.name", sort='a.sort_key COLLATE "C"'),
            Column("category", lazy("Loại"), f"c.{name}", sort="c.number"),
            Column("unit", lazy("Đơn vị"), "a.unit_name", sort="a.unit_id"),
            Column("place", lazy("Phòng"), "p.name", sort="p.search_key"),
            Column("printed", lazy("In lần cuối"), "r.at", kind="datetime", sort="r.at"),
            Column("who", lazy("Người in"), "r.who_name", sort="r.who_name", visible=False),
        ),
        filters=(
            Filter("unit", lazy("Đơn vị"), "a.unit_id = {p}", choices=unit_choices, number=True),
            Filter("category", lazy("Loại"), "c.key = ANY({p})", kind="multi", choices=category_choices),
            Filter("status", lazy("Tình trạng"), "s.key = ANY({p})", kind="multi", choices=status_choices),
            Filter("new", lazy("Chưa in lần nào"), "lp.asset IS NULL", kind="flag"),
        ),
        bulk=(BulkAction("print", lazy("In nhãn"), f"{PATH}/print/asset", LABELS),),
        empty=(lazy("Không có thiết bị nào"), lazy("Thiết bị ghi vào sổ tài sản sẽ hiện ở đây để in nhãn.")),
        template="assets/labels/list.html",
    )


PLACES = ListView(
    name="assets.labels.places",
    title=lazy("In nhãn phòng"),
    path=f"{PATH}/places",
    permission=LABELS,
    source="assets.assets_place p LEFT JOIN assets.assets_place o ON o.id = p.parent"
    " LEFT JOIN LATERAL (SELECT count(*) AS things, max(a.unit_name) AS unit"
    " FROM assets.assets_asset a WHERE a.place = p.id) n ON true",
    key="p.id",
    scope="p.unit_id = ANY({p})",
    search="p.search_key LIKE {p}",
    order="unit",
    columns=(
        Column("name", lazy("Phòng"), "p.name", sort="p.search_key"),
        Column("outer", lazy("Thuộc"), "o.name", sort="o.search_key"),
        Column("unit", lazy("Đơn vị"), "n.unit", sort="p.unit_id"),
        Column("things", lazy("Số thiết bị"), "n.things", kind="number", sort="n.things"),
    ),
    filters=(Filter("unit", lazy("Đơn vị"), "p.unit_id = {p}", choices=unit_choices, number=True),),
    bulk=(BulkAction("print", lazy("In nhãn"), f"{PATH}/print/place", LABELS),),
    empty=(lazy("Chưa có phòng nào"), lazy("Phòng ghi trong sổ tài sản sẽ hiện ở đây để in nhãn.")),
    template="assets/labels/list.html",
)

PRINTERS = ListView(
    name="assets.labels.printers",
    title=lazy("Máy in nhãn"),
    path=f"{PATH}/printers",
    permission=LABELS,
    source="assets.assets_label_printer l",
    key="l.id",
    href=f"{PATH}/printers/{{key}}",
    scope="l.unit_id = ANY({p})",
    order="name",
    columns=(
        Column("name", lazy("Tên máy in"), "l.name", sort="lower(l.name)"),
        Column("unit", lazy("Đơn vị"), "l.unit_name", sort="l.unit_id"),
        Column("right", lazy("Dịch sang phải (phần mười mm)"), 'l."right"', kind="number", sort='l."right"'),
        Column("down", lazy("Dịch xuống (phần mười mm)"), "l.down", kind="number", sort="l.down"),
        Column("dpi", lazy("Điểm trên inch (máy in nhiệt)"), "l.dpi", kind="number", sort="l.dpi", visible=False),
    ),
    filters=(Filter("unit", lazy("Đơn vị"), "l.unit_id = {p}", choices=unit_choices, number=True),),
    create=(lazy("Thêm máy in"), f"{PATH}/printers/new", LABELS),
    empty=(
        lazy("Chưa có máy in nào"),
        lazy("Chỉ cần thêm máy in khi nhãn in ra bị lệch: độ lệch của từng máy được nhớ ở đây."),
    ),
    template="assets/labels/list.html",
)
