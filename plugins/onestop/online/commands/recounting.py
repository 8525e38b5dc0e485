"""Answers that are due at another hour since the calendar changed: a new day off moves them, and the filing says so."""

from core import audit, db
from core.acting import Act
from core.text.formats import format_datetime
from core.text.i18n import gettext as _
from plugins.onestop.office import office_of
from plugins.onestop.online.commands.writing import NOTE, SUBJECT
from plugins.onestop.online.rules import answer_deadline

_WAITING = """
SELECT id, unit_id, filed_at, answer_due_at FROM onestop.onestop_filing
WHERE state = 'filed' AND filed_at IS NOT NULL ORDER BY id
"""
_MOVE = """
UPDATE onestop.onestop_filing SET answer_due_at = $3 WHERE id = $1 AND state = 'filed' AND filed_at = $2
RETURNING id
"""


async def recount_answers(act: Act) -> int:
    """Work out anew until when the waiting filings have to be answered; return how many moved."""
    moved = 0
    for row in await db.rows(_WAITING):
        calendar = (await office_of(row["unit_id"])).calendar
        deadline = answer_deadline(calendar, row["filed_at"])
        due, before = deadline.due_at if deadline else None, row["answer_due_at"]
        if due == before:
            continue
        async with db.transaction():
            if await db.value(_MOVE, row["id"], row["filed_at"], due) is None:
                continue  # answered meanwhile
            words = _("%(before)s → %(after)s", before=format_datetime(before), after=format_datetime(due))
            await db.execute(NOTE, row["id"], act.at, "recount", act.who.display_name, words)
            await audit.record(
                act, "onestop.filing_recount", subject=SUBJECT, subject_id=row["id"], unit_id=row["unit_id"]
            )
        moved += 1
    return moved
