"""States and moves that the shipped workflows share.

Titles are Vietnamese source texts; screens look their translation up by the text itself.
"""

from typing import Final

from msgspec.structs import replace

from core.text.i18n import mark
from plugins.onestop.domain.workflow import BACK, State, Transition

ACCEPTED: Final = State("accepted", mark("Đã tiếp nhận"), mark("Đã tiếp nhận hồ sơ"), "reception")
ASSIGNED: Final = State("assigned", mark("Chờ thụ lý"), mark("Đã chuyển đến cán bộ chuyên môn"), "specialist")
APPRAISING: Final = State("appraising", mark("Đang thụ lý"), mark("Đang giải quyết"), "specialist")
NEEDS_SUPPLEMENT: Final = State(
    "needs_supplement",
    mark("Chờ bổ sung"),
    mark("Chờ ông/bà bổ sung hồ sơ"),
    "citizen",
    clock="paused",
    asks=mark("Mang giấy tờ còn thiếu đến bộ phận một cửa. Thời gian chờ bổ sung không tính vào thời hạn giải quyết."),
)
SUBMITTED: Final = State("submitted", mark("Trình ký"), mark("Đang trình lãnh đạo ký"), "leader")
SIGNED: Final = State("signed", mark("Đã ký"), mark("Đã ký, đang chuyển kết quả về bộ phận một cửa"), "specialist")
AT_DESK: Final = State(
    "at_desk",
    mark("Chờ trả kết quả"),
    mark("Đã có kết quả tại bộ phận một cửa"),
    "reception",
    clock="stopped",
    settles=True,
    asks=mark("Mang giấy tiếp nhận và giấy tờ tùy thân đến bộ phận một cửa để nhận kết quả."),
)
RETURNED: Final = State(
    "returned", mark("Đã trả kết quả"), mark("Đã trả kết quả"), "nobody", clock="stopped", final=True
)
REFUSED: Final = State(
    "refused",
    mark("Từ chối giải quyết"),
    mark("Hồ sơ bị từ chối giải quyết"),
    "nobody",
    clock="stopped",
    settles=True,
    final=True,
)
WITHDRAWN: Final = State(
    "withdrawn", mark("Đã rút hồ sơ"), mark("Hồ sơ đã rút theo yêu cầu"), "nobody", clock="stopped", final=True
)
STOPPED: Final = State(
    "stopped", mark("Dừng giải quyết"), mark("Đã dừng giải quyết"), "nobody", clock="stopped", final=True
)

WAITING_AGENCY: Final = State(
    "waiting_agency", mark("Chờ cơ quan phối hợp"), mark("Đang lấy ý kiến cơ quan liên quan"), "agency"
)
WAITING_FINANCE: Final = State(
    "waiting_finance",
    mark("Chờ nghĩa vụ tài chính"),
    mark("Chờ ông/bà thực hiện nghĩa vụ tài chính"),
    "citizen",
    clock="paused",
    asks=mark("Nộp tiền theo thông báo rồi mang chứng từ đến bộ phận một cửa. Thời gian chờ không tính vào thời hạn."),
    national=6,
)
WITHDRAW_REQUESTED: Final = State(
    "withdraw_requested",
    mark("Xin rút hồ sơ"),
    mark("Đang xem xét yêu cầu rút hồ sơ"),
    "specialist",
    national=7,
)
CORRECTING: Final = State(
    "correcting",
    mark("Đính chính kết quả"),
    mark("Đang đính chính kết quả"),
    "specialist",
    clock="stopped",
    national=4,
)
CORRECTION_SUBMITTED: Final = State(
    "correction_submitted",
    mark("Trình ký bản đính chính"),
    mark("Đang đính chính kết quả"),
    "leader",
    clock="stopped",
    national=4,
)

ENDORSING: Final = State(
    "endorsing", mark("Lãnh đạo phòng xem xét"), mark("Đang giải quyết"), "head", budget_minutes=480
)
APPROVED: Final = State(
    "approved", mark("Đã duyệt, chờ phát hành"), mark("Đã ký, chờ lấy số và đóng dấu"), "registry", budget_minutes=240
)
ISSUED: Final = State(
    "issued",
    mark("Đã phát hành"),
    mark("Đã phát hành, đang chuyển kết quả về bộ phận một cửa"),
    "registry",
    budget_minutes=240,
)
REFUSAL_SIGNED: Final = State(
    "refusal_signed",
    mark("Đã ký văn bản từ chối"),
    mark("Đã có văn bản từ chối, chờ phát hành"),
    "registry",
    budget_minutes=240,
)

HAND_OVER: Final = Transition(
    "accepted", "hand_over", "assigned", mark("Chuyển cán bộ thụ lý"), ("reception",), hands_over=True
)
REFUSE_AT_DESK: Final = Transition(
    "accepted",
    "refuse",
    "refused",
    mark("Từ chối, trả lại hồ sơ"),
    ("reception",),
    needs_reason=True,
    tells_citizen=True,
    notice="refused",
)
START: Final = Transition("assigned", "start", "appraising", mark("Nhận thụ lý"), ("specialist",), takes=True)
BACK_TO_DESK: Final = Transition(
    "assigned", "send_back", "accepted", mark("Trả lại bộ phận một cửa"), ("specialist",), needs_reason=True
)
ASK: Final = Transition(
    "appraising",
    "ask_supplement",
    "needs_supplement",
    mark("Yêu cầu bổ sung"),
    ("specialist",),
    needs_reason=True,
    tells_citizen=True,
    notice="supplement",
    lists_papers=True,
)
SUPPLEMENTED: Final = Transition(
    "needs_supplement", "supplemented", "appraising", mark("Đã bổ sung đủ"), ("reception", "specialist")
)
STOP: Final = Transition(
    "needs_supplement",
    "stop",
    "stopped",
    mark("Dừng giải quyết"),
    ("reception", "specialist"),
    needs_reason=True,
    tells_citizen=True,
    notice="stopped",
)
RETURN: Final = Transition("at_desk", "return", "returned", mark("Trả kết quả"), ("reception",))


def withdraw(source: str) -> Transition:
    """Return the move by which the desk takes a dossier out that nobody works on yet."""
    return Transition(
        source,
        "withdraw",
        "withdrawn",
        mark("Rút hồ sơ theo yêu cầu"),
        ("reception",),
        needs_reason=True,
        notice="withdrawn",
    )


ASK_TO_WITHDRAW: Final = tuple(
    Transition(
        source,
        "ask_withdraw",
        "withdraw_requested",
        mark("Ghi nhận yêu cầu rút hồ sơ"),
        ("reception",),
        needs_reason=True,
    )
    for source in ("appraising", "needs_supplement", "waiting_agency", "waiting_finance")
)
DECIDE_ON_WITHDRAWAL: Final = (
    Transition(
        "withdraw_requested",
        "grant_withdrawal",
        "withdrawn",
        mark("Đồng ý cho rút hồ sơ"),
        ("specialist",),
        notice="withdrawn",
    ),
    Transition(
        "withdraw_requested",
        "reject_withdrawal",
        BACK,
        mark("Không đồng ý cho rút"),
        ("specialist",),
        needs_reason=True,
        tells_citizen=True,
        notice="withdrawal_rejected",
    ),
)
WAITS: Final = (
    Transition("appraising", "ask_agency", "waiting_agency", mark("Lấy ý kiến cơ quan khác"), ("specialist",), True),
    Transition("waiting_agency", "agency_answered", "appraising", mark("Đã có ý kiến trả lời"), ("specialist",)),
    Transition(
        "appraising",
        "ask_payment",
        "waiting_finance",
        mark("Thông báo nghĩa vụ tài chính"),
        ("specialist",),
        needs_reason=True,
        tells_citizen=True,
        notice="payment",
    ),
    Transition("waiting_finance", "payment_proven", "appraising", mark("Đã nộp đủ tiền"), ("reception", "specialist")),
)
# Reception, taking up and supplements are the same everywhere.
BEFORE: Final = (HAND_OVER, REFUSE_AT_DESK, withdraw("accepted"), START, BACK_TO_DESK, withdraw("assigned"))
ASIDE: Final = (
    SUPPLEMENTED,
    STOP,
    replace(STOP, source="waiting_finance"),
    *WAITS,
    *ASK_TO_WITHDRAW,
    *DECIDE_ON_WITHDRAWAL,
)
FIRST: Final = (ACCEPTED, ASSIGNED, APPRAISING, NEEDS_SUPPLEMENT, WAITING_AGENCY, WAITING_FINANCE)
ENDS: Final = (WITHDRAW_REQUESTED, REFUSED, WITHDRAWN, STOPPED)
REOPEN: Final = Transition(
    "returned",
    "reopen",
    "correcting",
    mark("Mở lại để đính chính"),
    ("reception", "leader"),
    needs_reason=True,
    reopens=True,
)
NOT_CORRECTED: Final = Transition(
    "correcting", "close_again", "returned", mark("Không đính chính, đóng lại"), ("specialist",), needs_reason=True
)
CORRECTION_SIGNED: Final = (
    REOPEN,
    Transition("correcting", "submit_correction", "correction_submitted", mark("Trình ký đính chính"), ("specialist",)),
    NOT_CORRECTED,
    Transition(
        "correction_submitted",
        "sign_correction",
        "at_desk",
        mark("Ký bản đính chính"),
        ("leader",),
        unless_did=("submit_correction",),
        notice="ready",
    ),
    Transition(
        "correction_submitted", "send_back", "correcting", mark("Trả lại để sửa"), ("leader",), needs_reason=True
    ),
)
# Nobody signs what he appraised, even where one person holds both duties in a small commune.
SIGN: Final = Transition("submitted", "sign", "signed", mark("Ký duyệt"), ("leader",), unless_did=("start", "submit"))
