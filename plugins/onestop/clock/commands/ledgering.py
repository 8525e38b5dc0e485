"""Append lines to the ledger of a dossier and change what follows from them, in one statement."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from core import db
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem
from core.text.i18n import gettext as _
from plugins.onestop.access import VIEW, scope
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet

_APPEND = """
WITH changed AS (
  UPDATE onestop.onestop_dossier d
  SET revision = d.revision + 1, promised_at = coalesce($3, d.promised_at), clock = coalesce($4, d.clock),
      unit_ids = CASE WHEN $5::bigint IS NULL OR $5 = ANY(d.unit_ids) THEN d.unit_ids ELSE d.unit_ids || $5 END
  WHERE d.id = $1 AND d.revision = $2
  RETURNING d.id
), ledger AS (
  INSERT INTO onestop.onestop_dossier_event
    (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason)
  SELECT changed.id, $6, 'clock', s.action, s.source, s.target, $7, $8, s.holder_name, s.reason
  FROM changed, unnest($9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
    AS s (action, source, target, holder_name, reason)
)
SELECT id FROM changed
"""


class Line(Struct, frozen=True):
    """What is written about the clock; what source and target mean depends on the action."""

    action: str
    source: str = ""
    target: str = ""
    holder_name: str = ""
    reason: str = ""


async def opened(code: str, revision: int, act: Act, permissions: Sequence[str]) -> tuple[Sheet, list[LedgerLine]]:
    """Return a dossier with its ledger for somebody who wants to write in it.

    Raises Missing for one of other units, Forbidden without one of the permissions, Conflict when it has changed since
    the writer looked at it.
    """
    sheet = await dossiers.by_code(code, scope(act.who, VIEW))
    if sheet is None:
        raise Missing
    if not any(act.who.may(permission, unit) for permission in permissions for unit in sheet.unit_ids):
        raise Forbidden(_("Việc này không thuộc nhiệm vụ của bạn."))
    if sheet.revision != revision:
        raise overtaken()
    return sheet, await dossiers.ledger(sheet.id)


async def append(
    sheet: Sheet,
    lines: Sequence[Line],
    act: Act,
    *,
    promised_at: datetime | None = None,
    clock: str | None = None,
    unit_id: int | None = None,
) -> None:
    """Write lines into the ledger; the revision grows. What is None stays. unit_id: a unit that may see it from now on.

    Raises Conflict when somebody was faster.
    """
    fields = ("action", "source", "target", "holder_name", "reason")
    columns = ([getattr(line, name) for line in lines] for name in fields)
    who = act.who
    values = (promised_at, clock, unit_id, act.at, who.person_id, who.display_name, *columns)
    if await db.value(_APPEND, sheet.id, sheet.revision, *values) is None:
        raise overtaken()


def foreseen(ledger: Sequence[LedgerLine], lines: Sequence[Line], act: Act) -> list[LedgerLine]:
    """Return the ledger as it will be once the lines are written."""
    added = [
        LedgerLine(
            id=0,
            at=act.at,
            kind="clock",
            action=line.action,
            source=line.source,
            target=line.target,
            person_id=act.who.person_id,
            person_name=act.who.display_name,
            holder_name=line.holder_name,
            reason=line.reason,
            amount=None,
        )
        for line in lines
    ]
    return [*ledger, *added]


def overtaken() -> Conflict:
    """Return the refusal for whoever came second."""
    return Conflict(Problem(_("Hồ sơ vừa có thay đổi khác. Hãy xem lại hồ sơ rồi làm tiếp."), None, "overtaken"))
