"""What custody contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION

EVERYBODY = ("admin", "clerk", "specialist", "leader", "it_officer", "secretary", "hamlet_head", "auditor")


def permissions() -> Sequence[c.Permission]:
    return [
        c.Permission("assets.custody", lazy("Bàn giao, điều chuyển, thanh lý thiết bị"), ("it_officer", "admin")),
        c.Permission("assets.transitions", lazy("Sửa quy trình bàn giao thiết bị của cả huyện"), ("admin",)),
        c.Permission("assets.own", lazy("Xem thiết bị mình giữ, ký biên bản"), EVERYBODY),
    ]


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("Bàn giao thiết bị"), "/staff/handovers", "transfer", "assets.read", 354, SECTION),
        c.NavItem(lazy("Bộ thiết bị"), "/staff/kits", "package", "assets.custody", 356, SECTION),
        c.NavItem(lazy("Quy trình bàn giao"), "/staff/transitions", "route", "assets.transitions", 359, SECTION),
        c.NavItem(lazy("Cần thu hồi"), "/staff/my-equipment/left", "arrow-back-up", "assets.custody", 357, SECTION),
        c.NavItem(lazy("Thiết bị của tôi"), "/staff/my-equipment", "device-laptop", "assets.own", 358, SECTION),
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.custody.editing import TransitionPages
    from plugins.assets.custody.own import EquipmentPages, KitPages
    from plugins.assets.custody.pages import MinutesPages, SigningPages

    return [MinutesPages, SigningPages, EquipmentPages, KitPages, TransitionPages]


def panels() -> Sequence[c.Panel]:
    from plugins.assets.custody.own import load_custody

    return [c.Panel("assets.asset.aside", "assets/custody/panel.html", load_custody, 100, "assets.read")]


def services() -> Sequence[c.Service]:
    from plugins.assets.custody.services import MinutesAttachments, MinutesPapers

    return [c.Service(MinutesAttachments, MinutesPapers())]


def jobs() -> Sequence[c.JobKind]:
    from plugins.assets.custody.reminding import KINDS

    return KINDS


def schedules() -> Sequence[c.Schedule]:
    from plugins.assets.custody.payloads import SCHEDULES

    return SCHEDULES


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("assets.custody", c.later("plugins.assets.custody.demo:load_minutes"), 420)]
