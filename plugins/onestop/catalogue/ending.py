"""End a procedure on a day: no dossier is taken in from then on; those that run are settled under their version."""

from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from core import audit, db
from core.acting import Act
from core.errors import Missing, Problem, Refused
from core.text.formats import format_date
from core.text.i18n import gettext as _
from core.text.i18n import lazy

_LOCK = """
SELECT v.id, v.effective_from FROM onestop.onestop_procedure p
JOIN onestop.onestop_procedure_version v ON v.procedure = p.id
WHERE p.code = $1 AND v.effective_to IS NULL FOR UPDATE OF v
"""
_END = "UPDATE onestop.onestop_procedure_version SET effective_to = $2 WHERE id = $1"


class EndForm(Struct, frozen=True, kw_only=True):
    """The last day on which dossiers are taken in."""

    last_day: Annotated[date, Meta(extra={"label": lazy("Ngày cuối áp dụng")})]


async def end(code: str, data: EndForm, act: Act) -> None:
    """Let the newest version hold until a day and no longer; an import of the procedure later brings it back.

    Raises Missing when nothing is in force any more, Refused for a day before the version's first.
    """
    async with db.transaction():
        found = await db.row(_LOCK, code)
        if found is None:
            raise Missing
        if data.last_day < found[1]:
            start = format_date(found[1])
            raise Refused(
                Problem(
                    _("Ngày cuối áp dụng không được trước ngày bắt đầu áp dụng %(day)s.", day=start),
                    "last_day",
                    "early",
                )
            )
        await db.execute(_END, found[0], data.last_day + timedelta(days=1))
        after = {"last_day": data.last_day.isoformat()}
        await audit.record(act, "onestop.end_procedure", subject="onestop.procedure", subject_id=code, after=after)
