"""Ask once for everything that is missing: a list of papers with remarks, and the day until which it is awaited."""

from datetime import datetime

import msgspec
from msgspec import Struct

from core import db
from core.acting import Act
from core.text.formats import format_datetime
from core.text.i18n import gettext as _
from plugins.onestop.clock.domain.supplements import Allowance, allowance
from plugins.onestop.clock.queries.sheets import commission_of
from plugins.onestop.office import office_of
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import MissingPaper, Move
from plugins.onestop.workflow.domain.steps import asked_for

_ASK = """
INSERT INTO onestop.onestop_supplement (dossier, round, items, note, asked_at, asked_by_name, deadline_at)
SELECT $1, 1 + coalesce(max(round), 0), $2::jsonb, $3, $4, $5, $6 FROM onestop.onestop_supplement WHERE dossier = $1
"""
_CLOSE = """
UPDATE onestop.onestop_supplement SET closed_at = $2, outcome = $3 WHERE dossier = $1 AND closed_at IS NULL
"""


class Asked(Struct, frozen=True):
    """What is asked for. reason: the whole of it as the citizen reads it, "" when nothing was named."""

    items: tuple[MissingPaper, ...]
    note: str
    reason: str
    deadline_at: datetime | None


async def what_is_asked(sheet: Sheet, data: Move, act: Act) -> Asked | None:
    """Return what a move asks the citizen for; None when its kind asks for nothing."""
    move = next((m for m in sheet.workflow.exits(sheet.state) if m.action == data.action), None)
    if move is None or not move.lists_papers:
        return None
    items = tuple(item for item in data.items if item.wanted or item.text.strip())
    items = tuple(item for item in items if item.paper.strip() or item.text.strip())
    deadline = await _deadline(sheet, data.days, act)
    if not items and not data.reason.strip():
        return Asked(items, "", "", deadline)
    until = _("Hạn bổ sung: %(at)s.", at=format_datetime(deadline)) if deadline else ""
    named = [(item.paper.strip(), item.text.strip()) for item in items]
    return Asked(items, data.reason.strip(), asked_for(named, data.reason, until), deadline)


async def _deadline(sheet: Sheet, days: int | None, act: Act) -> datetime | None:
    """Return until when papers are awaited: as many working days as were set, else what the rules give."""
    rules = (await commission_of(sheet)).rules
    allowed = Allowance(days, None) if days else allowance(rules, sheet.facts.rules)
    return allowed.until((await office_of(sheet.unit_id)).calendar, act.at).due_at if allowed else None


async def ask_for(dossier_id: int, asked: Asked, act: Act) -> None:
    """Write a round of asking, in the transaction of its move."""
    items = msgspec.json.encode([{"paper": item.paper, "text": item.text} for item in asked.items]).decode()
    await db.execute(_ASK, dossier_id, items, asked.note, act.at, act.who.display_name, asked.deadline_at)


async def close_round(dossier_id: int, outcome: str, act: Act) -> None:
    """Write down what ended the waiting, if there was any."""
    await db.execute(_CLOSE, dossier_id, act.at, outcome)
