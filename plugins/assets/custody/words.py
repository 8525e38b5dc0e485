"""What custody says to people."""

from collections.abc import Mapping
from typing import Literal

from core.text.i18n import lazy

Tone = Literal["neutral", "good", "warning", "bad"]

FAULTS = {
    "off": lazy("việc này tạm không dùng"),
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
EDIT_FAULTS = {
    "no_begin": lazy("Chọn ít nhất một tình trạng."),
    "gone": lazy("Việc này không thể bắt đầu từ tình trạng đã chọn."),
    "unknown": lazy("Có mục không thêm vào được."),
    "law": lazy("Số và ngày quyết định là bắt buộc theo quy định, không bỏ được."),
    "held": lazy("Phải có người đang giữ thì mới nhận lại được."),
    "nobody": lazy("Việc này không có bên kia nên không ký trên biên bản."),
}
NEEDED = {"not_lent": lazy("Không đang cho mượn"), "held": lazy("Có người đang giữ")}
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
