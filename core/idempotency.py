"""One write, one effect, however often the button, the retry or the proxy sends it."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from core import db
from core.errors import Conflict, Problem
from core.text.i18n import gettext as _

T = TypeVar("T")


async def once(key: str, who: str, request: Any, run: Callable[[], Awaitable[T]], answer: type[T]) -> T:
    """Run a write under a key, or return the answer that the same write under the same key got before.

    key: chosen by the client, up to 200 characters; an empty key runs without protection. who: whose keys these are.
    The second of two simultaneous callers waits for the first. Raises Conflict when the key stands for another request.
    """
    if not key:
        return await run()
    digest = hashlib.sha256(msgspec.json.encode(request, order="sorted")).hexdigest()
    async with db.transaction():
        fresh = await db.value(
            "INSERT INTO core.core_answer (key, who, digest) VALUES ($1, $2, $3)"
            " ON CONFLICT (who, key) DO NOTHING RETURNING 1",
            key[:200],
            who,
            digest,
        )
        if fresh:
            result = await run()
            await db.execute(
                "UPDATE core.core_answer SET answer = $3 WHERE who = $2 AND key = $1",
                key[:200],
                who,
                msgspec.json.encode(result).decode(),
            )
            return result
        stored = await db.row("SELECT digest, answer FROM core.core_answer WHERE who = $2 AND key = $1", key[:200], who)
    if stored is None or stored["digest"] != digest:
        raise Conflict(Problem(_("Khóa này đã được dùng cho một yêu cầu khác. Hãy tải lại trang rồi gửi lại."), "key"))
    return msgspec.json.decode(stored["answer"], type=answer)
