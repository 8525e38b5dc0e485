"""What the sync contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def permissions() -> Sequence[c.Permission]:
    return [c.Permission("assets.sync", lazy("Quyết định khi đồng bộ với NetBox khác"), ("admin",))]


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Đồng bộ NetBox"), "/staff/netbox-sync", "refresh", "assets.sync", 368, SECTION)]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.sync.tray import TrayPages

    return [TrayPages]
