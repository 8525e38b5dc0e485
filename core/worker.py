"""The worker: runs queued jobs and schedules until it is told to stop."""

import asyncio
import signal
import traceback
import uuid
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog
from croniter import croniter

from core import db, events, jobs, migrate
from core.acting import Act, system_act
from core.clock import Clock, system_clock
from core.contributions import JobKind, Schedule
from core.fence import fenced
from core.registry import Registry
from core.watchdog import watchdog

log = structlog.get_logger()
KERNEL_JOBS = (JobKind(payload=events.Deliver, handler=events.deliver, seconds=60),)
HEARTBEAT = timedelta(seconds=15)
LISTENING = timedelta(seconds=10)
DEAF_AFTER = 2
SLOT_ID = uuid.UUID(int=0)

# one row for each schedule: the slot that was run last
TAKE_SLOT = """
INSERT INTO core.core_delivery (event_id, handler, done_at) VALUES ($1, $2, $3)
ON CONFLICT (event_id, handler) DO UPDATE SET done_at = EXCLUDED.done_at
WHERE core_delivery.done_at < EXCLUDED.done_at RETURNING 1
"""


def kinds(registry: Registry) -> list[JobKind]:
    """Return every kind of job: the kernel's and the plugins'."""
    return [*KERNEL_JOBS, *registry.job_kinds.values()]


async def run(registry: Registry, clock: Clock = system_clock) -> None:
    """Work until SIGTERM or SIGINT; jobs in hand are finished first. Needs an open pool.

    Raises OtherVersion, and ends with an error when the database goes away: the supervisor starts it again.
    """
    await migrate.refuse_other_version(registry)
    queuer = build(registry, clock)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, queuer.shutdown.set)
    log.info("worker started", jobs=len(kinds(registry)), schedules=len(registry.all("schedules")))
    deaf = asyncio.create_task(_until_deaf(queuer))
    try:
        async with watchdog():
            await queuer.run(heartbeat_timeout=HEARTBEAT, dequeue_timeout=timedelta(seconds=5))
    finally:
        deaf.cancel()
    if deaf.done() and not deaf.cancelled():
        deaf.result()


async def _until_deaf(queuer: Any) -> None:
    """Ask again and again whether notices still arrive; when none does, stop the queue and raise why.

    The library's own check asks before it listens, and takes the loss of that first question for a fault.
    """
    from pgqueuer.errors import FailingListenerError

    unheard = 0
    while unheard < DEAF_AFTER:
        await asyncio.sleep(LISTENING.total_seconds())
        try:
            await queuer.qm.listener_healthy(timeout=LISTENING)
        except FailingListenerError:
            unheard += 1
        else:
            unheard = 0
    log.error("no notice arrives any more: the worker ends")
    queuer.shutdown.set()
    raise FailingListenerError


def build(registry: Registry, clock: Clock = system_clock) -> Any:
    """Return the queue's runner with every job and schedule attached."""
    from pgqueuer import PgQueuer
    from pgqueuer.executors import DatabaseRetryEntrypointExecutor

    jobs.configure()
    if db.DB.pool is None:
        raise RuntimeError("the connection pool is not open")
    queuer = PgQueuer.from_asyncpg_pool(db.DB.pool)
    for kind in kinds(registry):

        def executor(parameters: Any, kind: JobKind = kind) -> Any:
            return DatabaseRetryEntrypointExecutor(parameters, max_attempts=kind.attempts - 1)

        queuer.entrypoint(kind.name, concurrency_limit=kind.concurrency, on_failure="hold", executor_factory=executor)(
            _runner(kind, clock)
        )
    for schedule in registry.all("schedules"):
        queuer.schedule(f"{jobs.job_name(type(schedule.payload))}.schedule", schedule.cron)(_enqueuer(schedule, clock))
    return queuer


async def run_one(kind: JobKind, payload: bytes, clock: Clock, job_id: object = "") -> None:
    """Run one job's handler as the system, outside any transaction. Raises what it raised, or TimeoutError."""
    act: Act = system_act(clock.now(), request_id=f"job-{job_id or uuid.uuid4()}")
    await fenced(kind.seconds, kind.handler, msgspec.json.decode(payload, type=kind.payload), act)


def _runner(kind: JobKind, clock: Clock) -> Any:
    async def run_job(job: Any) -> None:
        try:
            await run_one(kind, job.payload, clock, job.id)
        except Exception:
            log.warning("job failed", job=kind.name, attempt=job.attempts + 1, error=traceback.format_exc(limit=8))
            raise

    return run_job


def _enqueuer(schedule: Schedule, clock: Clock) -> Any:
    """Return what the queue calls when a schedule is due: enqueues the job once for each slot.

    The library cuts times to seconds, so it may call a moment too early and then again: the slot itself is the key.
    """
    payload = schedule.payload
    name = jobs.job_name(type(payload))

    async def enqueue(_due: Any) -> None:
        slot = croniter(schedule.cron, clock.now() + timedelta(microseconds=1)).get_prev(datetime)
        async with db.transaction():
            if await db.value(TAKE_SLOT, SLOT_ID, f"schedule:{name} {schedule.cron}", slot):
                # the key keeps a slow job from piling up behind itself
                await jobs.enqueue(payload, dedupe=f"schedule:{name}")  # type: ignore[arg-type]

    return enqueue
