"""Who may call what: every handler names a permission or is declared public, or the app does not start."""

import hmac
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from core.acting import ANONYMOUS, Act, Principal
from core.clock import Clock
from core.contracts.identity import Authenticator
from core.errors import Forbidden, NeedsLogin
from core.registry import current
from core.text.i18n import gettext as _

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_STATE = "motcua_principal"


class Requires:
    """Guard: the caller is logged in and holds the permission in at least one unit.

    In which units is the command's business: it must use `principal.units(permission)` or `may(permission, unit_id)`.
    An empty permission asks for a log-in only.
    """

    def __init__(self, permission: str) -> None:
        self.permission = permission

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
        """Let the caller in, or raise NeedsLogin or Forbidden."""
        await refuse_foreign_writes(connection)
        principal = await identify(connection)
        if not principal.username:
            raise NeedsLogin(_("Hãy đăng nhập để tiếp tục."))
        if self.permission and not principal.may(self.permission):
            await _note_refusal(connection, principal, self.permission)
            raise Forbidden(_("Tài khoản của bạn không có quyền làm việc này."))


class Public:
    """Guard: anybody may call; writes must still come from our own pages."""

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
        """Let everybody in who does not write from another site."""
        await refuse_foreign_writes(connection)


def requires(permission: str) -> Requires:
    """Return the guard for a permission; an empty name means any logged-in person."""
    return Requires(permission)


public = Public()
logged_in = Requires("")


def declared_access(handler: BaseRouteHandler) -> Requires | Public | None:
    """Return the guard that declares who may call a handler; None when nobody did."""
    for layer in reversed(handler.ownership_layers):
        for guard in layer.guards or ():
            if isinstance(guard, Requires | Public):
                return guard
    return None


def undeclared(handlers: Iterable[tuple[str, BaseRouteHandler]]) -> list[str]:
    """Return the paths of handlers without declared access."""
    return sorted({path for path, handler in handlers if declared_access(handler) is None})


async def identify(connection: ASGIConnection[Any, Any, Any, Any]) -> Principal:
    """Return the caller, asked for once per request."""
    known = connection.scope["state"].get(_STATE)
    if isinstance(known, Principal):
        return known
    authenticator = current().find(Authenticator)  # type: ignore[type-abstract]
    principal = ANONYMOUS if authenticator is None else await authenticator.identify(connection)
    connection.scope["state"][_STATE] = principal
    return principal


def forget(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Forget who called: after a log-in or log-out in this very request."""
    connection.scope["state"].pop(_STATE, None)


async def refuse_foreign_writes(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Refuse a write that another site sent, and one by cookie without the form's token (CSRF).

    Raises Forbidden. A bearer token is no cookie: a foreign page cannot send it, so nothing more is asked.
    """
    if connection.scope.get("method") in SAFE_METHODS:
        return
    refusal = Forbidden(_("Yêu cầu không đến từ trang của hệ thống. Hãy tải lại trang rồi gửi lại."))
    if connection.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise refusal
    origin = connection.headers.get("origin")
    # our own forms say "null": Referrer-Policy no-referrer makes browsers hide the origin
    if origin and origin != "null" and _host_of(origin) != connection.headers.get("host", ""):
        raise refusal
    authenticator = current().find(Authenticator)  # type: ignore[type-abstract]
    if authenticator is None or not authenticator.is_session(connection):
        return
    principal = await identify(connection)
    wanted = authenticator.csrf_token(principal)
    if wanted and not hmac.compare_digest(wanted.encode(), (await _sent_token(connection)).encode()):
        await _note_refusal(connection, principal, "form token")
        raise refusal


async def _note_refusal(connection: ASGIConnection[Any, Any, Any, Any], principal: Principal, wanted: str) -> None:
    """Have it logged that somebody known was refused; strangers leave no line, or they could fill the log."""
    authenticator = current().find(Authenticator)  # type: ignore[type-abstract]
    if authenticator is not None:
        await authenticator.note_refusal(connection, principal, wanted)


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


async def _sent_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the token in the header, else in the form's field `_csrf`."""
    header = connection.headers.get("x-csrf-token")
    if header:
        return header
    if isinstance(connection, Request) and connection.content_type[0] in {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }:
        field = (await connection.form()).get("_csrf", "")
        return field if isinstance(field, str) else ""
    return ""


async def provide_principal(request: Request[Any, Any, Any]) -> Principal:
    """Dependency `principal`: the caller, ANONYMOUS on public pages without a log-in."""
    return await identify(request)


async def provide_act(request: Request[Any, Any, Any]) -> Act:
    """Dependency `act`: who calls, now, from where, in which request."""
    clock: Clock = request.app.state.clock
    return Act(
        who=await identify(request),
        at=clock.now(),
        address=str(request.scope["state"].get("address", "")),
        request_id=str(request.scope["state"].get("request_id", "")),
    )
