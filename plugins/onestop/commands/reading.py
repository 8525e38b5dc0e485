"""Reading that leaves a trace: who looked at identity numbers and phones."""

from core import audit
from core.acting import Act
from core.errors import Forbidden, Missing
from core.text.i18n import gettext as _
from plugins.onestop.access import IDENTITY, scope
from plugins.onestop.queries import dossiers


async def note_identity_seen(code: str, act: Act) -> None:
    """Log that somebody looks at the identity numbers of a dossier. Raises Missing, Forbidden."""
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    if not any(act.who.may(IDENTITY, unit) for unit in sheet.unit_ids):
        raise Forbidden(_("Bạn không được xem số giấy tờ trong hồ sơ này."))
    await audit.record(
        act, "onestop.see_identity", subject="onestop.dossier", subject_id=sheet.id, unit_id=sheet.unit_id
    )
