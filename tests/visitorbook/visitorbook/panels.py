from typing import Any

from litestar import Request

from core.web.access import identify
from visitorbook.queries import house


async def load_house(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return the panel's figures."""
    return {"house": await house(await identify(request), request.app.state.clock.now())}
