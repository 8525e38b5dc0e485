"""Gateways for messages to telephones: small adapters that say what came of it by what they raise.

Returning means taken. `ChannelRefused`: never (no such number). `ChannelOff`: no gateway in the settings. Everything
else (no connection, no answer, busy, log-in refused): tried again later. The shapes of the requests are those that the
gateways publish; addresses and tokens are settings, and a gateway of another shape is another plugin's channel.
"""

import re
from typing import Any, Final, Literal

import httpx
import msgspec

from core.contracts.notices import ChannelOff, ChannelRefused
from plugins.onestop.settings import TextChannel, gateway
from plugins.onestop.telling.domain.plain import without_marks

REFUSED: Final = frozenset({400, 404, 410, 422})
# Zalo answers 200 with an error number in it. These are taken to be about the receiver, which no other try changes; the
# list could not be checked against the gateway itself: a number that is missing here only costs further tries.
_ZALO_REFUSED: Final = frozenset({-108, -114, -118, -119, -131, -132, -141})


async def send_sms(address: str, subject: str, text: str) -> None:  # noqa: ARG001 -- a text message has no subject
    """Send a text message: POST {to, from, text} as JSON with a bearer token."""
    found = _open("sms")
    body = without_marks(text) if found.plain else text
    sent = {"to": address, "from": found.sender, "text": body}
    await _post(found, sent, {"authorization": f"Bearer {found.token}"})


async def send_zalo(address: str, subject: str, text: str) -> None:  # noqa: ARG001 -- a text message has no subject
    """Send through a Zalo Official Account: a form of message (ZNS) with one field for our words."""
    found = _open("zalo")
    phone = re.sub(r"^0", "84", address)
    sent = {"phone": phone, "template_id": found.template, "template_data": {"noi_dung": text}}
    answer = await _post(found, sent, {"access_token": found.token})
    error = _error_number(answer)
    if error in _ZALO_REFUSED:
        raise ChannelRefused(f"Zalo error {error}")
    if error:
        raise ConnectionError(f"Zalo error {error}")


def _open(name: Literal["sms", "zalo"]) -> TextChannel:
    settings = gateway(name)
    if not settings.url:
        raise ChannelOff
    return settings


async def _post(settings: TextChannel, body: dict[str, Any], headers: dict[str, str]) -> bytes:
    """Return the body of a good answer. The error names the status only: a gateway may repeat what was sent."""
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=settings.timeout_s) as client:
        answer = await client.post(settings.url, json=body, headers=headers)
    if answer.status_code in REFUSED:
        raise ChannelRefused(f"HTTP {answer.status_code}")
    if not answer.is_success:
        raise ConnectionError(f"HTTP {answer.status_code}")
    return answer.content


def _error_number(answer: bytes) -> int:
    try:
        return int(msgspec.json.decode(answer)["error"])
    except (msgspec.DecodeError, TypeError, KeyError, ValueError):
        return 0
