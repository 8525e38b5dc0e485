"""Who may give dossiers to another officer."""

from typing import Final

from core.contributions import Permission
from core.text.i18n import lazy

REASSIGN: Final = "onestop.reassign"
PERMISSIONS: Final = (Permission(REASSIGN, lazy("Giao lại hồ sơ cho cán bộ khác"), roles=("specialist", "leader")),)
