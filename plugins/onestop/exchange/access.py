"""Who connects other systems."""

from datetime import date
from typing import Final

from core import offices
from core.acting import Principal
from core.contracts.offices import AUTHORITIES, Unit
from core.contributions import Permission
from core.text.i18n import lazy

EXCHANGE: Final = "onestop.exchange"
PERMISSIONS: Final = (Permission(EXCHANGE, lazy("Kết nối với hệ thống khác (webhook)"), roles=("admin", "it_officer")),)


async def own_offices(who: Principal, permission: str, day: date) -> list[Unit]:
    """Return the People's Committees in which somebody holds a permission, from the top of the tree down."""
    tree = await offices.tree()
    return [u for u in tree if u.kind in AUTHORITIES and u.exists_on(day) and who.may(permission, u.id)]
