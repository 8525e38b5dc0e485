"""The poller's jobs: each minute the due communes, one job each; a cycle never overlaps itself."""

import time
from datetime import datetime, timedelta

import structlog

from core import db, jobs
from core.acting import Act
from core.contributions import JobKind
from core.registry import current
from plugins.assets.monitoring import commands, polling, queries
from plugins.assets.monitoring.domain.states import slot
from plugins.assets.monitoring.payloads import ForgetSamples, Poll, PollCommune, PollDevice
from plugins.assets.monitoring.schemas import Outcome, Target
from plugins.assets.settings import assets_settings

log = structlog.get_logger()


async def poll(_payload: Poll, act: Act) -> None:
    """Enqueue one cycle for each commune with due devices, unless its last one still waits or runs."""
    due_at = slot(act.at)
    async with db.transaction():
        await commands.lose_unasked(due_at, act)
        for unit_id in await queries.units_due(due_at):
            cycle = PollCommune(unit_id=unit_id, due_at=due_at)
            if await jobs.enqueue(cycle, dedupe=f"assets.poll_commune:{unit_id}") is None:
                log.warning("poll cycle is late", unit_id=unit_id, due_at=due_at.isoformat())


async def poll_commune(payload: PollCommune, act: Act) -> None:
    """Ask the due devices of a commune and store what they said; a second run finds nothing due."""
    begun = time.monotonic()
    targets = await commands.claim_due(payload.unit_id, payload.due_at)
    if not targets:
        return
    outcomes = await _ask(targets, payload.due_at)
    async with db.transaction():
        wanted = await commands.store(outcomes, act)
        await commands.note_cycle(
            payload.unit_id,
            payload.due_at,
            act.at,
            act.at + timedelta(seconds=time.monotonic() - begun),
            asked=len(outcomes),
            answered=sum(outcome.up for outcome in outcomes),
        )
    await _ask_at_once(wanted - {outcome.target.device_id for outcome in outcomes}, act, time.monotonic() - begun)


async def poll_device(payload: PollDevice, act: Act) -> None:
    """Ask one device out of turn; the moment of the poll is the moment it is asked."""
    begun = time.monotonic()
    target = await commands.target(payload.device_id)
    if target is not None:
        wanted = await commands.store(await _ask([target], act.at), act)
        await _ask_at_once(wanted - {target.device_id}, act, time.monotonic() - begun)


async def _ask_at_once(device_ids: frozenset[int], act: Act, passed_s: float) -> None:
    """Ask those who can tell whether a silent device or the way to it is at fault; once, the next cycle goes on."""
    if device_ids:
        later = Act(who=act.who, at=act.at + timedelta(seconds=max(1.0, passed_s)))
        await commands.store(await _ask(await commands.targets(device_ids), later.at), later)


async def forget_samples(_payload: ForgetSamples, act: Act) -> None:
    """Delete polls that are older than they are kept."""
    gone = await commands.forget_samples(act.at - timedelta(days=assets_settings().keep_days))
    log.info("old polls deleted", count=gone)


async def _ask(targets: list[Target], at: datetime) -> list[Outcome]:
    settings = assets_settings()
    return await polling.ask_all(
        targets,
        at,
        secret_key=current().settings.secret_key,
        seconds=settings.timeout_s,
        speaker=polling.engine(),
        through=polling.gates(settings.at_once),
    )


KINDS = (
    JobKind(Poll, poll, concurrency=1),
    JobKind(PollCommune, poll_commune, concurrency=4),
    JobKind(PollDevice, poll_device, concurrency=8),
    JobKind(ForgetSamples, forget_samples, concurrency=1),
)
