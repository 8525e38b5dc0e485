"""What is derived from the installation's secret key, one key a purpose; and hashes of random tokens."""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.registry import current

SHORTEST_SECRET = 32
_NONCE = 12


@lru_cache(maxsize=16)
def _derived(secret_key: str, purpose: str) -> bytes:
    if len(secret_key) < SHORTEST_SECRET:
        raise ValueError(f"secret_key must have at least {SHORTEST_SECRET} characters: log-ins depend on it")
    info = f"motcua.accounts.{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret_key.encode())


def mac(purpose: str, message: str) -> str:
    """Return a keyed hash of a message as 43 letters that fit into cookies and forms."""
    key = _derived(current().settings.secret_key, purpose)
    return _text(hmac.digest(key, message.encode(), hashlib.sha256))


def seal(purpose: str, secret: bytes, owner: int) -> bytes:
    """Return a secret encrypted (AES-256-GCM) for one owner: in another owner's row it does not open."""
    nonce = secrets.token_bytes(_NONCE)
    key = _derived(current().settings.secret_key, purpose)
    return nonce + AESGCM(key).encrypt(nonce, secret, str(owner).encode())


def unseal(purpose: str, sealed: bytes, owner: int) -> bytes:
    """Return what was sealed. Raises ValueError when it was changed, moved, or sealed under another secret key."""
    key = _derived(current().settings.secret_key, purpose)
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], str(owner).encode())
    except InvalidTag as error:
        raise ValueError("sealed under another secret_key, or changed") from error


def new_token() -> str:
    """Return 256 random bits as 43 letters."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Return what is kept of a random token; a plain hash is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
