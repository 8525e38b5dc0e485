"""What the register contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def permissions() -> Sequence[c.Permission]:
    readers = ("it_officer", "admin", "auditor", "leader")
    return [
        c.Permission("assets.read", lazy("Xem sổ tài sản và tình trạng thiết bị"), readers),
        c.Permission("assets.edit", lazy("Ghi sổ tài sản"), ("it_officer", "admin")),
    ]


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Sổ tài sản"), "/staff/assets", "device-desktop", "assets.read", 300, SECTION)]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.inventory.controllers.api import AssetsApi
    from plugins.assets.inventory.controllers.pages import AssetPages

    return [AssetPages, AssetsApi]


def search_providers() -> Sequence[c.SearchProvider]:
    from plugins.assets.inventory.search import search

    return [c.SearchProvider("assets", lazy("Thiết bị"), search, "assets.read", 300)]


def code_patterns() -> Sequence[c.CodePattern]:
    from plugins.assets.inventory.search import is_label, resolve

    return [c.CodePattern("assets.label", lazy("Nhãn tài sản"), is_label, resolve)]


def exporters() -> Sequence[c.ExporterSpec]:
    from plugins.assets.inventory.exports import register_rows

    return [c.ExporterSpec("assets.register", lazy("Sổ tài sản"), "assets.read", register_rows)]
