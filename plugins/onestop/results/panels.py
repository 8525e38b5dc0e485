"""The results of a dossier, on its page."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from core.web.access import identify
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.results import queries
from plugins.onestop.results.access import ENTER
from plugins.onestop.results.wording import STATES


async def load_results(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the results of the dossier that the page shows, and whether the reader may enter one."""
    sheet: Sheet = request.scope["state"]["panel_context"]["sheet"]
    principal = await identify(request)
    found = await queries.results_of(sheet.id) if sheet.settled_at else []
    may_enter = sheet.settled_at is not None and any(principal.may(ENTER, unit) for unit in sheet.unit_ids)
    return {"sheet": sheet, "results": found, "may_enter": may_enter, "states": STATES}
