"""Keep a rating: one for each dossier, whatever is sent twice."""

from core import audit, db
from core.acting import Act
from core.contracts.ratings import SCORES
from core.errors import Missing, Problem, Refused
from core.text.i18n import gettext as _

LONGEST = 1000

_MAY = """
SELECT d.id, d.unit_id, d.unit_name, d.taken_by, d.taken_by_name,
       handler.person_id, coalesce(handler.person_name, ''), r.id IS NOT NULL
FROM onestop.onestop_dossier d
LEFT JOIN onestop.onestop_rating r ON r.dossier = d.id
LEFT JOIN LATERAL (
  SELECT e.person_id, e.person_name FROM onestop.onestop_dossier_event e
  WHERE e.dossier = d.id AND e.kind = 'move' AND e.action IN ('start', 'submit', 'settle') ORDER BY e.id DESC LIMIT 1
) handler ON true
WHERE d.code = $1 AND d.settled_at IS NOT NULL AND d.closed_at IS NOT NULL
"""
_RATE = """
INSERT INTO onestop.onestop_rating
  (dossier, unit_id, unit_name, clerk_id, clerk_name, handler_id, handler_name, score, comment, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (dossier) DO NOTHING RETURNING id
"""


async def may_rate(code: str) -> bool:
    """Tell whether a dossier is over and not rated yet."""
    row = await db.row(_MAY, code)
    return row is not None and not row[-1]


async def rate(code: str, score: int, comment: str, act: Act) -> None:
    """Keep a rating; the first one counts, a second is as if it had not been sent.

    Raises Missing for a dossier that is not over, Refused for a score that there is not.
    """
    if score not in SCORES:
        raise Refused(Problem(_("Hãy chọn một mức đánh giá."), "score", "missing"))
    async with db.transaction():
        row = await db.row(_MAY, code)
        if row is None:
            raise Missing
        values = (row[0], row[1], row[2], row[3], row[4], row[5], row[6], score, comment.strip()[:LONGEST], act.at)
        kept = await db.value(_RATE, *values)
        if kept is not None:
            await audit.record(
                act,
                "onestop.rate",
                subject="onestop.dossier",
                subject_id=row[0],
                unit_id=row[1],
                after={"score": score},
            )
