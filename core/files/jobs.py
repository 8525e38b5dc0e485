"""Background work on files: sweep what no row knows, ask the virus scanner again."""

from datetime import timedelta
from itertools import islice

import anyio.to_thread
import structlog

from core import db
from core.acting import Act
from core.files import queries, storage
from core.files.antivirus import scan
from core.files.commands import content_of, files_folder, remove
from core.jobs import Payload
from core.registry import current

log = structlog.get_logger()
ORPHAN_AGE = timedelta(hours=24)
"""No transaction lasts so long: a file of this age without row belongs to none that could still commit."""
SWEEP_BATCH = 500
SCAN_BATCH = 50


class SweepFiles(Payload, frozen=True, tag="files.sweep"):
    """Delete stored files that no attachment knows."""


class ScanAgain(Payload, frozen=True, tag="files.scan_again"):
    """Ask the virus scanner about the files in quarantine."""


async def sweep_files(_payload: SweepFiles, act: Act) -> None:
    """Delete files without row that are at least a day old."""
    folder = files_folder()
    tokens = storage.older_than(folder, (act.at - ORPHAN_AGE).timestamp())
    swept = 0
    while batch := await anyio.to_thread.run_sync(lambda: list(islice(tokens, SWEEP_BATCH))):
        orphans = set(batch) - await queries.known(batch)
        for token in orphans:
            await anyio.to_thread.run_sync(storage.remove, folder, token)
        swept += len(orphans)
    if swept:
        log.info("orphaned files removed", count=swept)


async def scan_again(_payload: ScanAgain, act: Act) -> None:
    """Let go what is clean now, take away what is infected, leave the rest waiting."""
    for attachment in await queries.quarantined(SCAN_BATCH):
        verdict = await scan(await content_of(attachment), current().settings.clamd_socket)
        if verdict.result == "clean":
            await db.execute("UPDATE files.files_attachment SET state = 'ok' WHERE id = $1", attachment.id)
        elif verdict.result == "infected":
            log.warning("infected file taken away", virus=verdict.detail, attachment=attachment.id)
            await remove(attachment, act)
