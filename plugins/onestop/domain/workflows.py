"""The workflows that ship: with the leader's signature (the default), settled by the specialist, and the long way.

The long way has the head of the department, the leader and the registry, and budgets for its steps; there a negative
result is signed, numbered and handed over like any other one.
"""

from typing import Final

from msgspec.structs import replace

from core.text.i18n import mark
from plugins.onestop.domain.conditions import Condition
from plugins.onestop.domain.workflow import Transition, Workflow
from plugins.onestop.domain.workflow_parts import (
    ACCEPTED,
    APPROVED,
    ASIDE,
    ASK,
    ASSIGNED,
    AT_DESK,
    BEFORE,
    CORRECTING,
    CORRECTION_SIGNED,
    CORRECTION_SUBMITTED,
    ENDORSING,
    ENDS,
    FIRST,
    ISSUED,
    NOT_CORRECTED,
    REFUSAL_SIGNED,
    REOPEN,
    RETURN,
    RETURNED,
    SIGN,
    SIGNED,
    SUBMITTED,
)

LEADER_SIGNS: Final = Workflow(
    name="leader_signs",
    title=mark("Chuyên viên thụ lý, lãnh đạo ký"),
    states=(*FIRST, SUBMITTED, SIGNED, AT_DESK, RETURNED, *ENDS, CORRECTING, CORRECTION_SUBMITTED),
    transitions=(
        *BEFORE,
        Transition("appraising", "submit", "submitted", mark("Trình lãnh đạo ký"), ("specialist",)),
        ASK,
        *ASIDE,
        SIGN,
        Transition("submitted", "send_back", "appraising", mark("Trả lại để sửa"), ("leader",), needs_reason=True),
        Transition(
            "submitted",
            "refuse",
            "refused",
            mark("Từ chối giải quyết"),
            ("leader",),
            needs_reason=True,
            tells_citizen=True,
            unless_did=("start", "submit"),
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
        RETURN,
        *CORRECTION_SIGNED,
    ),
)

SPECIALIST_SETTLES: Final = Workflow(
    name="specialist_settles",
    title=mark("Chuyên viên giải quyết, không trình ký"),
    states=(*FIRST, AT_DESK, RETURNED, *ENDS, CORRECTING),
    transitions=(
        *BEFORE,
        Transition(
            "appraising", "settle", "at_desk", mark("Giải quyết xong, chuyển kết quả"), ("specialist",), notice="ready"
        ),
        ASK,
        *ASIDE,
        RETURN,
        REOPEN,
        Transition("correcting", "corrected", "at_desk", mark("Đính chính xong"), ("specialist",), notice="ready"),
        NOT_CORRECTED,
    ),
)

LONG_WAY: Final = Workflow(
    name="long_way",
    title=mark("Qua lãnh đạo phòng, lãnh đạo ký, văn thư phát hành"),
    states=(
        replace(ACCEPTED, budget_minutes=240),
        replace(ASSIGNED, budget_minutes=240),
        *FIRST[2:],
        ENDORSING,
        replace(SUBMITTED, budget_minutes=480),
        APPROVED,
        REFUSAL_SIGNED,
        ISSUED,
        AT_DESK,
        RETURNED,
        *ENDS,
        CORRECTING,
        CORRECTION_SUBMITTED,
    ),
    transitions=(
        *BEFORE,
        Transition("appraising", "propose", "endorsing", mark("Trình lãnh đạo phòng"), ("specialist",)),
        replace(ASK, conditions=(Condition("fewer_times", "3"),)),
        *ASIDE,
        Transition(
            "endorsing",
            "endorse",
            "submitted",
            mark("Đồng ý, trình lãnh đạo"),
            ("head",),
            unless_did=("start", "propose"),
        ),
        Transition("endorsing", "send_back", "appraising", mark("Trả lại để sửa"), ("head",), needs_reason=True),
        Transition(
            "submitted",
            "sign",
            "approved",
            mark("Ký duyệt"),
            ("leader",),
            unless_did=("start", "propose", "endorse"),
            conditions=(Condition("papers_complete"),),
        ),
        Transition("submitted", "send_back", "appraising", mark("Trả lại để sửa"), ("leader",), needs_reason=True),
        Transition(
            "submitted",
            "refuse",
            "refusal_signed",
            mark("Ký văn bản từ chối"),
            ("leader",),
            needs_reason=True,
            tells_citizen=True,
            unless_did=("start", "propose", "endorse"),
        ),
        Transition("approved", "issue", "issued", mark("Lấy số, đóng dấu"), ("registry",), needs_number=True),
        Transition(
            "refusal_signed",
            "issue",
            "at_desk",
            mark("Phát hành văn bản từ chối"),
            ("registry",),
            needs_number=True,
            notice="refused",
        ),
        Transition(
            "issued",
            "to_desk",
            "at_desk",
            mark("Chuyển kết quả về một cửa"),
            ("registry", "reception"),
            conditions=(Condition("result_number"),),
            notice="ready",
        ),
        replace(RETURN, conditions=(Condition("fee_paid"),)),
        *CORRECTION_SIGNED,
    ),
)

SHIPPED: Final = (LEADER_SIGNS, SPECIALIST_SETTLES, LONG_WAY)
DEFAULT: Final = LEADER_SIGNS.name
