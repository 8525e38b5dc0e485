"""Background work of the exchange with other systems."""

import time
from datetime import datetime, timedelta
from typing import Final

import msgspec
import structlog
from msgspec import Struct

from core import db
from core.acting import Act
from core.sealing import SealBroken
from plugins.onestop.exchange.commands import deliveries
from plugins.onestop.exchange.commands.webhooks import keys
from plugins.onestop.exchange.domain.retries import Outcome
from plugins.onestop.exchange.domain.signature import headers
from plugins.onestop.exchange.domain.targets import Target, read_target
from plugins.onestop.exchange.payloads import ForgetMessages, Relay, SendMessages
from plugins.onestop.exchange.sender import post
from plugins.onestop.settings import onestop_settings

log = structlog.get_logger()
LONGEST_S: Final = 60.0
PATIENCE: Final = 3
"""Refusals in a row after which a receiver is left alone for a minute."""
_LOAD = """
SELECT id, url, sealed_secret, sealed_previous, previous_until FROM onestop.onestop_webhook WHERE id = $1 AND active
"""


class _Hook(Struct, frozen=True):
    id: int
    url: str
    sealed_secret: bytes
    sealed_previous: bytes | None
    previous_until: datetime | None


async def relay(_payload: Relay, act: Act) -> None:
    """Turn every new event into messages, then have sent what is due."""
    while await deliveries.collect(act):
        pass
    await deliveries.wake(act)


async def send(payload: SendMessages, act: Act) -> None:
    """Send what is due, one after the other, for a minute at most; the relay asks again for what is left.

    A receiver that cannot be reached is left alone until then.
    """
    hook = await db.struct(_Hook, _LOAD, payload.webhook_id)
    if hook is None:
        return
    started, failures = time.monotonic(), 0
    while (spent := time.monotonic() - started) < LONGEST_S:
        now = msgspec.structs.replace(act, at=act.at + timedelta(seconds=spent))
        claimed = await deliveries.claim(hook.id, now.at)
        if claimed is None:
            return
        outcome = await _try(hook, claimed, now.at)
        await deliveries.settle(claimed, outcome, now)
        failures = 0 if outcome.kind == "taken" else failures + 1
        if outcome.kind in {"away", "gone"} or failures >= PATIENCE:
            return


async def _try(hook: _Hook, claimed: deliveries.Claimed, at: datetime) -> Outcome:
    settings = onestop_settings()
    target = read_target(hook.url, settings.webhook_hosts)
    if not isinstance(target, Target):
        return Outcome("away", error=f"the address is not allowed: {target}")
    try:
        signing = keys(hook.id, hook.sealed_secret, hook.sealed_previous, hook.previous_until, at)
    except SealBroken as broken:
        log.exception("webhook secret does not open", webhook=hook.id)
        return Outcome("away", error=str(broken))
    body = claimed.body.encode()
    return await post(
        target, headers(signing, claimed.event_id, int(at.timestamp()), body), body, settings.webhook_timeout_s
    )


async def forget(_payload: ForgetMessages, act: Act) -> None:
    """Drop messages that were settled long ago."""
    await deliveries.forget(act.at)
