"""The secret that opens a filing: 16 signs that can be typed, spoken and put into a link. No table holds it."""

import hmac
from hashlib import sha256
from typing import Final

from core.registry import current

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that is taken for something else
_READ_AS: Final = str.maketrans("OIL", "011")
LENGTH: Final = 16  # 80 bits


def secret_of(filing_id: int) -> str:
    """Return a filing's secret as people write it: ABCD-EFGH-JKMN-PQRS."""
    number = int.from_bytes(_mac("filing.secret", str(filing_id)), "big")
    signs = "".join(_SIGNS[(number >> (5 * place)) & 31] for place in range(LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))


def digest_of(secret: str) -> bytes:
    """Return what the table holds of a secret, however it was typed."""
    signs = "".join(sign for sign in secret.upper() if sign.isalnum()).translate(_READ_AS)
    return _mac("filing.digest", signs)


def code_digest(filing_id: int, code: str) -> bytes:
    """Return what the table holds of a confirming code."""
    return _mac("filing.code", f"{filing_id}:{code}")


def address_key(address: str) -> bytes:
    """Return a keyed digest of a network address: filings can be counted by it, and it cannot be read back."""
    return _mac("filing.address", address)[:16]


def _mac(purpose: str, message: str) -> bytes:
    return hmac.digest(current().settings.secret_key.encode(), f"{purpose}\0{message}".encode(), sha256)
