from collections.abc import Sequence

from core.acting import Principal
from core.offices.wording import role_titles
from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView


async def _role_choices(_reader: Principal) -> Sequence[Choice]:
    return [Choice(code, title) for code, title in (await role_titles()).items()]


PEOPLE = ListView(
    name="offices.people",
    title=lazy("Người làm việc"),
    path="/staff/people",
    permission="offices.read",
    source="offices.offices_person p JOIN offices.offices_unit u ON u.id = p.unit_id",
    key="p.id",
    href="/staff/people/{key}",
    scope="p.unit_id = ANY({p})",
    where="p.left_on IS NULL",
    search="(p.search_key LIKE {p} OR u.search_key LIKE {p})",
    order="name",
    columns=(
        Column("name", lazy("Họ và tên"), "p.full_name", sort='p.sort_key COLLATE "C"'),
        Column("title", lazy("Chức danh"), "p.title", sort="p.title"),
        Column("unit", lazy("Đơn vị"), "u.name", sort="u.position"),
        Column("phone", lazy("Điện thoại"), "p.phone"),
        Column("email", lazy("Thư điện tử"), "p.email", visible=False),
    ),
    filters=(
        Filter(
            "role",
            lazy("Vai trò"),
            "EXISTS (SELECT 1 FROM offices.offices_assignment a WHERE a.person_id = p.id AND a.role = {p}"
            " AND (a.valid_to IS NULL OR a.valid_to > (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date))",
            choices=_role_choices,
        ),
    ),
    create=(lazy("Thêm người"), "/staff/people/new", "offices.manage"),
    empty=(lazy("Chưa có ai"), lazy("Người làm việc trong các đơn vị bạn được xem sẽ hiện ở đây.")),
)
