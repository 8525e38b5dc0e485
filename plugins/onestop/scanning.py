"""Where a scanned slip leads."""

from core.acting import Principal
from core.clock import system_clock
from core.contracts.dossiers import StatusPage
from core.registry import current
from plugins.onestop.access import VIEW, scope
from plugins.onestop.commands.slips import digest_of
from plugins.onestop.queries import dossiers


async def open_slip(code: str, who: Principal) -> str | None:
    """Return the staff's page of the dossier for those who may see it, else the public one; None for a dead slip."""
    if who.may(VIEW):
        found = await dossiers.code_of_slip(digest_of(code), scope(who))
        if found is not None:
            return f"/staff/dossiers/{found}"
    page = current().find(StatusPage)  # type: ignore[type-abstract]
    return await page.open_slip(code, system_clock.now()) if page else None
