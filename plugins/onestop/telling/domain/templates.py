"""The words of notices: shipped ones as data, and what an office may write instead.

A template is a text with fields in braces, such as "Hồ sơ {ma_ho_so} đã có kết quả". A field is replaced by its value,
once; there is nothing else: no conditions, no calls, no code.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from core.text.i18n import lazy

Medium = Literal["mail", "text"]
LONGEST: Final[Mapping[Medium, int]] = {"mail": 4000, "text": 300}
LONGEST_SUBJECT: Final = 150

EVENTS: Final[Mapping[str, object]] = {
    "received": lazy("Đã tiếp nhận hồ sơ"),
    "supplement": lazy("Cần bổ sung hồ sơ"),
    "refused": lazy("Từ chối giải quyết"),
    "reappointed": lazy("Hẹn lại ngày trả kết quả"),
    "stopped": lazy("Dừng giải quyết"),
    "withdrawn": lazy("Đã rút hồ sơ"),
    "ready": lazy("Đã có kết quả"),
    "handed": lazy("Cán bộ được giao hồ sơ"),
}
STAFF_EVENTS: Final = frozenset({"handed"})
FIELDS: Final[Mapping[str, object]] = {
    "nguoi_nhan": lazy("Tên người nhận thông báo (chỉ dùng trong thư)"),
    "ma_ho_so": lazy("Mã hồ sơ"),
    "thu_tuc": lazy("Tên thủ tục; lĩnh vực nhạy cảm thì ghi “thủ tục hành chính”"),
    "co_quan": lazy("Cơ quan tiếp nhận"),
    "hen_tra": lazy("Ngày giờ hẹn trả, hoặc “không hẹn ngày”"),
    "ly_do": lazy("Lý do đã ghi cho người dân đọc"),
    "tra_cuu": lazy("Địa chỉ trang tra cứu"),
}
# A text message lies open on the screen of a telephone that others may hold.
ONLY_IN_MAIL: Final = frozenset({"nguoi_nhan", "thu_tuc", "ly_do"})


class Template(Struct, frozen=True):
    """The words for one event by one medium; a text message has no subject. Paragraphs are apart by an empty line."""

    subject: str
    body: str


class TemplateFault(Struct, frozen=True):
    """What is wrong with a template. field: "subject" or "body"; detail: the name or number that it is about."""

    field: Literal["subject", "body"]
    kind: Literal["unknown_field", "stray_brace", "too_long", "empty", "not_in_text", "line_break"]
    detail: str = ""


_SEE: Final = "Xem chi tiết tại {tra_cuu} bằng mã trên giấy tiếp nhận."
SHIPPED: Final[Mapping[tuple[str, Medium], Template]] = {
    ("received", "mail"): Template(
        "Đã tiếp nhận hồ sơ {ma_ho_so}",
        "{co_quan} đã tiếp nhận hồ sơ {ma_ho_so} ({thu_tuc}) của ông/bà.\n\n"
        f"Hẹn trả kết quả: {{hen_tra}}.\n\n{_SEE}",
    ),
    ("received", "text"): Template("", "{co_quan} đã nhận hồ sơ {ma_ho_so}. Hẹn trả: {hen_tra}. Tra cứu: {tra_cuu}"),
    ("supplement", "mail"): Template(
        "Hồ sơ {ma_ho_so} cần bổ sung",
        "Hồ sơ {ma_ho_so} ({thu_tuc}) còn thiếu và chưa giải quyết tiếp được.\n\nCần bổ sung: {ly_do}\n\n"
        f"Thời gian chờ bổ sung không tính vào thời hạn giải quyết. {_SEE}",
    ),
    ("supplement", "text"): Template("", "Hồ sơ {ma_ho_so} cần bổ sung giấy tờ. Xem nội dung tại {tra_cuu}"),
    ("refused", "mail"): Template(
        "Hồ sơ {ma_ho_so} bị từ chối giải quyết",
        f"{{co_quan}} rất tiếc không giải quyết được hồ sơ {{ma_ho_so}} ({{thu_tuc}}).\n\nLý do: {{ly_do}}\n\n{_SEE}",
    ),
    ("refused", "text"): Template("", "Hồ sơ {ma_ho_so} không giải quyết được. Xem lý do tại {tra_cuu}"),
    ("reappointed", "mail"): Template(
        "Xin lỗi và hẹn lại ngày trả kết quả hồ sơ {ma_ho_so}",
        "{co_quan} xin lỗi ông/bà vì hồ sơ {ma_ho_so} ({thu_tuc}) chưa xong đúng hẹn.\n\nLý do: {ly_do}\n\n"
        f"Hẹn trả lại vào: {{hen_tra}}.\n\n{_SEE}",
    ),
    ("reappointed", "text"): Template("", "Xin lỗi, hồ sơ {ma_ho_so} được hẹn lại: {hen_tra}. Tra cứu: {tra_cuu}"),
    ("stopped", "mail"): Template(
        "Dừng giải quyết hồ sơ {ma_ho_so}",
        f"{{co_quan}} đã dừng giải quyết hồ sơ {{ma_ho_so}} ({{thu_tuc}}).\n\nLý do: {{ly_do}}\n\n{_SEE}",
    ),
    ("stopped", "text"): Template("", "Hồ sơ {ma_ho_so} đã dừng giải quyết. Xem lý do tại {tra_cuu}"),
    ("withdrawn", "mail"): Template(
        "Hồ sơ {ma_ho_so} đã rút", f"Hồ sơ {{ma_ho_so}} ({{thu_tuc}}) đã được rút theo yêu cầu của ông/bà.\n\n{_SEE}"
    ),
    ("withdrawn", "text"): Template("", "Hồ sơ {ma_ho_so} đã rút theo yêu cầu. Tra cứu: {tra_cuu}"),
    ("ready", "mail"): Template(
        "Hồ sơ {ma_ho_so} đã có kết quả",
        "Hồ sơ {ma_ho_so} ({thu_tuc}) đã có kết quả tại bộ phận một cửa của {co_quan}.\n\n"
        f"Khi đến nhận, ông/bà mang giấy tiếp nhận và giấy tờ tùy thân.\n\n{_SEE}",
    ),
    ("ready", "text"): Template(
        "", "Hồ sơ {ma_ho_so} đã có kết quả. Mời ông/bà mang giấy tiếp nhận đến {co_quan} để nhận."
    ),
    ("handed", "mail"): Template(
        "Bạn được giao hồ sơ {ma_ho_so}", "Bạn vừa được giao hồ sơ {ma_ho_so} ({thu_tuc}).\n\nHẹn trả: {hen_tra}."
    ),
}
SENSITIVE_PROCEDURE: Final = "thủ tục hành chính"

_FIELD = re.compile(r"\{([^{}]*)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its fields replaced. What a value holds is never read as a field again."""
    return _FIELD.sub(lambda match: values.get(match[1], match[0]), text)


def filled(template: Template, values: Mapping[str, str]) -> Template:
    """Return subject and body with their fields replaced; line ends in a value cannot break the subject."""
    subject = " ".join(fill(template.subject, values).split())
    return Template(subject[:LONGEST_SUBJECT], fill(template.body, values))


def faults(template: Template, medium: Medium) -> list[TemplateFault]:
    """Return everything that is wrong with a template, all at once."""
    found: list[TemplateFault] = []
    if medium == "mail":
        found += _faults_of("subject", template.subject, LONGEST_SUBJECT, medium)
        if "\n" in template.subject:
            found.append(TemplateFault("subject", "line_break"))
    return found + _faults_of("body", template.body, LONGEST[medium], medium)


def _faults_of(field: Literal["subject", "body"], text: str, longest: int, medium: Medium) -> list[TemplateFault]:
    found = [] if text.strip() else [TemplateFault(field, "empty")]
    if len(text) > longest:
        found.append(TemplateFault(field, "too_long", str(longest)))
    for name in dict.fromkeys(_FIELD.findall(text)):
        if name not in FIELDS:
            found.append(TemplateFault(field, "unknown_field", name))
        elif medium == "text" and name in ONLY_IN_MAIL:
            found.append(TemplateFault(field, "not_in_text", name))
    if set("{}") & set(_FIELD.sub("", text)):
        found.append(TemplateFault(field, "stray_brace"))
    return found
