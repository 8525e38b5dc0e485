"""Who decides how people are told."""

from typing import Final

from core.contributions import Permission
from core.text.i18n import lazy

NOTICES: Final = "onestop.notices"
PERMISSIONS: Final = (Permission(NOTICES, lazy("Soạn thông báo cho người dân"), roles=("admin", "leader")),)
