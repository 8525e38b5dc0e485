"""The register as a list: one description for each language, since names of kinds and states stand in the data."""

from collections.abc import Sequence
from functools import cache

from core import db, offices
from core.acting import Principal
from core.contracts.offices import AUTHORITIES
from core.text.i18n import language, lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag
from plugins.assets.inventory.queries import READ
from plugins.assets.inventory.wearing import FIRST_USE, worn_sql

SOURCE = """assets.assets_asset a
    JOIN assets.assets_model m ON m.id = a.model
    JOIN assets.assets_maker k ON k.id = m.maker
    JOIN assets.assets_category c ON c.id = m.category
    JOIN assets.assets_status s ON s.id = a.status
    LEFT JOIN assets.assets_place p ON p.id = a.place
    LEFT JOIN assets.assets_device d ON d.asset = a.id
    LEFT JOIN assets.assets_device_state ds ON ds.device = d.id"""

STATE_TAGS = {
    "up": Tag(lazy("Hoạt động"), "good"),
    "down": Tag(lazy("Mất kết nối"), "bad"),
    "unknown": Tag(lazy("Chưa rõ"), "neutral"),
}
MEANING_TONES = {"in_use": "good", "ready": "info", "out_of_order": "warning", "gone": "neutral"}


def assets_view() -> ListView:
    """Return the list in the reader's language."""
    return _view("name_en" if language.get() == "en" else "name")


@cache
def _view(name: str) -> ListView:
    return ListView(
        name="assets.list",
        title=lazy("Sổ tài sản"),
        path="/staff/assets",
        permission=READ,
        source=SOURCE,
        key="a.code",
        href="/staff/assets/{key}",
        scope="a.unit_id = ANY({p})",
        # a code beside the label is kept folded without blanks, so a part of it is found like any word
        search="(a.search_key LIKE {p} OR a.id IN (SELECT asset FROM assets.assets_code WHERE folded LIKE {p}))",
        order="code",
        columns=_columns(name),
        filters=_filters(),
        create=(lazy("Ghi thiết bị mới"), "/staff/assets/new", "assets.edit"),
        empty=(lazy("Sổ tài sản còn trống"), lazy("Thiết bị ghi vào sổ sẽ hiện ở đây, kèm nhãn để dán lên máy.")),
    )


def _columns(name: str) -> tuple[Column, ...]:
    """Return the columns; name: the column of categories and states in the reader's language."""
    return (
        Column("code", lazy("Mã nhãn"), "a.code", kind="code", sort="a.code"),
        Column("name", lazy("Tên"), "a.name", sort='a.sort_key COLLATE "C"'),
        Column("category", lazy("Loại"), f"c.{name}", sort="c.number", visible=False),
        Column("model", lazy("Kiểu máy"), "k.name || ' ' || m.name", sort="k.search_key || ' ' || m.search_key"),
        Column("unit", lazy("Đơn vị"), "a.unit_name", sort="a.unit_id"),
        Column("place", lazy("Phòng"), "p.name", sort="p.search_key"),
        Column("holder", lazy("Người sử dụng"), "a.holder_name", sort="a.holder_name"),
        Column("owner", lazy("Người quản lý"), "a.owner_name", sort="a.owner_name", visible=False),
        Column("status", lazy("Tình trạng"), f"s.{name}", sort="s.position"),
        Column("state", lazy("Kết nối"), "ds.state", kind="tag", sort="ds.state", tags=STATE_TAGS),
        Column("serial", lazy("Số sê-ri"), "a.serial", kind="code", sort="a.serial", visible=False),
        Column("bought_on", lazy("Ngày mua"), "a.bought_on", kind="date", sort="a.bought_on", visible=False),
        Column(
            "in_use_from",
            lazy("Đưa vào sử dụng"),
            "a.in_use_from",
            kind="date",
            sort="a.in_use_from",
            visible=False,
        ),
        Column("decision", lazy("Số quyết định"), "a.decision", sort="a.decision", visible=False),
        Column("cost", lazy("Nguyên giá"), "a.cost", kind="money", sort="a.cost", visible=False),
        Column("funding", lazy("Nguồn kinh phí"), "a.funding", sort="a.funding", visible=False),
        Column(
            "warranty_until",
            lazy("Bảo hành đến"),
            "a.warranty_until",
            kind="date",
            sort="a.warranty_until",
            visible=False,
        ),
    )


def _filters() -> tuple[Filter, ...]:
    return (
        Filter("unit", lazy("Đơn vị"), "a.unit_id = {p}", choices=unit_choices, number=True),
        Filter("category", lazy("Loại"), "c.key = ANY({p})", kind="multi", choices=category_choices),
        Filter("status", lazy("Tình trạng"), "s.key = ANY({p})", kind="multi", choices=status_choices),
        Filter("state", lazy("Kết nối"), "ds.state = {p}", choices=state_choices),
        Filter("warranty", lazy("Hết bảo hành trước"), "a.warranty_until < {p}", kind="date"),
        Filter("kept", lazy("Còn quản lý"), "s.meaning <> 'gone'", kind="flag"),
        Filter("broken", lazy("Hỏng, đang sửa"), "s.meaning = 'out_of_order'", kind="flag"),
        Filter("worn", lazy("Đã hao mòn hết"), worn_sql(), kind="flag"),
        Filter("funding", lazy("Nguồn kinh phí"), "a.funding = {p}", kind="text"),
        Filter("used_from", lazy("Đưa vào sử dụng từ ngày"), f"{FIRST_USE} >= {{p}}", kind="date"),
        Filter("used_before", lazy("Đưa vào sử dụng trước ngày"), f"{FIRST_USE} < {{p}}", kind="date"),
        Filter("place", lazy("Số của phòng"), "a.place = {p}", kind="text", number=True),
    )


async def unit_choices(principal: Principal, permission: str = READ) -> Sequence[Choice]:
    """Return the People's Committees in which the reader holds the permission: those whose things are registered."""
    units = [unit for unit in await offices.tree() if unit.kind in AUTHORITIES]
    return [Choice(str(unit.id), unit.name) for unit in units if principal.may(permission, unit.id)]


async def category_choices(_principal: Principal | None = None) -> Sequence[Choice]:
    """Return the kinds of equipment, in the order of their label digits."""
    found = await db.rows(
        "SELECT key, CASE WHEN $1 THEN name_en ELSE name END FROM assets.assets_category ORDER BY number",
        language.get() == "en",
    )
    return [Choice(key, name) for key, name in found]


async def status_choices(_principal: Principal | None = None) -> Sequence[Choice]:
    """Return the states an office gives to its things."""
    found = await db.rows(
        "SELECT key, CASE WHEN $1 THEN name_en ELSE name END FROM assets.assets_status ORDER BY position",
        language.get() == "en",
    )
    return [Choice(key, name) for key, name in found]


async def state_choices(_principal: Principal | None = None) -> Sequence[Choice]:
    """Return the states of the connection."""
    return [Choice(value, tag.label) for value, tag in STATE_TAGS.items()]
