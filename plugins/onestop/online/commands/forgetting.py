"""Drafts that nobody touches any more: they hold personal data and nobody's business, so they go."""

from datetime import timedelta

from core import audit, db, files
from core.acting import Act
from plugins.onestop.online.commands.writing import SUBJECT
from plugins.onestop.online.rules import rules

_OLD = """
SELECT id FROM onestop.onestop_filing WHERE state = 'draft' AND changed_at < $1 ORDER BY id LIMIT 500
FOR UPDATE SKIP LOCKED
"""


async def forget_drafts(act: Act) -> int:
    """Delete the drafts that were not touched for as long as the rules say, with their files; return how many."""
    forgotten = 0
    async with db.transaction():
        for row in await db.rows(_OLD, act.at - timedelta(days=rules().draft.keep_days)):
            await _forget(row["id"], act)
            forgotten += 1
    return forgotten


async def _forget(filing_id: int, act: Act) -> None:
    for attachment in await files.of_subject(SUBJECT, filing_id):
        await files.remove(attachment, act)
    for table in ("file", "note"):
        await db.execute(f"DELETE FROM onestop.onestop_filing_{table} WHERE filing = $1", filing_id)  # noqa: S608 -- constants
    await db.execute("DELETE FROM onestop.onestop_filing WHERE id = $1", filing_id)
    await audit.record(act, "onestop.forget_draft", subject=SUBJECT, subject_id=filing_id)
