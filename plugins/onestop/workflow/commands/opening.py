"""Open a dossier for a write: seen by the actor, as the actor saw it, and locked; and one line for its ledger."""

from core import audit, db
from core.acting import Act
from core.errors import Missing
from plugins.onestop.access import scope
from plugins.onestop.commands.stepping import overtaken
from plugins.onestop.domain.ledger import NOBODY, Holder
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet

_LOCK = "SELECT revision FROM onestop.onestop_dossier WHERE id = $1 FOR UPDATE"
_LINE = """
INSERT INTO onestop.onestop_dossier_event
  (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason, on_behalf_of, on_behalf_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""


async def opened(code: str, revision: int, act: Act) -> Sheet:
    """Return the dossier, locked until the caller's transaction ends.

    Raises Missing for one of other units, Conflict when it is no longer as the actor saw it.
    """
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    if await db.value(_LOCK, sheet.id) != revision or sheet.revision != revision:
        raise overtaken(sheet, await dossiers.ledger(sheet.id))
    return sheet


async def note(
    sheet: Sheet,
    kind: str,
    action: str,
    act: Act,
    *,
    source: str = "",
    target: str = "",
    holder: str = "",
    reason: str = "",
    on_behalf: Holder = NOBODY,
) -> None:
    """Write a line into the ledger, and that it was done into the log."""
    await db.execute(
        _LINE,
        sheet.id,
        act.at,
        kind,
        action,
        source,
        target,
        act.who.person_id,
        act.who.display_name,
        holder,
        reason.strip(),
        on_behalf.id,
        on_behalf.name,
    )
    await audit.record(
        act,
        f"onestop.{kind}.{action}",
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        before={"code": sheet.code, "state": source or sheet.state, "holder": sheet.holder_name},
        after={"state": target or sheet.state, "holder": holder, "on_behalf_of": on_behalf.id},
    )
