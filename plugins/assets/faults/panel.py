"""Reports of faults on the page of a thing and on the first page."""

from typing import Any

from litestar import Request

from core.web.access import identify
from plugins.assets.faults import queries
from plugins.assets.faults.schemas import KINDS


async def load_faults(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return the reports of a thing."""
    thing = request.scope["state"]["panel_context"]["thing"]
    return {"thing": thing, "faults": await queries.faults_of(thing.id), "kinds": KINDS}


async def load_waiting(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return how many reports wait in the reader's units."""
    waiting, late = await queries.waiting(await identify(request), request.app.state.clock.now())
    return {"waiting": waiting, "late": late}
