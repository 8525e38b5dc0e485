"""Who looks after keys and trusted authorities. Signing itself is `onestop.sign`."""

from typing import Final

from core.contributions import Permission
from core.text.i18n import lazy

KEYS: Final = "onestop.signing_keys"
PERMISSIONS: Final = (Permission(KEYS, lazy("Quản lý khóa ký số"), roles=("admin",)),)
