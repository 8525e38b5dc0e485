"""What papers add to the page of a dossier."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from core.acting import Act
from core.web.access import provide_act
from plugins.onestop.papers.overview import paper_lines
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet


def sheet_of(request: Request[Any, Any, Any]) -> Sheet:
    """Return the dossier whose page is drawn."""
    sheet: Sheet = request.scope["state"]["panel_context"]["sheet"]
    return sheet


async def load_papers(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the papers of the dossier: issued ones, and those that can be made now."""
    sheet = sheet_of(request)
    act: Act = await provide_act(request)
    return {"sheet": sheet, "lines": await paper_lines(sheet, await dossiers.ledger(sheet.id), act)}
