"""Pieces of a page that belong to other plugins: each loads by itself, and one that fails leaves only its own gap."""

from typing import Any

import msgspec
import structlog
from litestar import Request
from markupsafe import Markup

from core.acting import Principal
from core.contributions import Panel
from core.fence import fenced
from core.registry import current
from core.web.pages import base_context
from core.web.templates import render

log = structlog.get_logger()
PANEL_SECONDS = 3.0


class Drawn(msgspec.Struct, frozen=True):
    """A panel, ready to be put into a page. failed: it could not be loaded and `html` is empty."""

    name: str
    html: Markup
    failed: bool = False


async def draw_panels(slot: str, request: Request[Any, Any, Any], principal: Principal, **context: Any) -> list[Drawn]:
    """Return the slot's panels that the reader may see, in their order. context: what the page tells its panels."""
    request.scope["state"]["panel_context"] = context
    wanted = [p for p in current().panels(slot) if not p.permission or principal.may(p.permission)]
    return [await _draw(panel, request) for panel in wanted]


async def _draw(panel: Panel, request: Request[Any, Any, Any]) -> Drawn:
    try:
        values = await fenced(PANEL_SECONDS, panel.load, request)
        return Drawn(panel.template, Markup(render(current(), panel.template, {**base_context(request), **values})))  # noqa: S704 -- our own template
    except Exception:
        log.exception("panel failed", panel=panel.template)
        return Drawn(panel.template, Markup(""), failed=True)
