"""Background work of the notices."""

import time
from datetime import timedelta
from typing import Final

import httpx
import structlog

from core.acting import Act
from core.contracts.notices import ChannelOff, ChannelRefused
from core.contributions import NoticeChannel
from core.notices.domain.ladder import Outcome
from core.registry import current
from plugins.onestop.telling.commands import collecting, sending
from plugins.onestop.telling.payloads import Tell, TellOne

log = structlog.get_logger()
LONGEST_S: Final = 50.0


async def tell(_payload: Tell, act: Act) -> None:
    """Turn every new event into notices, send the text messages that are due, learn what became of the mails.

    A gateway that cannot be reached is left alone until the next minute.
    """
    while await collecting.collect(act):
        pass
    channels: dict[str, NoticeChannel] = {channel.name: channel for channel in current().all("notice_channels")}
    started, away = time.monotonic(), list[str]()
    while (spent := time.monotonic() - started) < LONGEST_S:
        at = act.at + timedelta(seconds=spent)
        claimed = await sending.claim(at, away)
        if claimed is None:
            break
        channel = channels.get(claimed.channel)
        outcome = Outcome("refused", "no such channel") if channel is None else await _try(channel, claimed)
        if outcome is None:
            await sending.withhold(claimed)
            continue
        await sending.settle(claimed, outcome, at)
        if outcome.kind == "away":
            away.append(claimed.channel)
    await sending.catch_up(act.at)


async def tell_one(payload: TellOne, act: Act) -> None:
    """Write the notices of one event that could not be told with the others."""
    await collecting.tell_one(payload.event_id, act)


async def _try(channel: NoticeChannel, claimed: sending.Claimed) -> Outcome | None:
    """Return what came of one try, None when the channel has no gateway. Other plugins' channels may raise anything."""
    try:
        await channel.send(claimed.address, claimed.subject, claimed.body)
    except ChannelOff:
        return None
    except ChannelRefused as refusal:
        return Outcome("refused", str(refusal))
    except (httpx.HTTPError, OSError, TimeoutError) as error:
        return Outcome("away", f"{type(error).__name__}: {error}")
    except Exception as error:
        log.exception("notice channel failed", channel=channel.name)
        return Outcome("later", f"{type(error).__name__}: {error}")
    return Outcome("delivered")
