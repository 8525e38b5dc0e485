"""Codes of the rules in the reader's language: faults of imports and papers, denials of moves."""

from collections.abc import Mapping
from typing import Final

from core.contracts.procedures import RULES
from core.text.formats import format_datetime
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.onestop.domain.catalogue_faults import Fault
from plugins.onestop.domain.promise import Promise, Terms
from plugins.onestop.domain.workflow import Denial

FAULTS: Final[Mapping[str, object]] = {
    "bad_row": lazy("Dòng không đọc được, bị bỏ qua"),
    "bad_code": lazy("Mã thủ tục sai dạng, bị bỏ qua"),
    "code_clash": lazy("Mã trùng với một dòng trước, bị bỏ qua"),
    "shared_title": lazy("Trùng tên với thủ tục khác mã"),
    "missing_field": lazy("Không có lĩnh vực"),
    "unknown_unit": lazy("Thời hạn không có đơn vị tính: không dùng để hẹn ngày"),
    "unknown_channel": lazy("Hình thức nộp không rõ"),
    "ambiguous_limit": lazy("Nhiều thời hạn khác nhau, không nói rõ trường hợp: cán bộ phải chọn khi tiếp nhận"),
    "missing_limit": lazy("Không có thời hạn: hồ sơ sẽ không có ngày hẹn"),
    "limit_in_text": lazy("Thời hạn chỉ có trong phần mô tả: không dùng để hẹn ngày"),
    "contradicting_limit": lazy("Thời hạn trong bảng và trong phần mô tả khác nhau"),
    "unreadable_ways": lazy("Không đọc được bảng cách thức thực hiện"),
    "missing_fee": lazy("Không có mức phí, lệ phí"),
    "foreign_fee": lazy("Mức phí bằng ngoại tệ: không thu tại đây"),
    "implausible_fee": lazy("Mức phí không hợp lý: không dùng"),
    "ambiguous_fee": lazy("Nhiều mức phí cho nhiều trường hợp: cán bộ phải chọn"),
    "contradicting_fee": lazy("Ghi miễn phí nhưng ghi chú nói có mức thu: không dùng"),
    "fee_in_text": lazy("Khoản thu đọc từ phần mô tả, cần đối chiếu"),
    "dated_fee": lazy("Mức phí chỉ áp dụng trong một thời gian"),
    "missing_documents": lazy("Không có thành phần hồ sơ"),
    "unknown_counts": lazy("Giấy tờ không rõ số lượng"),
    "glued_count": lazy("Số lượng giấy tờ dính liền với tên: coi là không rõ"),
    "unclear_form": lazy("Tên mẫu đơn dính liền với tên giấy tờ"),
    "unknown_rule": lazy("Quy tắc thời hạn không nhận ra"),
    "unknown_workflow": lazy("Quy trình của trường hợp không có trong hệ thống: dùng quy trình chung"),
    "ignored_column": lazy("Cột không nhận ra, không đọc"),
    "unverified": lazy("Chưa đối chiếu với nguồn"),
}
PARTS: Final[Mapping[str, object]] = {
    "name": lazy("Tên thủ tục"),
    "field": lazy("Lĩnh vực"),
    "levels": lazy("Cấp thực hiện"),
    "agency": lazy("Cơ quan thực hiện"),
    "competent": lazy("Cơ quan có thẩm quyền"),
    "coordinating": lazy("Cơ quan phối hợp"),
    "reception": lazy("Địa chỉ tiếp nhận"),
    "applicants": lazy("Đối tượng thực hiện"),
    "decision": lazy("Số quyết định"),
    "cases": lazy("Các trường hợp"),
    "limits": lazy("Thời hạn giải quyết"),
    "rules": lazy("Quy tắc thời hạn"),
    "fees": lazy("Phí, lệ phí"),
    "exemptions": lazy("Miễn, giảm"),
    "papers": lazy("Thành phần hồ sơ"),
    "forms": lazy("Mẫu đơn, tờ khai"),
    "results": lazy("Kết quả"),
    "legal_basis": lazy("Căn cứ pháp lý"),
    "members": lazy("Thủ tục trong hồ sơ liên thông"),
    "notes": lazy("Ghi chú"),
    "origin": lazy("Nguồn và đối chiếu"),
    "steps": lazy("Trình tự thực hiện"),
    "conditions": lazy("Yêu cầu, điều kiện"),
    "ways": lazy("Mô tả cách thức thực hiện"),
}
DENIALS: Final[Mapping[Denial, object]] = {
    "no_such_action": lazy("Hồ sơ đang ở bước khác nên không làm được việc này."),
    "not_your_duty": lazy("Bước này không thuộc nhiệm vụ của bạn."),
    "reason_missing": lazy("Hãy ghi lý do."),
    "own_work": lazy("Người thụ lý không được tự ký duyệt hồ sơ của mình."),
    "held_by_other": lazy("Hồ sơ đang do người khác giữ."),
    "number_missing": lazy("Hãy ghi số, ký hiệu của kết quả."),
    "unmet": lazy("Hồ sơ chưa đủ điều kiện cho bước này."),
}
PAPER_FAULTS: Final[Mapping[str, object]] = {
    "negative": lazy("Số lượng giấy tờ không được âm."),
    "too_many": lazy("Số lượng giấy tờ quá lớn."),
    "no_name": lazy("Hãy ghi tên giấy tờ khác."),
    "long_name": lazy("Tên giấy tờ quá dài."),
    "unknown_paper": lazy("Giấy tờ này không có trong thành phần hồ sơ của thủ tục."),
    "twice": lazy("Một giấy tờ được ghi hai lần."),
    "nothing_handed_in": lazy("Chưa có giấy tờ nào được nhận."),
}
LEDGER_WORDS: Final[Mapping[str, object]] = {
    "move.receive": lazy("Tiếp nhận hồ sơ"),
    "hold.undo": lazy("Hoàn tác việc giao lại"),
    "move.taken_over": lazy("Ghi theo hệ thống cũ"),
    "clock.pause": lazy("Tạm dừng tính hạn"),
    "clock.resume": lazy("Tính hạn tiếp"),
    "clock.stop": lazy("Dừng tính hạn"),
    "clock.moved": lazy("Ngày hẹn được tính lại"),
    "clock.reappointed": lazy("Hẹn lại ngày trả"),
    "clock.apologised": lazy("Đã gửi phiếu xin lỗi"),
    "clock.agency_out": lazy("Gửi lấy ý kiến cơ quan khác"),
    "clock.agency_back": lazy("Nhận ý kiến trả lời"),
    "clock.cap_used": lazy("Hết thời gian được trừ: tính hạn tiếp"),
    "clock.member_done": lazy("Xong thủ tục thành phần"),
    "clock.member_left_out": lazy("Bỏ qua thủ tục thành phần"),
    "clock.member_case": lazy("Chọn trường hợp của thủ tục thành phần"),
    "slip.printed": lazy("In giấy tiếp nhận"),
    "slip.replaced": lazy("Cấp lại giấy tiếp nhận, giấy cũ hết hiệu lực"),
    "case.chosen": lazy("Áp dụng trường hợp"),
    "paper.issued": lazy("Lập giấy"),
    "paper.printed": lazy("In giấy"),
    "paper.cancelled": lazy("Hủy giấy"),
    "paper.checked": lazy("Sửa giấy tờ đã nhận"),
    "paper.scanned": lazy("Số hóa giấy tờ"),
    "paper.scan_removed": lazy("Bỏ bản số hóa"),
    "paper.reused": lazy("Dùng lại giấy tờ đã số hóa"),
    "paper.lent": lazy("Giấy tờ đã số hóa được dùng lại ở hồ sơ khác"),
    "fee.exempted": lazy("Miễn, giảm phí, lệ phí"),
    "fee.refunded": lazy("Hoàn phí, lệ phí"),
    "fee.receipted": lazy("Lập biên lai"),
    "fee.receipt_printed": lazy("In biên lai"),
    "fee.receipt_cancelled": lazy("Hủy biên lai"),
    "sign.result": lazy("Ký số kết quả"),
    "sign.withdrawn": lazy("Thu hồi kết quả đã ký số"),
    "fee.charged": lazy("Tính phí, lệ phí"),
    "fee.paid": lazy("Thu phí, lệ phí"),
}
# On paper, always in Vietnamese: the form is prescribed so.
CHANNEL_WORDS: Final[Mapping[str, str]] = {
    "counter": "Trực tiếp",
    "post": "Dịch vụ bưu chính",
    "online": "Trực tuyến",
}


def fault_sentence(fault: Fault) -> str:
    """Return what is wrong with a row, with the text of the source that is at fault."""
    sentence = str(FAULTS[fault.kind])
    return f"{sentence} ({fault.detail})" if fault.detail else sentence


def terms_words(terms: Terms) -> str:
    """Return a clock that a dossier can be taken under, such as "5 ngày làm việc" or the same-day rule."""
    if terms.rule == "same_day_15":
        return str(RULES["same_day_15"])
    if terms.limit is None or not terms.limit.known:
        return _("Chưa rõ thời hạn: không hẹn ngày")
    words = terms.limit.words()
    return f"{words}. {RULES[terms.rule]}" if terms.rule else words


def promise_sentences(promised: Promise) -> list[str]:
    """Return why the result is due when it is, or why no day can be promised, sentence by sentence."""
    if promised.deadline is None:
        return [_("Thủ tục này không có thời hạn rõ ràng trong dữ liệu đã công bố nên không hẹn ngày.")]
    sentences = promised.deadline.sentences()
    if promised.counted_from is not None:
        start = format_datetime(promised.counted_from)
        sentences.insert(0, _("%(rule)s Bắt đầu từ %(start)s.", rule=RULES["next_day_after_15"], start=start))
    return sentences


def shortened(text: str, most: int = 140) -> str:
    """Return a text of at most so many characters, cut between words: names of cases can be whole paragraphs."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
