"""What the figures are called on screens and in files."""

from collections.abc import Mapping
from typing import Final

from core.text.i18n import lazy
from plugins.onestop.domain.figures import Measure
from plugins.onestop.statistics.queries import Dimension

MEASURES: Final[Mapping[Measure, object]] = {
    "received": lazy("Tiếp nhận trong kỳ"),
    "online": lazy("Tiếp nhận trực tuyến"),
    "counter": lazy("Tiếp nhận trực tiếp"),
    "post": lazy("Tiếp nhận qua bưu chính"),
    "carried": lazy("Từ kỳ trước chuyển qua"),
    "books": lazy("Tổng số phải giải quyết"),
    "resolved": lazy("Đã giải quyết"),
    "early": lazy("Giải quyết trước hạn"),
    "on_time": lazy("Giải quyết đúng hạn"),
    "late": lazy("Giải quyết trễ hạn"),
    "unlimited": lazy("Giải quyết, không có hạn"),
    "refused": lazy("Từ chối, trả lại"),
    "ended": lazy("Rút hoặc dừng giải quyết"),
    "pending": lazy("Chưa giải quyết"),
    "running": lazy("Đang giải quyết"),
    "in_time": lazy("Đang giải quyết, trong hạn"),
    "overdue": lazy("Đang giải quyết, quá hạn"),
    "no_limit": lazy("Đang giải quyết, không có hạn"),
    "waiting": lazy("Chờ bổ sung"),
}
DIMENSIONS: Final[Mapping[Dimension, object]] = {
    "field": lazy("Lĩnh vực"),
    "agency": lazy("Cơ quan"),
    "procedure": lazy("Thủ tục"),
}
# Columns of the periodic report, with the heading above some of them.
REPORT: Final[tuple[tuple[object, tuple[tuple[Measure, object], ...]], ...]] = (
    (
        lazy("Số hồ sơ tiếp nhận"),
        (
            ("books", lazy("Tổng số")),
            ("received", lazy("Trong kỳ")),
            ("online", lazy("Trực tuyến")),
            ("counter", lazy("Trực tiếp")),
            ("post", lazy("Bưu chính")),
            ("carried", lazy("Kỳ trước chuyển qua")),
        ),
    ),
    (
        lazy("Số hồ sơ đã giải quyết"),
        (
            ("resolved", lazy("Tổng số")),
            ("early", lazy("Trước hạn")),
            ("on_time", lazy("Đúng hạn")),
            ("late", lazy("Quá hạn")),
            ("unlimited", lazy("Không có hạn")),
        ),
    ),
    (
        lazy("Số hồ sơ đang giải quyết"),
        (
            ("running", lazy("Tổng số")),
            ("in_time", lazy("Trong hạn")),
            ("overdue", lazy("Quá hạn")),
            ("no_limit", lazy("Không có hạn")),
        ),
    ),
    (
        lazy("Khác"),
        (
            ("waiting", lazy("Chờ bổ sung")),
            ("refused", lazy("Từ chối")),
            ("ended", lazy("Rút, dừng")),
        ),
    ),
)
