"""What fees contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import BOOKS


def permissions() -> Sequence[c.Permission]:
    return [c.Permission("onestop.fees", lazy("Thu phí, lệ phí và lập biên lai"), roles=("clerk",))]


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Sổ thu phí, lệ phí"), "/staff/fees", "receipt", "onestop.fees", 136, BOOKS)]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.fees.controllers.fees import FeePages

    return [FeePages]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.fees.panels import load_account

    return [c.Panel("onestop.dossier.aside", "onestop/fees/panel.html", load_account, 200, "onestop.view")]
