"""What may be done with assets, who may do it at first, and where it stands in the menu."""

from core.contributions import NavItem, Permission
from core.text.i18n import lazy

PERMISSIONS = (
    Permission(
        "assets.read", lazy("Xem sổ tài sản và tình trạng thiết bị"), ("it_officer", "admin", "auditor", "leader")
    ),
    Permission("assets.edit", lazy("Ghi sổ tài sản"), ("it_officer", "admin")),
    Permission("assets.monitor", lazy("Giám sát thiết bị"), ("it_officer", "admin")),
)

_SECTION = lazy("Thiết bị")
MENU = (
    NavItem(lazy("Sổ tài sản"), "/staff/assets", "device-desktop", "assets.read", 300, _SECTION),
    NavItem(lazy("Giám sát"), "/staff/monitoring", "activity", "assets.read", 310, _SECTION),
)
