"""On a thing's page: the purchase that it came with."""

from typing import Any

from litestar import Request

from core.web.access import identify
from plugins.assets.buying import queries
from plugins.assets.inventory.queries import READ


async def load_purchase(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return the purchase of the thing for the panel, and whether the reader may open it."""
    thing = request.scope["state"]["panel_context"]["thing"]
    found = await queries.purchase_of(thing.id)
    principal = await identify(request)
    return {"purchase": found, "may_open": found is not None and principal.may(READ, found.unit_id)}
