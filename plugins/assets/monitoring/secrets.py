"""Credentials of devices at rest: sealed with a key made from the installation's secret key.

AES-256-GCM with a random nonce; the device's id is bound in, so that a sealed credential copied to another row does not
open. The stored text is "v1." and base64 of nonce and ciphertext.
"""

import base64
import os
from functools import lru_cache
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from plugins.assets.snmp import Community, Credentials, User

_VERSION: Final = "v1."
_PURPOSE: Final = b"motcua assets device credential v1"
_NONCE: Final = 12
SHORTEST_KEY: Final = 32


class SealBroken(Exception):
    """The credential was sealed with another secret key, for another device, or was changed."""


class _Stored(msgspec.Struct, omit_defaults=True):
    """Credentials as text: which of the two kinds they are must be told apart again."""

    community: Community | None = None
    user: User | None = None


def seal_credentials(credentials: Credentials, *, secret_key: str, device_id: int) -> str:
    """Return SNMP credentials as they are stored. Raises ValueError when the secret key is too short."""
    known = isinstance(credentials, Community)
    stored = _Stored(community=credentials) if known else _Stored(user=credentials)  # type: ignore[arg-type]
    return seal(msgspec.json.encode(stored).decode(), secret_key=secret_key, device_id=device_id)


def unseal_credentials(stored: str, *, secret_key: str, device_id: int) -> Credentials:
    """Return SNMP credentials for use. Raises SealBroken when they do not open."""
    found = msgspec.json.decode(unseal(stored, secret_key=secret_key, device_id=device_id), type=_Stored)
    credentials = found.community or found.user
    if credentials is None:
        raise SealBroken(f"the credential of device {device_id} is empty")
    return credentials


def seal(text: str, *, secret_key: str, device_id: int) -> str:
    """Return the credential as it is stored. Raises ValueError when the installation's secret key is too short."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key(secret_key)).encrypt(nonce, text.encode(), _bound(device_id))
    return _VERSION + base64.b64encode(nonce + sealed).decode()


def unseal(stored: str, *, secret_key: str, device_id: int) -> str:
    """Return the credential. Raises SealBroken when it does not open, ValueError when the secret key is too short."""
    key = _key(secret_key)
    try:
        raw = base64.b64decode(stored.removeprefix(_VERSION), validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _bound(device_id)).decode()
    except (ValueError, InvalidTag) as error:
        raise SealBroken(f"the credential of device {device_id} does not open") from error


def _bound(device_id: int) -> bytes:
    return f"device:{device_id}".encode()


@lru_cache(maxsize=4)
def _key(secret_key: str) -> bytes:
    if len(secret_key) < SHORTEST_KEY:
        raise ValueError(f"secret_key must have at least {SHORTEST_KEY} characters to seal credentials with it")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret_key.encode())
