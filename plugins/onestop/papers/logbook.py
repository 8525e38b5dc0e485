"""The logbook as its form has it: columns, and what stands in the cells of a row."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from msgspec import Struct

from core.clock import VIETNAM
from plugins.onestop.papers.queries.logbook import LogRow

# On paper, always in Vietnamese.
_ENDS: Final[Mapping[str, str]] = {
    "refused": "Từ chối giải quyết",
    "withdrawn": "Đã rút hồ sơ",
    "stopped": "Dừng giải quyết",
    "needs_supplement": "Chờ bổ sung",
}
_WAYS: Final[Mapping[str, str]] = {"counter": "Trực tiếp", "post": "Bưu chính", "online": "Trực tuyến"}


class LogLine(Struct, frozen=True):
    """A row as written. place: its number in the book of the period, from 1."""

    place: int
    code: str
    procedure: str
    sets: int
    person: str
    agency: str
    received: str
    due: str
    returned: str
    way: str
    note: str


class LogColumn(Struct, frozen=True):
    """A column of the form: its head, its width in characters."""

    title: str
    width: float
    value: Callable[[LogLine], str | int]
    centred: bool = False


COLUMNS: Final = (
    LogColumn("TT", 6, lambda line: line.place, centred=True),
    LogColumn("Mã hồ sơ", 25, lambda line: line.code),
    LogColumn("Tên thủ tục hành chính", 38, lambda line: line.procedure),
    LogColumn("Số lượng hồ sơ (bộ)", 9, lambda line: line.sets, centred=True),
    LogColumn("Tên cá nhân, tổ chức; địa chỉ, số điện thoại", 36, lambda line: line.person),
    LogColumn("Cơ quan chủ trì giải quyết", 26, lambda line: line.agency),
    LogColumn("Nhận hồ sơ", 16, lambda line: line.received, centred=True),
    LogColumn("Hẹn trả kết quả", 16, lambda line: line.due, centred=True),
    LogColumn("Trả kết quả", 16, lambda line: line.returned, centred=True),
    LogColumn("Phương thức nhận kết quả, ký nhận", 24, lambda line: line.way),
    LogColumn("Ghi chú", 18, lambda line: line.note),
)


def log_line(row: LogRow, place: int) -> LogLine:
    """Return a row of the book. Moments are written in the office's zone, as "09:30 22/11/2017"."""
    returned = row.closed_at if row.state == "returned" else None
    way = ", ".join(filter(None, (_WAYS[row.channel], row.receiver))) if returned else ""
    return LogLine(
        place=place,
        code=row.code,
        procedure=row.procedure,
        sets=1,
        person="; ".join(filter(None, (row.owner_name, row.owner_address, row.owner_phone))),
        agency=row.agency,
        received=_moment(row.received_at),
        due=_moment(row.promised_at),
        returned=_moment(returned),
        way=way,
        note=_ENDS.get(row.state, ""),
    )


def period_words(first: date, last: date) -> str:
    """Return the period as the book's title has it: a year, a month, a day or from one day to another."""
    if first == last:
        return f"Ngày {first:%d/%m/%Y}"
    if (first.month, first.day, last.month, last.day, last.year) == (1, 1, 12, 31, first.year):
        return f"Năm {first.year}"
    return f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if at else ""


def printed_rows(lines: list[LogLine]) -> list[dict[str, Any]]:
    """Return rows for the printed book."""
    return [{name: getattr(line, name) for name in LogLine.__struct_fields__} for line in lines]
