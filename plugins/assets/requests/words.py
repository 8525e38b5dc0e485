"""What requests say to people."""

from core.text.i18n import lazy
from core.web.lists import Tag

KINDS = {
    "need": lazy("Cần thiết bị"),
    "give_back": lazy("Muốn trả lại"),
    "broken": lazy("Báo hỏng"),
    "lost": lazy("Báo mất"),
}
STATES = {
    "waiting": Tag(lazy("Chờ trả lời"), "warning"),
    "approved": Tag(lazy("Đã lập biên bản"), "good"),
    "refused": Tag(lazy("Không lập biên bản"), "bad"),
    "withdrawn": Tag(lazy("Đã rút"), "neutral"),
}
