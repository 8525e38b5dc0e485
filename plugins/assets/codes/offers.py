"""What the codes of things contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy


def route_handlers() -> Sequence[Any]:
    from plugins.assets.codes.pages import CodePages

    return [CodePages]


def panels() -> Sequence[c.Panel]:
    from plugins.assets.codes.pages import load_codes

    return [c.Panel("assets.asset.aside", "assets/codes/panel.html", load_codes, 30, "assets.read")]


def search_providers() -> Sequence[c.SearchProvider]:
    from plugins.assets.codes.pages import search

    return [c.SearchProvider("assets.codes", lazy("Mã khác của thiết bị"), search, "assets.read", 305)]
