"""The holder of a ticket gives it back with the code on it: nobody waits for somebody who went home."""

from core import db
from core.acting import Act
from core.errors import Missing, Refused
from core.text.i18n import gettext as _
from plugins.onestop.queueing.commands.saving import save, tell
from plugins.onestop.queueing.commands.taking import digest_of
from plugins.onestop.queueing.domain.tickets import OVER, after, step_for
from plugins.onestop.queueing.queries import tickets


async def give_back(token: str, act: Act) -> None:
    """Take a ticket out of the queue; again is fine. Raises Missing for unknown digits, Refused once it was called."""
    async with db.transaction():
        ticket = await tickets.by_digest(_digest(token))
        if ticket is None:
            raise Missing
        if ticket.state in OVER:
            return
        step = step_for(ticket.state, "leave")
        if step is None:
            raise Refused(_("Số này đang được gọi; xin báo cán bộ tại quầy."))
        await save(after(ticket, step, act.at), step, act, None)
        await tell(ticket.unit_id)


def _digest(token: str) -> bytes:
    try:
        return digest_of(token)
    except ValueError:
        raise Missing from None
