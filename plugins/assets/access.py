"""What may be done with assets, and who may do it at first."""

from core.contributions import Permission
from core.text.i18n import lazy

PERMISSIONS = (
    Permission(
        "assets.read", lazy("Xem sổ tài sản và tình trạng thiết bị"), ("it_officer", "admin", "auditor", "leader")
    ),
    Permission("assets.edit", lazy("Ghi sổ tài sản"), ("it_officer", "admin")),
    Permission("assets.monitor", lazy("Giám sát thiết bị"), ("it_officer", "admin")),
)
