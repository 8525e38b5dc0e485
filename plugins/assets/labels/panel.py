"""On the page of a thing: whether it has a printed label."""

from typing import Any

from litestar import Request

from plugins.assets.labels import queries


async def load_label(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return when and by whom the label was printed last."""
    thing = request.scope["state"]["panel_context"]["thing"]
    return {"thing": thing, "printed": await queries.printed(thing.id)}
