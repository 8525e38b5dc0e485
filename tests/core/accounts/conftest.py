import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from core import db
from core.accounts import hashing, keys, testing
from core.accounts.domain import totp
from core.acting import Principal
from core.clock import FixedClock

PASSWORD = "con mèo đen ngủ trên mái"
SECRET = b"12345678901234567890"


class Member:
    """Somebody with an account, and what only they know."""

    def __init__(self, who: Principal, client: httpx.AsyncClient, clock: FixedClock) -> None:
        self.who = who
        self.client = client
        self._clock = clock

    @property
    def code(self) -> str:
        return totp.code_at(SECRET, self._clock.now())

    async def try_password(self, password: str = PASSWORD, **more: Any) -> httpx.Response:
        return await self.client.post("/login", data={"username": self.who.username, "password": password}, **more)

    async def try_code(self, code: str | None = None, **more: Any) -> httpx.Response:
        return await self.client.post("/login/code", data={"code": code or self.code}, **more)

    async def log_in(self) -> httpx.Response:
        assert (await self.try_password()).status_code == 303
        return await self.try_code()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hashing.PASSWORDS.hash(PASSWORD)


@pytest.fixture
async def member(
    client: httpx.AsyncClient, clock: FixedClock, password_hash: str
) -> AsyncIterator[Callable[..., Awaitable[Member]]]:
    """Make a member with password, and with codes set up unless `codes=False`, each with a browser of their own."""
    opened: list[httpx.AsyncClient] = []

    async def make(role: str = "clerk", unit: str = "duc-hoa", username: str = "", codes: bool = True) -> Member:
        who = await testing.staff(role, unit, clock.now(), username)
        await db.execute(
            """UPDATE accounts.accounts_account SET password_hash = $2, totp_secret = $3, totp_at = $4 WHERE id = $1""",
            who.account_id,
            password_hash,
            keys.seal("totp", SECRET, who.account_id) if codes else None,
            clock.now() if codes else None,
        )
        browser = httpx.AsyncClient(transport=client._transport, base_url=client.base_url)
        opened.append(browser)
        return Member(who, browser, clock)

    yield make
    for browser in opened:
        await browser.aclose()


@pytest.fixture
def audited() -> Callable[[str], Awaitable[list[Any]]]:
    """Return the log's entries whose action begins with a text."""

    async def find(action: str) -> list[Any]:
        return await db.rows("SELECT * FROM audit.audit_entry WHERE action LIKE $1 || '%' ORDER BY id", action)

    return find


def shown(page: httpx.Response) -> str:
    """Return the text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def random_name() -> str:
    return f"test-{secrets.token_hex(4)}"
