"""Words for what the register keeps as codes: actions and fields of history lines."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.text.formats import format_date, format_money
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.assets.inventory.schemas import HistoryLine

ACTIONS: Mapping[str, object] = {
    "registered": lazy("Đã ghi vào sổ"),
    "updated": lazy("Đã sửa thông tin"),
    "moved": lazy("Đã chuyển giao"),
    "import_updated": lazy("Đã cập nhật từ tệp"),
    "import_undone": lazy("Đã hoàn tác lần nhập từ tệp"),
    "hand_over": lazy("Đã bàn giao"),
    "return": lazy("Đã nhận lại"),
    "lend": lazy("Đã cho mượn"),
    "transfer": lazy("Đã điều chuyển"),
    "repair": lazy("Đã đưa đi sửa"),
    "repaired": lazy("Đã sửa xong"),
    "lose": lazy("Đã báo mất"),
    "find": lazy("Đã tìm thấy"),
    "propose": lazy("Đã đề nghị thanh lý"),
    "keep": lazy("Đã rút đề nghị thanh lý"),
    "liquidate": lazy("Đã thanh lý xong"),
    "counted": lazy("Sửa theo kiểm kê"),
}
FIELDS: Mapping[str, object] = {
    "name": lazy("Tên"),
    "category": lazy("Loại"),
    "maker": lazy("Hãng"),
    "model": lazy("Kiểu máy"),
    "serial": lazy("Số sê-ri"),
    "status": lazy("Tình trạng"),
    "unit": lazy("Đơn vị"),
    "place": lazy("Phòng"),
    "holder": lazy("Người sử dụng"),
    "bought_on": lazy("Ngày mua"),
    "cost": lazy("Nguyên giá"),
    "funding": lazy("Nguồn kinh phí"),
    "warranty_until": lazy("Bảo hành đến"),
    "note": lazy("Ghi chú"),
    "owner": lazy("Người quản lý"),
    "origin": lazy("Nguồn hình thành"),
    "in_use_from": lazy("Đưa vào sử dụng"),
    "decision": lazy("Số quyết định"),
    "other_code": lazy("Mã khác"),
    "old_number": lazy("Số thẻ, mã cũ"),
}


ORIGINS: Mapping[str, object] = {
    "purchase": lazy("Mua sắm"),
    "investment": lazy("Đầu tư xây dựng"),
    "transfer": lazy("Được giao, nhận điều chuyển"),
    "gift": lazy("Được tặng cho, khuyến mại"),
    "surplus": lazy("Thừa khi kiểm kê"),
    "joint_venture": lazy("Liên doanh, liên kết"),
    "hire_purchase": lazy("Thuê mua"),
    "other": lazy("Khác"),
}


Names = Mapping[str, Mapping[str, str]]


def history_lines(lines: Iterable[HistoryLine], names: Names) -> list[dict[str, Any]]:
    """Return history as the timeline macro draws it; the first entry of a thing says only that it was registered.

    names: field -> code -> name, for fields whose values are kept as codes.
    """
    return [
        {
            "title": str(ACTIONS.get(line.action, line.action)),
            "at": line.at,
            "who": line.who,
            "text": "" if line.action == "registered" else _changes(line.changes, names),
        }
        for line in lines
    ]


def _changes(changes: Mapping[str, list[str | int | None]], names: Names) -> str:
    return "; ".join(
        _(
            "%(field)s: %(before)s → %(after)s",
            field=FIELDS.get(name, name),
            before=_shown(name, was, names),
            after=_shown(name, now, names),
        )
        for name, (was, now) in changes.items()
    )


def _shown(name: str, value: str | int | None, names: Names) -> str:
    if value is None:
        return _("(trống)")
    if name == "origin":
        return str(ORIGINS.get(str(value), value))
    if name == "cost" and isinstance(value, int):
        return format_money(value)
    if name in {"bought_on", "warranty_until", "in_use_from"} and isinstance(value, str):
        return format_date(date.fromisoformat(value))
    return names.get(name, {}).get(str(value), str(value))
