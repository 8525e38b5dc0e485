"""Words of workflows: conditions, findings, obstacles, steps beside the moves."""

from collections.abc import Mapping
from typing import Final

from core.contracts.procedures import CHANNELS
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.onestop.domain.conditions import Condition, Kind
from plugins.onestop.domain.workflow import ClockEffect
from plugins.onestop.workflow.domain.steps import RecallDenial

CLOCKS: Final[Mapping[ClockEffect, object]] = {
    "runs": lazy("Tính hạn"),
    "paused": lazy("Tạm dừng tính hạn"),
    "stopped": lazy("Không tính hạn nữa"),
}
CONDITIONS: Final[Mapping[Kind, object]] = {
    "fee_paid": lazy("Đã thu đủ phí, lệ phí"),
    "papers_complete": lazy("Giấy tờ đã nộp đủ số lượng"),
    "paper": lazy("Có giấy tờ"),
    "result_number": lazy("Đã có số kết quả"),
    "digitised": lazy("Đã số hóa"),
    "channel": lazy("Nộp qua hình thức"),
    "case": lazy("Thuộc trường hợp"),
    "fewer_times": lazy("Bước này chưa làm đến số lần"),
}
RECALL_DENIALS: Final[Mapping[RecallDenial, object]] = {
    "nothing_to_recall": lazy("Không có bước nào để rút lại."),
    "not_yours": lazy("Chỉ người vừa làm bước này mới rút lại được."),
    "begun": lazy("Người nhận đã bắt đầu bước tiếp theo nên không rút lại được nữa."),
    "told": lazy("Người dân đã được thông báo về bước này nên không rút lại được."),
    "ended": lazy("Bước này đã kết thúc hồ sơ hoặc đã có kết quả nên không rút lại được."),
}
STEP_WORDS: Final[Mapping[str, object]] = {
    "move.recall": lazy("Rút lại bước vừa làm"),
    "hold.claim": lazy("Nhận giữ hồ sơ"),
    "hold.unclaim": lazy("Thôi giữ hồ sơ"),
    "hold.reassign": lazy("Phân công lại"),
    "version.moved": lazy("Chuyển sang phiên bản quy trình khác"),
    "correct.asked": lazy("Đề nghị đính chính thông tin"),
    "correct.approved": lazy("Đính chính thông tin"),
    "correct.rejected": lazy("Không đồng ý đính chính"),
    "delivery.post": lazy("Gửi kết quả qua bưu chính"),
    "delivery.post_back": lazy("Bưu chính chuyển hoàn kết quả"),
    "delivery.recall": lazy("Thu hồi kết quả"),
    "delivery.again": lazy("Đưa lại kết quả về một cửa"),
    "digitised.digitise": lazy("Ghi nhận đã số hóa"),
    "digitised.reuse": lazy("Dùng lại giấy tờ đã số hóa"),
    "digitised.undo": lazy("Bỏ ghi nhận số hóa"),
}


def condition_words(condition: Condition) -> str:
    """Return a condition as it stands in a table, such as "Có giấy tờ: Tờ khai"."""
    words = str(CONDITIONS[condition.kind])
    if not condition.value:
        return words
    value = str(CHANNELS[condition.value]) if condition.value in CHANNELS else condition.value  # type: ignore[index]
    return f"{words}: {value}"


def condition_sentence(condition: Condition) -> str:
    """Return why a step is refused, with the way out."""
    return _("Chưa đủ điều kiện: %(condition)s.", condition=condition_words(condition))
