"""Gateways for messages to telephones: small adapters that say what came of it by what they raise.

Returning means taken. `ChannelRefused`: never (no such number). `ChannelOff`: no gateway in the settings. Everything
else (no connection, no answer, busy, log-in refused): tried again later. The shapes of the requests are those that the
gateways publish; addresses and tokens are settings, and a gateway of another shape is another plugin's channel.
"""

import re
from typing import Any, Final

import httpx
import msgspec

from core.contracts.notices import ChannelOff, ChannelRefused
from plugins.onestop.settings import TextChannel, onestop_settings
from plugins.onestop.telling.domain.plain import without_marks

REFUSED: Final = frozenset({400, 404, 410, 422})
# Zalo answers 200 with an error number in it; these are about the receiver and stay as they are
_ZALO_REFUSED: Final = frozenset({-108, -114, -118, -119, -131, -132, -141})


async def send_sms(address: str, subject: str, text: str) -> None:  # noqa: ARG001 -- a text message has no subject
    """Send a text message: POST {to, from, text} as JSON with a bearer token."""
    gateway = _gateway(onestop_settings().sms)
    body = without_marks(text) if gateway.plain else text
    sent = {"to": address, "from": gateway.sender, "text": body}
    await _post(gateway, sent, {"authorization": f"Bearer {gateway.token}"})


async def send_zalo(address: str, subject: str, text: str) -> None:  # noqa: ARG001 -- a text message has no subject
    """Send through a Zalo Official Account: a form of message (ZNS) with one field for our words."""
    gateway = _gateway(onestop_settings().zalo)
    phone = re.sub(r"^0", "84", address)
    sent = {"phone": phone, "template_id": gateway.template, "template_data": {"noi_dung": text}}
    answer = await _post(gateway, sent, {"access_token": gateway.token})
    error = _error_number(answer)
    if error in _ZALO_REFUSED:
        raise ChannelRefused(f"Zalo error {error}")
    if error:
        raise ConnectionError(f"Zalo error {error}")


def _gateway(settings: TextChannel) -> TextChannel:
    if not settings.url:
        raise ChannelOff
    return settings


async def _post(gateway: TextChannel, body: dict[str, Any], headers: dict[str, str]) -> bytes:
    """Return the body of a good answer. The error names the status only: a gateway may repeat what was sent."""
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=gateway.timeout_s) as client:
        answer = await client.post(gateway.url, json=body, headers=headers)
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
