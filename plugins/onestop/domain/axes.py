"""The three axes beside the business one: money, hand-over of the result, digitising; each goes its own way.

A dossier can be settled while the fee is open, or digitised long after it was returned: no state of one axis stands
for a state of another. Money is read from the fees; the other two are small tables of moves with events of their own.
"""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from core.text.i18n import lazy
from plugins.onestop.domain.workflow import State

Money = Literal["none", "open", "partly", "paid", "overpaid"]
Delivery = Literal["none", "at_desk", "to_post", "returned", "recalled"]
Digitised = Literal["none", "digitised", "reused"]
Axis = Literal["delivery", "digitised"]


class AxisMove(Struct, frozen=True):
    """One move of an axis; several sources may lead to the same target. needs_reason: it has to be explained."""

    action: str
    sources: frozenset[str]
    target: str
    title: object
    needs_reason: bool = False


MONEY: Final[Mapping[Money, object]] = {
    "none": lazy("Không thu"),
    "open": lazy("Chưa thu"),
    "partly": lazy("Thu một phần"),
    "paid": lazy("Đã thu đủ"),
    "overpaid": lazy("Thu thừa, phải hoàn"),
}
DELIVERY: Final[Mapping[Delivery, object]] = {
    "none": lazy("Chưa có kết quả"),
    "at_desk": lazy("Kết quả ở bộ phận một cửa"),
    "to_post": lazy("Đã gửi bưu chính"),
    "returned": lazy("Đã giao cho người nộp"),
    "recalled": lazy("Đã thu hồi kết quả"),
}
DIGITISED: Final[Mapping[Digitised, object]] = {
    "none": lazy("Chưa số hóa"),
    "digitised": lazy("Đã số hóa"),
    "reused": lazy("Dùng lại giấy tờ đã số hóa"),
}
MOVES: Final[Mapping[Axis, tuple[AxisMove, ...]]] = {
    "delivery": (
        AxisMove("post", frozenset({"at_desk"}), "to_post", lazy("Gửi bưu chính")),
        AxisMove("post_back", frozenset({"to_post"}), "at_desk", lazy("Bưu chính chuyển hoàn"), needs_reason=True),
        AxisMove("recall", frozenset({"at_desk", "to_post", "returned"}), "recalled", lazy("Thu hồi kết quả"), True),
        AxisMove("again", frozenset({"recalled"}), "at_desk", lazy("Đưa lại kết quả về một cửa")),
    ),
    "digitised": (
        AxisMove("digitise", frozenset({"none", "reused"}), "digitised", lazy("Ghi nhận đã số hóa")),
        AxisMove("reuse", frozenset({"none"}), "reused", lazy("Dùng lại giấy tờ đã số hóa")),
        AxisMove("undo", frozenset({"digitised", "reused"}), "none", lazy("Bỏ ghi nhận số hóa"), needs_reason=True),
    ),
}


def money(fee_due: int, fee_paid: int) -> Money:
    """Return how the money of a dossier stands; both in VND."""
    if fee_paid > fee_due:
        return "overpaid"
    if fee_due == 0:
        return "none"
    if fee_paid == 0:
        return "open"
    return "paid" if fee_paid == fee_due else "partly"


def axis_moves(axis: Axis, now: str) -> tuple[AxisMove, ...]:
    """Return the moves of an axis that are possible now."""
    return tuple(move for move in MOVES[axis] if now in move.sources)


def axis_move(axis: Axis, now: str, action: str) -> AxisMove | None:
    """Return the move of this name, None when it is not possible now."""
    return next((move for move in axis_moves(axis, now) if move.action == action), None)


def delivery_after(source: State, target: State, before: Delivery) -> Delivery:
    """Return what a move on the business axis does to the hand-over of the result.

    The result reaches the desk with the state that settles, and its owner with the final state that follows; a dossier
    taken back to work before that has none any more.
    """
    if target.settles and not target.final:
        return "at_desk"
    if target.final and source.settles:
        return "returned"
    return "none" if source.settles and not target.final and before == "at_desk" else before
