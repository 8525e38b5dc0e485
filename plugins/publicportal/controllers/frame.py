"""What every public page shares: the menu, headers, and the moment at which it is read."""

from typing import Any

from litestar import Request
from litestar.response import Response

from core.clock import VIETNAM
from core.registry import current
from core.text.i18n import lazy
from core.web.access import identify
from core.web.pages import known_page
from core.web.panels import draw_panels

MENU = (
    ("/thu-tuc", lazy("Thủ tục hành chính")),
    ("/nop-ho-so", lazy("Nộp hồ sơ từ xa")),
    ("/tra-cuu", lazy("Tra cứu hồ sơ")),
    ("/don-vi", lazy("Địa chỉ và giờ làm việc")),
)
# What was looked up must neither be kept by the browser nor be found by search engines.
PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex"}


async def public_page(
    template: str, request: Request[Any, Any, Any], *, status_code: int = 200, **context: Any
) -> Response[str]:
    """Return a page of the portal; `today` is the day in the office's zone."""
    path = request.scope["path"]
    menu = [
        {"title": str(title), "path": place, "current": path == place or path.startswith(f"{place}/")}
        for place, title in MENU
    ]
    now = request.app.state.clock.now()
    foot = await draw_panels("portal.foot", request, await identify(request))
    return await known_page(
        f"publicportal/{template}",
        request,
        status_code=status_code,
        public_nav=menu,
        foot=[panel.html for panel in foot],
        today=now.astimezone(VIETNAM).date(),
        now=now,
        **context,
    )


async def private_page(
    template: str, request: Request[Any, Any, Any], *, status_code: int = 200, **context: Any
) -> Response[str]:
    """Return a page that shows, or asks for, one person's matter: not stored, not indexed."""
    answer = await public_page(template, request, status_code=status_code, **context)
    for name, value in PRIVATE.items():
        answer.headers[name] = value
    return answer


def secret() -> bytes:
    """Return the installation's secret."""
    return current().settings.secret_key.encode()
