"""What papers add to the page of a dossier."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from core.acting import Act
from core.web.access import provide_act
from plugins.onestop.access import scope
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.papers.access import maker_of
from plugins.onestop.papers.commands.scanning import mark_of, may_scan
from plugins.onestop.papers.domain.occasions import may_make
from plugins.onestop.papers.overview import paper_lines
from plugins.onestop.papers.queries import scans
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet


def sheet_of(request: Request[Any, Any, Any]) -> Sheet:
    """Return the dossier whose page is drawn."""
    sheet: Sheet = request.scope["state"]["panel_context"]["sheet"]
    return sheet


async def ledger_of(request: Request[Any, Any, Any]) -> list[LedgerLine]:
    """Return the ledger of the dossier whose page is drawn, read once for all panels of a slot."""
    context = request.scope["state"]["panel_context"]
    if "ledger" not in context:
        context["ledger"] = await dossiers.ledger(sheet_of(request).id)
    ledger: list[LedgerLine] = context["ledger"]
    return ledger


async def load_papers(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the papers of the dossier: issued ones, and those that can be made now."""
    sheet = sheet_of(request)
    act: Act = await provide_act(request)
    return {"sheet": sheet, "lines": await paper_lines(sheet, await ledger_of(request), act)}


async def load_scans(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the digitised papers of the dossier, and those of the same owner that could be taken over."""
    sheet = sheet_of(request)
    act: Act = await provide_act(request)
    may = may_scan(sheet, act)
    maker = maker_of(sheet, await ledger_of(request), act)
    return {
        "sheet": sheet,
        "scans": await scans.of_dossier(sheet.id),
        "offered": await scans.offered(mark_of(sheet), sheet.id, scope(act.who)) if may else [],
        "may": may,
        "may_check": sheet.closed_at is None and may_make("control", maker),
    }
