"""The two workflows that ship: with the leader's signature (the default), and settled by the specialist alone.

Titles are Vietnamese source texts; screens look their translation up by the text itself.
"""

from typing import Final

from core.text.i18n import mark
from plugins.onestop.domain.workflow import State, Transition, Workflow

_ACCEPTED: Final = State("accepted", mark("Đã tiếp nhận"), mark("Đã tiếp nhận hồ sơ"), "reception")
_ASSIGNED: Final = State("assigned", mark("Chờ thụ lý"), mark("Đã chuyển đến cán bộ chuyên môn"), "specialist")
_APPRAISING: Final = State("appraising", mark("Đang thụ lý"), mark("Đang giải quyết"), "specialist")
_NEEDS_SUPPLEMENT: Final = State(
    "needs_supplement",
    mark("Chờ bổ sung"),
    mark("Chờ ông/bà bổ sung hồ sơ"),
    "citizen",
    clock="paused",
    asks=mark("Mang giấy tờ còn thiếu đến bộ phận một cửa. Thời gian chờ bổ sung không tính vào thời hạn giải quyết."),
)
_SUBMITTED: Final = State("submitted", mark("Trình ký"), mark("Đang trình lãnh đạo ký"), "leader")
_SIGNED: Final = State("signed", mark("Đã ký"), mark("Đã ký, đang chuyển kết quả về bộ phận một cửa"), "specialist")
_AT_DESK: Final = State(
    "at_desk",
    mark("Chờ trả kết quả"),
    mark("Đã có kết quả tại bộ phận một cửa"),
    "reception",
    clock="stopped",
    settles=True,
    asks=mark("Mang giấy tiếp nhận và giấy tờ tùy thân đến bộ phận một cửa để nhận kết quả."),
)
_RETURNED: Final = State(
    "returned", mark("Đã trả kết quả"), mark("Đã trả kết quả"), "nobody", clock="stopped", final=True
)
_REFUSED: Final = State(
    "refused",
    mark("Từ chối giải quyết"),
    mark("Hồ sơ bị từ chối giải quyết"),
    "nobody",
    clock="stopped",
    settles=True,
    final=True,
)
_WITHDRAWN: Final = State(
    "withdrawn", mark("Đã rút hồ sơ"), mark("Hồ sơ đã rút theo yêu cầu"), "nobody", clock="stopped", final=True
)
_STOPPED: Final = State(
    "stopped", mark("Dừng giải quyết"), mark("Đã dừng giải quyết"), "nobody", clock="stopped", final=True
)

_HAND_OVER: Final = Transition(
    "accepted", "hand_over", "assigned", mark("Chuyển cán bộ thụ lý"), ("reception",), hands_over=True
)
_REFUSE_AT_DESK: Final = Transition(
    "accepted",
    "refuse",
    "refused",
    mark("Từ chối, trả lại hồ sơ"),
    ("reception",),
    needs_reason=True,
    tells_citizen=True,
    notice="refused",
)
_START: Final = Transition("assigned", "start", "appraising", mark("Nhận thụ lý"), ("specialist",), takes=True)
_BACK_TO_DESK: Final = Transition(
    "assigned", "send_back", "accepted", mark("Trả lại bộ phận một cửa"), ("specialist",), needs_reason=True
)
_ASK: Final = Transition(
    "appraising",
    "ask_supplement",
    "needs_supplement",
    mark("Yêu cầu bổ sung"),
    ("specialist",),
    needs_reason=True,
    tells_citizen=True,
    notice="supplement",
)
_SUPPLEMENTED: Final = Transition(
    "needs_supplement", "supplemented", "appraising", mark("Đã bổ sung đủ"), ("reception", "specialist")
)
_STOP: Final = Transition(
    "needs_supplement",
    "stop",
    "stopped",
    mark("Dừng giải quyết"),
    ("reception", "specialist"),
    needs_reason=True,
    tells_citizen=True,
    notice="stopped",
)
_RETURN: Final = Transition("at_desk", "return", "returned", mark("Trả kết quả"), ("reception",))


def _withdraw(source: str) -> Transition:
    return Transition(
        source,
        "withdraw",
        "withdrawn",
        mark("Rút hồ sơ theo yêu cầu"),
        ("reception",),
        needs_reason=True,
        notice="withdrawn",
    )


LEADER_SIGNS: Final = Workflow(
    name="leader_signs",
    title=mark("Chuyên viên thụ lý, lãnh đạo ký"),
    states=(
        _ACCEPTED,
        _ASSIGNED,
        _APPRAISING,
        _NEEDS_SUPPLEMENT,
        _SUBMITTED,
        _SIGNED,
        _AT_DESK,
        _RETURNED,
        _REFUSED,
        _WITHDRAWN,
        _STOPPED,
    ),
    transitions=(
        _HAND_OVER,
        _REFUSE_AT_DESK,
        _withdraw("accepted"),
        _START,
        _BACK_TO_DESK,
        _withdraw("assigned"),
        Transition("appraising", "submit", "submitted", mark("Trình lãnh đạo ký"), ("specialist",)),
        _ASK,
        _withdraw("appraising"),
        _SUPPLEMENTED,
        _STOP,
        _withdraw("needs_supplement"),
        # Nobody signs what he appraised, even where one person holds both duties in a small commune.
        Transition("submitted", "sign", "signed", mark("Ký duyệt"), ("leader",), unless_did=("submit",)),
        Transition("submitted", "send_back", "appraising", mark("Trả lại để sửa"), ("leader",), needs_reason=True),
        Transition(
            "submitted",
            "refuse",
            "refused",
            mark("Từ chối giải quyết"),
            ("leader",),
            needs_reason=True,
            tells_citizen=True,
            unless_did=("submit",),
            notice="refused",
        ),
        Transition(
            "signed",
            "to_desk",
            "at_desk",
            mark("Chuyển kết quả về một cửa"),
            ("specialist", "reception"),
            notice="ready",
        ),
        _RETURN,
    ),
)

SPECIALIST_SETTLES: Final = Workflow(
    name="specialist_settles",
    title=mark("Chuyên viên giải quyết, không trình ký"),
    states=(
        _ACCEPTED,
        _ASSIGNED,
        _APPRAISING,
        _NEEDS_SUPPLEMENT,
        _AT_DESK,
        _RETURNED,
        _REFUSED,
        _WITHDRAWN,
        _STOPPED,
    ),
    transitions=(
        _HAND_OVER,
        _REFUSE_AT_DESK,
        _withdraw("accepted"),
        _START,
        _BACK_TO_DESK,
        _withdraw("assigned"),
        Transition(
            "appraising", "settle", "at_desk", mark("Giải quyết xong, chuyển kết quả"), ("specialist",), notice="ready"
        ),
        _ASK,
        _withdraw("appraising"),
        _SUPPLEMENTED,
        _STOP,
        _withdraw("needs_supplement"),
        _RETURN,
    ),
)

SHIPPED: Final = (LEADER_SIGNS, SPECIALIST_SETTLES)
DEFAULT: Final = LEADER_SIGNS.name
