"""How the result leaves the house, on the page of its dossier."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from core.web.access import identify
from plugins.onestop.access import RECEIVE
from plugins.onestop.returns import queries
from plugins.onestop.returns.wording import TAGS


async def load_handing(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return who fetches it and where its parcel is."""
    sheet = request.scope["state"]["panel_context"]["sheet"]
    principal = await identify(request)
    parcel = await queries.parcel(sheet.id)
    return {
        "sheet": sheet,
        "collector": await queries.collector(sheet.id),
        "parcel": parcel,
        "tag": TAGS[parcel.state] if parcel else None,
        "may": any(principal.may(RECEIVE, unit) for unit in sheet.unit_ids),
    }
