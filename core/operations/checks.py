"""What /health/ready and /metrics ask of the platform itself."""

from collections.abc import Mapping

from core import db
from core.registry import current

WORKER_SILENT_MINUTES = 5


async def database() -> str | None:
    """Say when the database does not answer."""
    try:
        await db.value("SELECT 1")
    except Exception as error:  # noqa: BLE001 -- whatever keeps it from answering is the finding
        return f"no answer: {type(error).__name__}"
    return None


async def worker() -> str | None:
    """Say when no worker has shown a sign of life for five minutes; it beats once a minute."""
    silent = await db.value(
        "SELECT extract(epoch FROM now() - max(done_at)) / 60 FROM core.core_delivery WHERE handler = 'operations.beat'"
    )
    if silent is None:
        return "no worker has run yet"
    return f"silent for {int(silent)} minutes" if silent > WORKER_SILENT_MINUTES else None


async def plugins() -> str | None:
    """Name the plugins that were left out."""
    faults = current().faults
    return "; ".join(f"{f.plugin}: {f.reason}" for f in faults) or None


async def jobs_by_state() -> Mapping[str, float]:
    """Return how many jobs wait, run or are held."""
    found = await db.rows("SELECT status::text, count(*) FROM jobs.pgqueuer GROUP BY 1")
    return {"queued": 0.0, "picked": 0.0, "failed": 0.0} | {r[0]: float(r[1]) for r in found}
