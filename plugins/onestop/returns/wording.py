"""States of parcels in words; the citizen's page and the desk's list read the same ones."""

from collections.abc import Mapping
from typing import Final

from core.text.i18n import lazy
from core.web.lists import Tag
from plugins.onestop.returns.domain.parcels import ParcelState

TAGS: Final[Mapping[ParcelState, Tag]] = {
    "requested": Tag(lazy("Chờ gửi bưu điện"), "info"),
    "sent": Tag(lazy("Bưu điện đang giao"), "special"),
    "delivered": Tag(lazy("Đã giao"), "good"),
    "back": Tag(lazy("Không giao được, đã về quầy"), "warning"),
    "collected": Tag(lazy("Đã nhận tại quầy"), "neutral"),
}
