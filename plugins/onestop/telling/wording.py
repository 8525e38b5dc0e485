"""Codes of notices in the reader's language."""

from typing import Final

from core.text.i18n import lazy
from core.web.lists import Tag
from plugins.onestop.telling.domain.templates import EVENTS

STATES: Final[dict[str, Tag]] = {
    "waiting": Tag(lazy("Chờ gửi"), "info"),
    "sending": Tag(lazy("Đang gửi"), "info"),
    "sent": Tag(lazy("Đã gửi"), "good"),
    "failed": Tag(lazy("Không gửi được"), "bad"),
    "withheld": Tag(lazy("Tạm giữ: chưa có máy chủ gửi"), "warning"),
}
CHANNELS: Final[dict[str, object]] = {"mail": lazy("Thư điện tử"), "sms": lazy("Tin nhắn SMS"), "zalo": lazy("Zalo")}
MEDIA: Final[dict[str, object]] = {"mail": lazy("Thư điện tử"), "text": lazy("Tin nhắn")}


def channel_words(name: str) -> str:
    """Return what people call a channel; one of another plugin by its own name."""
    return str(CHANNELS.get(name, name))


def event_words(name: str) -> str:
    """Return what people call an event that somebody is told of."""
    return str(EVENTS.get(name, name))
