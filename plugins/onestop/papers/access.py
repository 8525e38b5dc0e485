"""Which dossiers somebody may have papers made for."""

from core.acting import Act
from core.errors import Forbidden, Missing
from core.text.i18n import gettext as _
from plugins.onestop.access import duties, scope
from plugins.onestop.domain.ledger import LedgerLine, moves
from plugins.onestop.papers.domain.forms import Kind
from plugins.onestop.papers.domain.occasions import Maker, may_make
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet

TEMPLATES = "onestop.templates"
FEES = "onestop.fees"


def maker_of(sheet: Sheet, ledger: list[LedgerLine], act: Act) -> Maker:
    """Return what the act's person is to a dossier."""
    me = act.who.person_id
    had_it = me is not None and (sheet.holder_id == me or any(line.person_id == me for line in moves(ledger)))
    return Maker(duties(act.who, sheet.unit_ids), had_it=had_it)


async def sheet_for(code: str, act: Act) -> Sheet:
    """Return a dossier that the act's person may see. Raises Missing."""
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    return sheet


async def sheet_to_print(code: str, kind: Kind, act: Act) -> tuple[Sheet, list[LedgerLine]]:
    """Return a dossier and its ledger if the act's person may have this paper made. Raises Missing, Forbidden."""
    sheet = await sheet_for(code, act)
    ledger = await dossiers.ledger(sheet.id)
    if not may_make(kind, maker_of(sheet, ledger, act)):
        raise Forbidden(_("Chỉ bộ phận một cửa hoặc người đang thụ lý hồ sơ mới in được giấy này."))
    return sheet, ledger
