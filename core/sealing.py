"""Secrets at rest, sealed with a key made from the installation's secret key.

AES-256-GCM with a random nonce. The purpose keeps uses apart; the owner (a row's name and id) is bound in, so that a
sealed value copied to another row does not open. Stored: one byte of version, nonce, ciphertext.
"""

import os
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_KEY: Final = 32
_VERSION: Final = b"\x01"
_NONCE: Final = 12


class SealBroken(Exception):
    """The value was sealed with another secret key, for another owner, or was changed."""


def seal(content: bytes, secret_key: str, purpose: str, owner: str) -> bytes:
    """Return the content as it is stored. Raises ValueError when the installation's secret key is too short."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(_key(secret_key, purpose)).encrypt(nonce, content, owner.encode())


def unseal(sealed: bytes, secret_key: str, purpose: str, owner: str) -> bytes:
    """Return the content. Raises SealBroken when it does not open, ValueError when the secret key is too short."""
    key = _key(secret_key, purpose)
    nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, rest, owner.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"the secret of {owner} does not open") from error


@lru_cache(maxsize=16)
def _key(secret_key: str, purpose: str) -> bytes:
    if len(secret_key) < SHORTEST_KEY:
        raise ValueError(f"secret_key must have at least {SHORTEST_KEY} characters to seal anything with it")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"motcua {purpose}".encode()).derive(secret_key.encode())
