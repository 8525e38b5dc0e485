"""Words for kinds of codes."""

from collections.abc import Mapping

from core.text.i18n import lazy

KINDS: Mapping[str, object] = {
    "old_number": lazy("Số kiểm kê cũ"),
    "maker_tag": lazy("Mã của hãng"),
    "agent": lazy("Mã tác tử"),
    "other": lazy("Mã khác"),
}
MATCHED: Mapping[str, object] = {"label": lazy("Mã nhãn"), "serial": lazy("Số sê-ri"), **KINDS}
