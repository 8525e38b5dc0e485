"""Background work, behind a port: plugins never see the queue's library.

A job is a payload Struct whose tag is the job's name. `enqueue` writes it in the business transaction: there is a job
if and only if the business happened. A job that fails is tried again with growing pauses and then held, with its
traceback, on the page where a person can run it again. Jobs may run twice: handlers are idempotent.
"""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from core import db

SCHEMA = "jobs"


class Payload(msgspec.Struct, frozen=True, kw_only=True, tag_field="job"):
    """Root of all payloads: `class PollCommune(Payload, frozen=True, tag="assets.poll_commune")`."""


class HeldJob(msgspec.Struct, frozen=True):
    """A job that gave up: id, name, payload as JSON, tries made, when it was made (UTC), last error, traceback."""

    id: int
    name: str
    payload: str
    attempts: int
    created: datetime
    error: str
    traceback: str


async def enqueue(
    payload: Payload, *, after: timedelta | None = None, dedupe: str | None = None, priority: int = 0
) -> int | None:
    """Put work into the queue, in the caller's transaction if there is one.

    after: not before so much time has passed. dedupe: while a job with this key waits or runs, a second one is not
    made. Returns the job's id, None when it was a duplicate.
    """
    async with db.connection() as lent:
        ids = await _queries(lent).enqueue(
            [job_name(type(payload))],
            [msgspec.json.encode(payload)],
            [priority],
            [after],
            [dedupe],
            on_conflict="skip",
        )
    return None if ids[0] is None else int(ids[0])


def job_name(kind: type[msgspec.Struct]) -> str:
    """Return the job's name of a payload type: its tag."""
    return str(kind.__struct_config__.tag)


async def held(limit: int = 100) -> list[HeldJob]:
    """Return the jobs that gave up, newest first."""
    found = await db.rows(
        """SELECT q.id, q.entrypoint, convert_from(q.payload, 'UTF8'), q.attempts + 1, q.created,
                  coalesce(concat_ws(': ', l.told->>'exception_type', l.told->>'exception_message'), ''),
                  coalesce(l.told->>'traceback', '')
           FROM jobs.pgqueuer q LEFT JOIN LATERAL (
               SELECT traceback AS told FROM jobs.pgqueuer_log
               WHERE job_id = q.id AND traceback IS NOT NULL ORDER BY id DESC LIMIT 1
           ) l ON true
           WHERE q.status = 'failed' ORDER BY q.created DESC LIMIT $1""",
        limit,
    )
    return [HeldJob(*record) for record in found]


async def run_again(job_id: int) -> None:
    """Put a held job back into the queue, with all its tries before it."""
    async with db.connection() as lent:
        await _queries(lent).requeue_jobs([job_id])


async def waiting() -> int:
    """Return how many jobs wait or run."""
    return int(await db.value("SELECT count(*) FROM jobs.pgqueuer WHERE status IN ('queued', 'picked')"))


def _queries(connection: Any) -> Any:
    """Return the library's queries on a connection, with our schema."""
    from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
    from pgqueuer.adapters.persistence.queries import Queries

    configure()
    return Queries(AsyncpgDriver(connection))


def configure() -> None:
    """Tell the library its schema and that every table is written durably; it reads that from the environment."""
    import os

    os.environ.setdefault("PGQUEUER_SCHEMA", SCHEMA)
    os.environ.setdefault("PGQUEUER_DURABILITY", "durable")


async def install_schema() -> None:
    """Create the queue's tables unless they are there; part of `motcua migrate`, inside its transaction."""
    async with db.connection() as lent:
        queries = _queries(lent)
        if not await queries.schema_is_installed():
            await queries.install()


async def upgrade_schema() -> None:
    """Bring the queue's tables to the library's version; outside a transaction, under the library's own lock."""
    async with db.connection() as lent:
        await _queries(lent).upgrade()
