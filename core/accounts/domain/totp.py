"""One-time codes of an authenticator app (RFC 6238: 30 s, six digits) and recovery codes."""

import base64
import hmac
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import quote

import pyotp

STEP_SECONDS: Final = 30
WINDOW: Final = 1  # steps before and after the present one: clocks of phones differ
SECRET_BYTES: Final = 20  # RFC 4226, section 4: 160 bits

RECOVERY_CODES: Final = 10
_RECOVERY_LENGTH: Final = 12
# Crockford's letters: no I, L, O, U, so nothing is misread; 32 of them, so 12 letters are 60 bits.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})


def secret_text(secret: bytes) -> str:
    """Return a secret as people type it into an app: base32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def code_at(secret: bytes, at: datetime) -> str:
    """Return the code of a moment (aware), as an app shows it."""
    return pyotp.TOTP(base64.b32encode(secret).decode()).generate_otp(_step(at))


def matching_step(secret: bytes, code: str, at: datetime, after: int | None) -> int | None:
    """Return the step whose code this is, within the window; None when there is none.

    after: the last step that was accepted; it and earlier ones are not accepted again.
    """
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    totp = pyotp.TOTP(base64.b32encode(secret).decode())
    now = _step(at)
    # every step is compared, so that the time taken says nothing
    steps = [s for s in range(now - WINDOW, now + WINDOW + 1) if hmac.compare_digest(totp.generate_otp(s), digits)]
    return next((step for step in steps if after is None or step > after), None)


def app_address(secret: bytes, username: str, issuer: str) -> str:
    """Return the address that an authenticator app reads from the QR code."""
    label = quote(f"{issuer}:{username}", safe="")
    return f"otpauth://totp/{label}?secret={secret_text(secret)}&issuer={quote(issuer, safe='')}"


def new_recovery_codes(below: Callable[[int], int]) -> list[str]:
    """Return ten new codes, "3ABC-DEFG-HJKM-N". below(n): a random number under n; the first letter is the slot."""
    return [
        grouped(f"{slot}" + "".join(_LETTERS[below(len(_LETTERS))] for _ in range(_RECOVERY_LENGTH)))
        for slot in range(RECOVERY_CODES)
    ]


def grouped(code: str) -> str:
    """Return a code in blocks of four letters."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_recovery_code(typed: str) -> tuple[int, str] | None:
    """Return slot and code as it was hashed, from whatever way it was typed; None when it cannot be one."""
    letters = re.sub(r"[\s-]", "", typed).upper().translate(_MISREAD)
    if len(letters) != _RECOVERY_LENGTH + 1 or not letters[0].isdigit() or not set(letters) <= set(_LETTERS):
        return None
    return int(letters[0]), grouped(letters)


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS
