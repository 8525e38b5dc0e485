"""Who may run the queue of a desk."""

from typing import Final

from core.acting import Act, Principal
from core.contributions import Permission
from core.errors import Forbidden
from core.text.i18n import gettext as _
from core.text.i18n import lazy

CALL: Final = "onestop.queue"
MANAGE: Final = "onestop.queue_manage"
PERMISSIONS: Final = (
    Permission(CALL, lazy("Gọi số tại quầy"), roles=("clerk",)),
    Permission(MANAGE, lazy("Sắp xếp quầy và dịch vụ lấy số"), roles=("admin", "leader")),
)


def own_desk(act: Act) -> int:
    """Return the unit whose queue somebody works in: their own. Raises Forbidden for people without one."""
    unit_id = act.who.unit_id
    if unit_id is None or not act.who.may(CALL, unit_id):
        raise Forbidden(_("Tài khoản này không làm việc tại quầy của đơn vị nào."))
    return unit_id


def may_manage(who: Principal, unit_id: int) -> bool:
    """Tell whether somebody may arrange the counters of a desk."""
    return who.may(MANAGE, unit_id)
