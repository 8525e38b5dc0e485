"""Words of results on screens."""

from collections.abc import Mapping
from typing import Final

from core.text.i18n import lazy
from core.web.lists import Tag
from plugins.onestop.results.domain.registers import FaultKind

FAULTS: Final[Mapping[FaultKind, object]] = {
    "missing": lazy("chưa điền"),
    "no_date": lazy("phải là ngày hợp lệ, ví dụ 30/11/2017"),
    "no_number": lazy("phải là một số"),
    "too_long": lazy("dài quá"),
    "no_choice": lazy("không có trong danh sách chọn"),
    "too_large": lazy("số quá lớn"),
}
STATES: Final[Mapping[str, Tag]] = {
    "valid": Tag(lazy("Có hiệu lực"), "good"),
    "corrected": Tag(lazy("Đã đính chính"), "warning"),
    "revoked": Tag(lazy("Đã thu hồi"), "bad"),
}
CHANGES: Final[Mapping[str, object]] = {
    "enter": lazy("Vào sổ"),
    "correct": lazy("Đính chính"),
    "revoke": lazy("Thu hồi"),
}
