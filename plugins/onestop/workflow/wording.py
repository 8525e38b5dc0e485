"""Words of workflows: conditions, findings, obstacles, steps beside the moves."""

from collections.abc import Mapping
from typing import Final

from core.contracts.procedures import CHANNELS
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.onestop.domain.conditions import Condition, Kind
from plugins.onestop.domain.workflow import ClockEffect, Workflow
from plugins.onestop.workflow.domain.relocating import Obstacle
from plugins.onestop.workflow.domain.review import Finding
from plugins.onestop.workflow.domain.review import Kind as FindingKind
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
FINDINGS: Final[Mapping[FindingKind, object]] = {
    "no_states": lazy("Quy trình chưa có bước nào"),
    "twice": lazy("Mã bị dùng hai lần"),
    "unknown_state": lazy("Dẫn đến một bước không có"),
    "unknown_action": lazy("Điều kiện tách nhiệm vụ nhắc đến một việc không có"),
    "unreachable": lazy("Không có đường nào đi đến bước này"),
    "dead_end": lazy("Từ bước này hồ sơ không thể kết thúc"),
    "exit_from_final": lazy("Bước kết thúc mà vẫn có việc tiếp theo (chỉ được mở lại)"),
    "no_duty": lazy("Không cán bộ nào được làm việc này"),
    "unknown_duty": lazy("Vai trò không có trong hệ thống"),
    "bad_value": lazy("Điều kiện thiếu giá trị hoặc giá trị sai"),
    "budget_over_limit": lazy("Tổng thời gian các bước vượt thời hạn của thủ tục (phút)"),
    "no_refusal": lazy("Không có cách từ chối hồ sơ"),
    "no_return": lazy("Không có đường thông thường nào dẫn đến kết quả"),
    "not_separated": lazy("Người thụ lý có thể tự ký hồ sơ của mình; hãy cấm người đã làm các việc"),
    "refusal_untold": lazy("Từ chối mà không phải nêu lý do cho người dân"),
    "waits_for_ever": lazy("Chờ người dân mà không có cách dừng hồ sơ"),
    "nothing_asked": lazy("Chờ người dân mà không nói họ phải làm gì"),
    "nobody_there": lazy("Hiện chưa ai giữ vai trò làm việc này"),
}
OBSTACLES: Final[Mapping[Obstacle, object]] = {
    "state_missing": lazy("Phiên bản mới không có bước tương ứng"),
    "would_end": lazy("Bước tương ứng đã kết thúc hồ sơ"),
    "would_settle": lazy("Bước tương ứng đã có kết quả, hồ sơ này thì chưa"),
    "would_unsettle": lazy("Hồ sơ đã có kết quả, bước tương ứng thì chưa"),
    "no_way_back": lazy("Phiên bản mới không có bước mà hồ sơ phải quay về"),
    "gone": lazy("Hồ sơ vừa được người khác xử lý; không còn ở phiên bản này"),
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
    value = str(CHANNELS[condition.value]) if condition.value in CHANNELS else condition.value
    return f"{words}: {value}"


def condition_sentence(condition: Condition) -> str:
    """Return why a step is refused, with the way out."""
    return _("Chưa đủ điều kiện: %(condition)s.", condition=condition_words(condition))


def finding_sentence(finding: Finding, workflow: Workflow) -> str:
    """Return a finding with the row that it is about, by the names that the reader sees."""
    words = str(FINDINGS[finding.kind])
    code, _sign, action = finding.subject.partition("/")
    state = workflow.find(code)
    name = _(state.title) if state is not None and state.title else code
    if action:
        move = next((m for m in workflow.transitions if (m.source, m.action) == (code, action)), None)
        name = f"{name} → {_(move.title) if move is not None and move.title else action}"
    sentence = f"{name}: {words}"
    return f"{sentence} ({finding.detail})" if finding.detail else sentence
