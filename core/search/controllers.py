from typing import Any

from litestar import Request, Response, get

from core.acting import Principal
from core.registry import Registry
from core.search.queries import search
from core.web.access import logged_in
from core.web.pages import page


@get("/staff/search", guards=[logged_in], include_in_schema=False)
async def search_box(request: Request[Any, Any, Any], principal: Principal, q: str = "") -> Response[str]:
    """Answer the command palette (a fragment for htmx) or the whole search page."""
    registry: Registry = request.app.state.registry
    template = "search/hits.html" if request.headers.get("hx-request") else "search/page.html"
    return page(template, request, q=q, groups=await search(registry, q, principal))
