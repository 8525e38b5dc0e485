"""What custody says to people."""

from collections.abc import Mapping
from typing import Literal

from core.text.i18n import lazy

Tone = Literal["neutral", "good", "warning", "bad"]

FAULTS = {
    "state": lazy("tình trạng hiện nay không cho làm việc này"),
    "lent": lazy("đang cho mượn, cần nhận lại trước"),
    "not_held": lazy("không ai đang giữ"),
    "busy": lazy("đang có biên bản khác chờ ký"),
    "other_unit": lazy("thuộc đơn vị khác"),
    "other_holder": lazy("do người khác giữ; mỗi biên bản chỉ nhận lại từ một người"),
}
STATES: Mapping[str, tuple[object, Tone]] = {
    "draft": (lazy("Đang soạn"), "neutral"),
    "waiting": (lazy("Chờ ký"), "warning"),
    "signed": (lazy("Đã xong"), "good"),
    "declined": (lazy("Bị từ chối"), "bad"),
    "cancelled": (lazy("Đã hủy"), "neutral"),
}
PARTIES = {"giver": lazy("Bên giao"), "receiver": lazy("Bên nhận")}
FACTS = {
    "other": lazy("Người nhận"),
    "to_unit": lazy("Đơn vị nhận"),
    "place": lazy("Phòng"),
    "due_on": lazy("Hẹn trả ngày"),
    "decision": lazy("Số quyết định"),
    "decided_on": lazy("Ngày quyết định"),
    "reason": lazy("Lý do"),
    "condition": lazy("Tình trạng thiết bị"),
    "council": lazy("Hội đồng"),
    "way": lazy("Hình thức thanh lý"),
    "wiped": lazy("Xóa dữ liệu"),
}
