"""Signatures of webhooks, as in Standard Webhooks 1.0: HMAC-SHA256 over "id.timestamp.body".

Three headers travel with each message: webhook-id (the same on every try, so that receivers notice doubles),
webhook-timestamp (seconds since 1970 of this try) and webhook-signature ("v1," and base64, several apart by spaces
while a secret is being changed). `verify` is the receiver's side; it may be copied.
Source: https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Final

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32
TOLERANCE_S: Final = 300
"""How far the time of a message may be from the receiver's clock, in seconds: an older one may be a replay."""


class BadSignature(Exception):
    """The message does not come from us, was changed, or is too old."""


def secret_text(key: bytes) -> str:
    """Return a secret as it is shown to the administrator of the receiver."""
    return PREFIX + base64.b64encode(key).decode()


def secret_key(text: str) -> bytes:
    """Return the key behind a secret as shown. Raises ValueError for what is none."""
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("not a webhook secret") from error
    if not text.startswith(PREFIX) or len(key) < 24:
        raise ValueError("not a webhook secret")
    return key


def headers(keys: Iterable[bytes], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a message. keys: the present one first, then one that was replaced a short time ago."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(_sign(key, message_id, timestamp, body) for key in keys),
    }


def verify(secret: str, sent: Mapping[str, str], body: bytes, now: int, tolerance_s: int = TOLERANCE_S) -> str:
    """Return the id of a message that is signed with the secret and not too old, else raise BadSignature.

    sent: the headers, names in lower case. now: seconds since 1970. A receiver keeps the ids of the last hours and
    answers a known one with 200 without doing anything: delivery is at least once.
    """
    message_id, stamp = sent.get("webhook-id", ""), sent.get("webhook-timestamp", "")
    if not message_id or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise BadSignature("headers are missing")
    if abs(now - int(stamp)) > tolerance_s:
        raise BadSignature("the message is too old, or from the future")
    wanted = _sign(secret_key(secret), message_id, int(stamp), body).encode()
    given = [part.encode() for part in sent.get("webhook-signature", "").split(" ")[:10]]
    if not any(hmac.compare_digest(wanted, part) for part in given):
        raise BadSignature("the signature is wrong")
    return message_id


def _sign(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    mac = hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(mac).decode()
