from core.text.i18n import lazy
from core.web.lists import Column, Filter, ListView
from visitorbook.access import READ, WRITE

VISITORS = ListView(
    name="visitorbook.visitors",
    title=lazy("Sổ khách"),
    path="/staff/visitors",
    permission=READ,
    source="visitorbook.visitorbook_visitor v",
    key="v.id",
    scope="v.unit_id = ANY({p})",
    search="v.search_key LIKE {p}",
    order="-came",
    create=(lazy("Ghi khách mới"), "/staff/visitors/new", WRITE),
    columns=(
        Column("came", lazy("Đến lúc"), "v.came_at", kind="datetime", sort="v.came_at"),
        Column("name", lazy("Tên khách"), "v.name", sort="v.search_key"),
        Column("purpose", lazy("Đến có việc gì"), "v.purpose"),
        Column("left", lazy("Về lúc"), "v.left_at", kind="datetime", sort="v.left_at"),
    ),
    filters=(Filter("inside", lazy("Còn trong nhà"), "v.left_at IS NULL", kind="flag"),),
    empty=(lazy("Chưa có khách nào"), lazy("Khách đến sẽ hiện ở đây.")),
)
