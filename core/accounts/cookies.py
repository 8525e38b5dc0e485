"""The two cookies. `__Host-` keeps other hosts and paths from setting them; both are Secure, HttpOnly, SameSite=Lax."""

import hmac
import secrets
from typing import Any

from litestar.datastructures import Cookie
from litestar.response import Response

from core.accounts.keys import mac

LOGIN = "__Host-mc_login"
DEVICE = "__Host-mc_device"
_YEAR_S = 365 * 24 * 3600


def put_login(response: Response[Any], token: str) -> None:
    """Give the browser the token of a log-in; it forgets it when it is closed."""
    response.set_cookie(_cookie(LOGIN, token))


def drop_login(response: Response[Any]) -> None:
    """Take the token back."""
    response.set_cookie(_cookie(LOGIN, "", max_age=0))


def put_device(response: Response[Any], account_id: int) -> None:
    """Remember on the device that this account logged in here, for a year: its tries are counted apart."""
    nonce = secrets.token_hex(8)
    body = f"{account_id}.{nonce}"
    response.set_cookie(_cookie(DEVICE, f"{body}.{mac('device', body)}", max_age=_YEAR_S))


def known_device(cookie: str, account_id: int) -> str | None:
    """Return the device's own name when the cookie says, under our key, that this account logged in on it."""
    body, _, seal = cookie.rpartition(".")
    owner, _, nonce = body.partition(".")
    if owner != str(account_id) or not hmac.compare_digest(seal, mac("device", body)):
        return None
    return nonce


def _cookie(key: str, value: str, max_age: int | None = None) -> Cookie:
    return Cookie(key=key, value=value, path="/", secure=True, httponly=True, samesite="lax", max_age=max_age)
