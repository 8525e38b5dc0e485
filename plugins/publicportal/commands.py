"""Look a dossier up for somebody without a log-in: count the tries, ask, write down what came of it."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Literal

from core import db
from core.contracts.dossiers import DossierStatus, PublicDossier
from core.errors import TooMany
from core.gathered import Gathered
from core.registry import current
from core.text.i18n import gettext as _
from plugins.publicportal.domain.guard import TRIES_PER_ADDRESS, TRIES_PER_NUMBER, WINDOW, closed_until, seconds_until

Channel = Literal["slip", "typed", "kiosk", "api", "filing"]

_TRY = """
INSERT INTO publicportal.publicportal_lookup (at, channel, outcome, number_key, address_key, code)
VALUES ($1, 'typed', 'trying', $2, $3, '') RETURNING id
"""
_TRIES = """
SELECT at, number_key = $1 AS same_number, address_key = $2 AS same_address
FROM publicportal.publicportal_lookup
WHERE at > $3 AND id <> $4 AND channel = 'typed' AND outcome IN ('trying', 'refused')
  AND (number_key = $1 OR address_key = $2)
"""
_OUTCOME = "UPDATE publicportal.publicportal_lookup SET outcome = $2, code = $3 WHERE id = $1"
_OPENED = Gathered(
    """INSERT INTO publicportal.publicportal_lookup (at, channel, outcome, code)
       SELECT at, channel, 'found', code
       FROM unnest($1::timestamptz[], $2::text[], $3::text[]) AS opened (at, channel, code)"""
)
_MISSED = """
WITH missed AS (
  INSERT INTO publicportal.publicportal_lookup (at, channel, outcome, address_key, code)
  VALUES ($1, $2, 'refused', $3, '') RETURNING at
)
SELECT at FROM missed
UNION ALL
(SELECT at FROM publicportal.publicportal_lookup
 WHERE address_key = $3 AND at > $4 AND channel = $2 AND outcome = 'refused' ORDER BY at DESC LIMIT $5)
"""


async def by_slip(
    token: str, now: datetime, channel: Channel = "slip", address: str | None = None
) -> PublicDossier | None:
    """Return what may be shown for a slip's digits, None when it opens nothing; logged without the digits.

    Raises TooMany for a miss from an address (None: not counted) with too many of them within an hour. A slip that is
    right always opens, also to somebody who shares the address with whoever missed: its digits cannot be guessed.
    """
    status = current().find(DossierStatus)  # type: ignore[type-abstract]
    found = await status.by_slip(token, now) if status else None
    if found is not None:
        await _OPENED.add(now, channel, found.code)
        return found
    await note_miss(channel, address, now)
    return None


async def note_miss(channel: Channel, address: str | None, now: datetime) -> None:
    """Write down that somebody tried a secret that opens nothing.

    Raises TooMany for an address (None: not counted) with too many misses within an hour.
    """
    key = None if address is None else _key("address", address)
    misses = [row["at"] for row in await db.rows(_MISSED, now, channel, key, now - WINDOW, TRIES_PER_ADDRESS)]
    until = closed_until(misses, TRIES_PER_ADDRESS + 1, now)
    if until is not None and address is not None:
        raise _too_many(until, now)


async def by_number(code: str, factor: str, address: str, now: datetime) -> PublicDossier | None:
    """Return the dossier with this number if the factor fits, else None: never whether the number exists.

    Raises TooMany when the number or the address has used up its tries. The try is written down before it is judged, so
    that many at once cannot slip through.
    """
    number_key, address_key = _key("number", code), _key("address", address)
    attempt = await db.value(_TRY, now, number_key, address_key)
    tries = await db.rows(_TRIES, number_key, address_key, now - WINDOW, attempt)
    closings = (
        closed_until([row["at"] for row in tries if row["same_number"]], TRIES_PER_NUMBER, now),
        closed_until([row["at"] for row in tries if row["same_address"]], TRIES_PER_ADDRESS, now),
    )
    until = max((moment for moment in closings if moment), default=None)
    if until is not None:
        await db.execute(_OUTCOME, attempt, "closed", "")
        raise _too_many(until, now)
    status = current().find(DossierStatus)  # type: ignore[type-abstract]
    found = await status.by_number(code, factor, now) if status else None
    await db.execute(_OUTCOME, attempt, "found" if found else "refused", found.code if found else "")
    return found


def _too_many(until: datetime, now: datetime) -> TooMany:
    wait = seconds_until(until, now)
    return TooMany(_("Đã thử quá nhiều lần. Hãy quét mã trên giấy tiếp nhận, hoặc thử lại sau một giờ."), wait)


def _key(purpose: str, text: str) -> bytes:
    """Return a keyed digest: tries can be counted, and the log does not hold numbers or addresses."""
    secret = current().settings.secret_key.encode()
    return hmac.digest(secret, f"publicportal.{purpose}\0{text}".encode(), sha256)[:16]
