"""argon2id off the event loop, few at a time: each hash takes 64 MB and about a tenth of a second by design."""

import asyncio
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.accounts.domain.passwords import normalised
from core.errors import TooMany
from core.text.i18n import gettext as _

# RFC 9106, section 4, second recommended option: 64 MiB, three passes, four lanes.
PASSWORDS = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
# Random 60-bit codes need less: OWASP's smallest argon2id setting.
CODES = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

AT_ONCE = 2
LONGEST_QUEUE = 40
_queue = {"length": 0}
_gates: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


async def hash_password(password: str) -> str:
    """Return the hash of a new password, with its parameters and salt."""
    return await asyncio.to_thread(PASSWORDS.hash, normalised(password))


async def password_matches(stored: str | None, password: str) -> bool:
    """Tell whether the password fits. Without a stored hash as much work is done, so that the time says nothing.

    Raises TooMany when many others wait already.
    """
    async with _turn():
        fits = await asyncio.to_thread(_fits, PASSWORDS, stored or _stand_in(), normalised(password))
    return fits and stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than new ones are."""
    return PASSWORDS.check_needs_rehash(stored)


async def hash_codes(codes: list[str]) -> list[str]:
    """Return the hashes of recovery codes."""
    return await asyncio.to_thread(lambda: [CODES.hash(code) for code in codes])


async def code_matches(stored: str, code: str) -> bool:
    """Tell whether a recovery code fits."""
    return await asyncio.to_thread(_fits, CODES, stored, code)


def _fits(hasher: PasswordHasher, stored: str, secret: str) -> bool:
    try:
        return hasher.verify(stored, secret)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return PASSWORDS.hash("nobody's password")


class _turn:  # noqa: N801 -- used like a function: `async with _turn():`
    """Wait for one of the few places; refuse when the queue is long."""

    async def __aenter__(self) -> None:
        if _queue["length"] >= LONGEST_QUEUE:
            raise TooMany(_("Nhiều người đang đăng nhập cùng lúc. Hãy thử lại sau ít giây."), 5)
        loop = asyncio.get_running_loop()
        self._gate = _gates.setdefault(loop, asyncio.Semaphore(AT_ONCE))
        _queue["length"] += 1
        try:
            await self._gate.acquire()
        finally:
            _queue["length"] -= 1

    async def __aexit__(self, *_error: object) -> None:
        self._gate.release()
