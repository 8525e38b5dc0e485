"""What the invited can answer, until when, and how answers are counted."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal

import msgspec

from core.errors import Problem
from core.text.i18n import LazyText, lazy
from core.text.i18n import gettext as _
from plugins.meetings.domain.meeting import Status

AnswerState = Literal["waiting", "accepted", "tentative", "declined"]
GivenState = Literal["accepted", "tentative", "declined"]
Source = Literal["link", "staff"]

STATES: Final[dict[AnswerState, LazyText]] = {
    "accepted": lazy("Tham dự"),
    "tentative": lazy("Chưa chắc"),
    "declined": lazy("Vắng mặt"),
    "waiting": lazy("Chưa trả lời"),
}
SOURCES: Final[dict[Source, LazyText]] = {"link": lazy("qua đường dẫn"), "staff": lazy("văn phòng ghi")}
LONGEST_REASON = 500
LONGEST_NAME = 100


class Answer(msgspec.Struct, frozen=True):
    """What an invited person says. reason and substitute: tidy text, empty when not given."""

    state: GivenState
    reason: str = ""
    substitute: str = ""


def answer_problems(answer: Answer) -> list[Problem]:
    """Return what is missing or too much.

    Source: Decision 45/2018/QĐ-TTg: who cannot come reports why to the chair and may, with the chair's consent, send
    someone who is able to stand in.
    """
    problems = []
    if answer.state == "declined" and not answer.reason:
        problems.append(Problem(_("Hãy ghi lý do vắng mặt để báo cáo người chủ trì."), "reason"))
    if answer.state == "accepted" and answer.substitute:
        problems.append(Problem(_("Đã chọn tham dự thì không ghi người dự thay."), "substitute"))
    if len(answer.reason) > LONGEST_REASON:
        problems.append(Problem(_("Lý do dài quá %(n)s ký tự.", n=LONGEST_REASON), "reason"))
    if len(answer.substitute) > LONGEST_NAME:
        problems.append(Problem(_("Tên người dự thay dài quá %(n)s ký tự.", n=LONGEST_NAME), "substitute"))
    return problems


def closed_because(status: Status, answer_until: datetime, at: datetime) -> str | None:
    """Return why no answer is taken any more, as a sentence; None while answers are open. Times are aware."""
    if status == "cancelled":
        return _("Cuộc họp đã hủy, không cần trả lời nữa.")
    if at > answer_until:
        return _("Đã hết hạn trả lời. Nếu cần thay đổi, hãy gọi đầu mối liên hệ.")
    return None


class Tally(msgspec.Struct, frozen=True):
    """How many answered what."""

    accepted: int = 0
    tentative: int = 0
    declined: int = 0
    waiting: int = 0

    @property
    def invited(self) -> int:
        """Everybody."""
        return self.accepted + self.tentative + self.declined + self.waiting

    @property
    def answered(self) -> int:
        """Those who said anything."""
        return self.invited - self.waiting


def tally(states: Iterable[AnswerState]) -> Tally:
    """Count answers."""
    counted = Counter(states)
    return Tally(counted["accepted"], counted["tentative"], counted["declined"], counted["waiting"])
