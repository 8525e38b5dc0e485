"""Built mails hold links that work without a log-in, so a stolen copy of the database must not show them."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def seal(message: bytes, secret_key: str) -> bytes:
    """Return the message, encrypted under the installation's secret key. Raises ValueError when there is none."""
    return _fernet(secret_key).encrypt(message)


def unseal(sealed: bytes, secret_key: str) -> bytes:
    """Return what was sealed. Raises cryptography.fernet.InvalidToken under another key."""
    return _fernet(secret_key).decrypt(sealed)


@lru_cache(maxsize=4)
def _fernet(secret_key: str) -> Fernet:
    if not secret_key:
        raise ValueError("secret_key is not set: built mails cannot be stored safely")
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"motcua.notices.message").derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
