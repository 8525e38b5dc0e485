"""Ask: who is behind a request. Implemented by the accounts part."""

from typing import Any, Protocol

from core.acting import Principal


class Authenticator(Protocol):
    """Finds the principal of a connection."""

    async def identify(self, connection: Any) -> Principal:
        """Return who calls: by session cookie or `Authorization: Bearer` token; ANONYMOUS when nobody is logged in."""

    def csrf_token(self, principal: Principal) -> str:
        """Return the token that forms of this login must carry; empty without a login."""

    def is_session(self, connection: Any) -> bool:
        """Tell whether the caller came by cookie, so that a form needs its token."""

    async def note_refusal(self, connection: Any, principal: Principal, wanted: str) -> None:
        """Log that somebody known was refused; wanted: the permission, or "form token" for a write without it."""
