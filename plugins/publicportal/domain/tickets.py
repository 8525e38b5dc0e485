"""A signed, short-lived note that its bearer has shown a slip or the second factor of one dossier."""

import base64
import binascii
import hmac
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

_PURPOSE: Final = b"publicportal.ticket"


def issue(key: bytes, code: str, expires: datetime) -> str:
    """Return a ticket for a dossier's number, safe in cookies and addresses. expires: aware."""
    body = f"{int(expires.timestamp())}:{code}".encode()
    return _text(body) + "." + _text(_mac(key, body))


def read(key: bytes, ticket: str, now: datetime) -> str | None:
    """Return the dossier's number, None for a ticket that is forged, broken or has expired. now: aware."""
    body_text, _, mac_text = ticket.partition(".")
    try:
        body, mac = _bytes(body_text), _bytes(mac_text)
    except (binascii.Error, ValueError):
        return None
    if not hmac.compare_digest(mac, _mac(key, body)):
        return None
    expires, _, code = body.decode().partition(":")
    return code if datetime.fromtimestamp(int(expires), UTC) > now else None


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + b"\0" + body, sha256)[:18]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
