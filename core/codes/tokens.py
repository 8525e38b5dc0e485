"""Opaque codes: slips and tickets that citizens hold and that must neither be guessed nor say anything.

A token is a truncated HMAC over what it stands for, so it needs no storage to be printed again, and a copied database
without the key holds no token: tables keep only `token_digest` in a unique column, which finds the row of a scanned
token. Printing a new slip adds one to the version; the digest of the row changes and the old slip opens nothing.

18 digits are 59.8 bits: a blind guess hits one of 30,000 live slips with a chance of 3e-14.
"""

import hashlib
import hmac

from core.codes.check import with_check
from core.codes.kinds import DOSSIER_SLIP, CodeKind, kind_of

SHORTEST_KEY = 16


def _mac(key: bytes, purpose: str, message: str) -> bytes:
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"the key for tokens must have at least {SHORTEST_KEY} bytes")
    # the purpose keeps the uses of one key apart; \0 cannot occur in it, so no two pairs give the same input
    return hmac.digest(key, f"{purpose}\0{message}".encode(), hashlib.sha256)


def opaque_code(kind: CodeKind, key: bytes, record_id: int, version: int) -> str:
    """Return the code of an opaque kind for a record and the version of its paper.

    key: secret bytes, at least 16. Raises ValueError for a kind that is not opaque or a shorter key.
    """
    if not kind.opaque:
        raise ValueError(f"{kind.name} codes are not opaque")
    width = sum(width for _, width in kind.fields)
    number = int.from_bytes(_mac(key, f"code:{kind.name}", f"{record_id}:{version}"), "big")
    return with_check(f"{kind.prefix}{number % 10**width:0{width}d}")


def slip_token(key: bytes, record_id: int, version: int) -> str:
    """Return the 20 digits on a dossier slip; a higher version gives a token unrelated to the earlier ones."""
    return opaque_code(DOSSIER_SLIP, key, record_id, version)


def token_digest(key: bytes, token: str) -> bytes:
    """Return the 32 bytes to store and to look a token up by; raises ValueError unless it is a valid opaque code."""
    kind = kind_of(token)
    if kind is None or not kind.opaque:
        raise ValueError("not a valid opaque code")
    return _mac(key, f"digest:{kind.name}", token)
