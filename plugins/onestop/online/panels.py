"""Filings from home on other pages: on the dossier that one became, and on the desk's first page."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from core import db
from core.web.access import identify
from plugins.onestop.access import RECEIVE, scope
from plugins.onestop.online.domain.forms import in_words
from plugins.onestop.online.queries import filings

_WAITING = """
SELECT count(*), count(*) FILTER (WHERE answer_due_at < $2), count(*) FILTER (WHERE round > 1), min(answer_due_at)
FROM onestop.onestop_filing WHERE state = 'filed' AND ($1::bigint[] IS NULL OR unit_id = ANY($1))
"""


async def load_filing(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the filing that the dossier of the page was made of, with what was filed last."""
    sheet = request.scope["state"]["panel_context"]["sheet"]
    filing = await filings.of_dossier(sheet.id) if sheet.channel == "online" else None
    if filing is None:
        return {"filing": None}
    version = (await filings.versions(filing.id))[0]
    return {"filing": filing, "answers": len(in_words(filing.form, version.answers)), "files": version.files}


async def load_waiting(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return how many filings wait for an answer of the reader's desks, and how many wait too long."""
    principal = await identify(request)
    row = await db.row(_WAITING, scope(principal, RECEIVE), request.app.state.clock.now())
    waiting, late, again, first = row or (0, 0, 0, None)
    return {"waiting": waiting, "late": late, "again": again, "first": first}
