"""Who is behind a request: asked once on every request, so it is one statement and almost no arithmetic."""

from datetime import datetime, timedelta
from typing import Any

from core import audit, db
from core.accounts import queries
from core.accounts.cookies import LOGIN
from core.accounts.keys import mac, token_hash
from core.acting import ANONYMOUS, Act, Principal
from core.offices import office_day
from core.settings import Settings

TOUCH = timedelta(minutes=1)
WORDS = ("bearer ", "token ")  # the second one is what clients of NetBox say


class SessionAuthenticator:
    """Implements `core.contracts.identity.Authenticator` with log-in cookies and API tokens."""

    async def identify(self, connection: Any) -> Principal:
        """Return who calls. A request with a token is judged by the token alone, whatever cookies it brings along.

        A log-in with its second factor missing is nobody.
        """
        now: datetime = connection.app.state.clock.now()
        authorization = connection.headers.get("authorization", "")
        if authorization:
            if not authorization.lower().startswith(WORDS):
                return ANONYMOUS
            return await _by_token(authorization.partition(" ")[2].strip(), now)
        token = connection.cookies.get(LOGIN, "")
        return await _by_login(token, now, connection.app.state.settings) if token else ANONYMOUS

    def csrf_token(self, principal: Principal) -> str:
        """Return the token that forms of this log-in carry; empty for API tokens and for nobody."""
        return "" if principal.login_id is None else mac("csrf", str(principal.login_id))

    def is_session(self, connection: Any) -> bool:
        """Tell whether a log-in cookie, and no token, came with the request."""
        return not connection.headers.get("authorization") and bool(connection.cookies.get(LOGIN))

    async def note_refusal(self, connection: Any, principal: Principal, wanted: str) -> None:
        """Log that somebody known was refused; the route is named by its template, without ids or tokens."""
        state = connection.scope["state"]
        act = Act(
            who=principal,
            at=connection.app.state.clock.now(),
            address=str(state.get("address", "")),
            request_id=str(state.get("request_id", "")),
        )
        await audit.record(
            act,
            "access.denied",
            subject="route",
            subject_id=str(connection.scope.get("path_template", "")),
            unit_id=principal.unit_id,
            after={"wanted": wanted, "method": str(connection.scope.get("method", ""))},
        )


async def _by_login(token: str, now: datetime, settings: Settings) -> Principal:
    created_after, seen_after = limits(now, settings)
    record = await db.row(queries.BY_LOGIN, token_hash(token), office_day(now), created_after, seen_after)
    if record is None:
        return ANONYMOUS
    if now - record["last_seen_at"] > TOUCH:
        await db.execute(
            "UPDATE accounts.accounts_login SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2",
            record["login_id"],
            now,
        )
    return await queries.principal(record, record["login_id"])


async def _by_token(token: str, now: datetime) -> Principal:
    record = await db.row(queries.BY_TOKEN, token_hash(token), office_day(now), now)
    if record is None:
        return ANONYMOUS
    if record["last_used_at"] is None or now - record["last_used_at"] > TOUCH:
        await db.execute("UPDATE accounts.accounts_token SET last_used_at = $2 WHERE id = $1", record["token_id"], now)
    return await queries.principal(record, None, only=record["permissions"])


def limits(now: datetime, settings: Settings) -> tuple[datetime, datetime]:
    """Return the moments after which a log-in must have been made, and used, to count."""
    return now - timedelta(hours=settings.absolute_hours), now - timedelta(minutes=settings.idle_minutes)
