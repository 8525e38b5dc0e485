"""What typst complains about, in the reader's language; what is not known here stays as typst says it."""

import re
from collections.abc import Callable
from typing import Final

from core.printing import TemplateFault
from core.text.i18n import gettext as _

_SAID: Final[tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = (
    (r"unknown variable: (.+)", lambda m: _("không có biến nào tên “%(name)s”", name=m[1])),
    (r"unclosed delimiter", lambda _m: _("dấu ngoặc mở mà không đóng")),
    (r"unclosed string", lambda _m: _("chuỗi chữ chưa đóng ngoặc kép")),
    (r"unexpected (.+)", lambda m: _("thừa “%(name)s”", name=m[1])),
    (r'dictionary does not contain key "(.+)"', lambda m: _("dữ liệu của giấy không có mục “%(name)s”", name=m[1])),
    (r"file not found|.*would escape", lambda _m: _("mẫu không đọc được tệp nào, chỉ dùng dữ liệu của giấy")),
    (r"failed to (?:download|load) package|package not found", lambda _m: _("mẫu không dùng được gói ngoài")),
    (r"condition is always true", lambda _m: _("vòng lặp này không bao giờ hết")),
)


def fault_sentence(fault: TemplateFault) -> str:
    """Return what is wrong with a template, and in which line."""
    match fault.kind:
        case "time":
            return _("Mẫu chạy quá lâu nên bị dừng. Có vòng lặp không bao giờ hết?")
        case "memory":
            return _("Mẫu cần quá nhiều bộ nhớ nên bị dừng.")
        case "size":
            return _("Mẫu dài quá mức cho phép.")
        case _:
            return _("Dòng %(line)s: %(message)s", line=fault.line, message=_words(fault.message))


def _words(message: str) -> str:
    for pattern, words in _SAID:
        found = re.match(pattern, message)
        if found:
            return words(found)
    return message
