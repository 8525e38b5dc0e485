"""Faults, flaws and steps of filings in the reader's language: which field, what is wrong, the way out."""

from collections.abc import Mapping
from typing import Final

from core.contracts.online import FILING_STATES, FilingState
from core.errors import Problem
from core.text.i18n import gettext as _
from core.text.i18n import language, lazy
from core.web.lists import Tag
from core.web.lists.describe import Tone
from plugins.onestop.online.domain.checking import FaultCode, FormFault
from plugins.onestop.online.domain.flaws import FlawKind, FormFlaw
from plugins.onestop.online.domain.forms import FormDefinition, translated

_TONES: Final[Mapping[FilingState, Tone]] = {
    "draft": "neutral",
    "filed": "info",
    "needs_supplement": "warning",
    "accepted": "good",
    "refused": "bad",
    "withdrawn": "neutral",
}
TAGS: Final[Mapping[str, Tag]] = {state: Tag(label, _TONES[state]) for state, label in FILING_STATES.items()}
NOTES: Final[Mapping[str, object]] = {
    "started": lazy("Bắt đầu soạn"),
    "file": lazy("Nộp hồ sơ lần đầu"),
    "ask": lazy("Yêu cầu bổ sung"),
    "file_again": lazy("Nộp lại sau khi bổ sung"),
    "accept": lazy("Tiếp nhận hồ sơ"),
    "refuse": lazy("Từ chối tiếp nhận"),
    "withdraw": lazy("Người nộp rút hồ sơ"),
    "recount": lazy("Lịch làm việc thay đổi nên hạn trả lời thay đổi"),
}
_FAULTS: Final[Mapping[FaultCode, object]] = {
    "missing": lazy("Chưa điền “%(title)s”. Hãy điền vào ô này."),
    "missing_choice": lazy("Chưa chọn “%(title)s”. Hãy chọn một câu trả lời."),
    "too_short": lazy("“%(title)s” quá ngắn. Hãy ghi đầy đủ, ít nhất %(limit)s ký tự."),
    "too_long": lazy("“%(title)s” quá dài. Hãy viết gọn lại, nhiều nhất %(limit)s ký tự."),
    "too_small": lazy("“%(title)s” quá nhỏ. Hãy nhập một số từ %(limit)s trở lên."),
    "too_large": lazy("“%(title)s” quá lớn. Hãy nhập một số không quá %(limit)s."),
    "not_a_number": lazy("“%(title)s” phải là một số. Hãy chỉ nhập chữ số, ví dụ 2."),
    "not_a_date": lazy("“%(title)s” không phải là ngày có thật. Hãy nhập ngày/tháng/năm, ví dụ 05/11/2017."),
    "not_past": lazy("“%(title)s” không được là ngày trong tương lai. Hãy kiểm tra lại ngày, tháng, năm."),
    "identity": lazy("“%(title)s” phải có đúng 12 chữ số. Hãy xem số ở mặt trước thẻ căn cước."),
    "phone": lazy("“%(title)s” không đúng. Hãy nhập 10 chữ số, bắt đầu bằng số 0, ví dụ 0912345678."),
    "email": lazy("“%(title)s” không đúng. Hãy nhập địa chỉ dạng ten@example.com."),
    "choice": lazy("“%(title)s” không có trong danh sách. Hãy chọn lại một câu trả lời."),
    "pattern": lazy("“%(title)s” không đúng dạng. Hãy xem ví dụ bên dưới tên ô."),
    "must_agree": lazy("Chưa đánh dấu “%(title)s”. Hãy đọc rồi đánh dấu vào ô này để nộp được."),
    "paper_missing": lazy("Chưa có tệp “%(title)s”. Hãy chụp hoặc quét giấy này rồi tải lên."),
    "other": lazy("“%(title)s” chưa đúng. Hãy kiểm tra lại."),
}
FLAWS: Final[Mapping[FlawKind, object]] = {
    "bad_schema": lazy("Lược đồ không đúng JSON Schema 2020-12"),
    "no_questions": lazy("Biểu mẫu không hỏi gì"),
    "unknown_property": lazy("Bố cục hỏi một trường không có trong lược đồ"),
    "never_asked": lazy("Trường có trong lược đồ nhưng không được hỏi"),
    "asked_twice": lazy("Trường được hỏi hai lần"),
    "no_title": lazy("Trường không có tên để người đọc hiểu"),
    "bad_name": lazy("Tên trường chỉ được gồm chữ thường không dấu, chữ số và gạch dưới"),
    "unknown_required": lazy("Trường bắt buộc không có trong lược đồ"),
    "condition_unknown": lazy("Điều kiện hiện phải dựa vào một câu hỏi đứng trước"),
    "condition_value": lazy("Điều kiện hiện dùng một giá trị không thể chọn"),
    "no_owner": lazy("Phải có một câu hỏi bắt buộc, luôn hiện, cho họ tên chủ hồ sơ (dossier.owner_name)"),
    "unknown_part": lazy("Phần của hồ sơ không có, hoặc trỏ đến trường không có"),
    "paper_twice": lazy("Hai giấy tờ trùng mã, hoặc trùng với tên một trường"),
    "no_english": lazy("Chưa có bản tiếng Anh"),
}


def fault_problem(form: FormDefinition, fault: FormFault) -> Problem:
    """Return a fault as a problem of its field."""
    title = translated(form, fault.title, language.get())
    return Problem(str(_FAULTS[fault.code]) % {"title": title, "limit": fault.limit}, fault.field, fault.code)


def flaw_sentence(flaw: FormFlaw) -> str:
    """Return what is wrong with a form, with the place."""
    return f"{FLAWS[flaw.kind]}: {flaw.subject}" if flaw.subject else str(FLAWS[flaw.kind])


def lost() -> str:
    """Return the words for a filing that is past changing."""
    return _("Hồ sơ này đã nộp hoặc đã kết thúc nên không sửa được nữa. Hãy tải lại trang.")
