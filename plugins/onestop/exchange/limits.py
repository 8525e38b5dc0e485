"""How often one account may call the API within a minute; counted by each process for itself."""

from datetime import datetime
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from core.errors import TooMany
from core.text.i18n import gettext as _
from core.web.access import identify
from plugins.onestop.settings import onestop_settings


class Window:
    """Calls by account in the present minute."""

    def __init__(self) -> None:
        self.minute: datetime | None = None
        self.calls: dict[str, int] = {}

    def count(self, who: str, now: datetime) -> int:
        """Count one call; return how many there were in this minute."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self.minute:
            self.minute, self.calls = minute, {}
        self.calls[who] = self.calls.get(who, 0) + 1
        return self.calls[who]


_window = Window()


async def limited(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Guard: refuse the calls beyond `api_per_minute`. Stands after `requires`, which has found out who calls."""
    most = onestop_settings().api_per_minute
    now: datetime = connection.app.state.clock.now()
    who = await identify(connection)
    if most and _window.count(who.username, now) > most:
        message = _("Tài khoản này đã gọi quá %(n)s lần trong một phút.", n=most)
        raise TooMany(message, 60 - now.second)
