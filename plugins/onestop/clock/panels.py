"""Pieces of other pages: the clock of a dossier in its right column, and urgent steps on the first page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Request

from core.web.access import identify
from plugins.onestop.access import APPRAISE, VIEW, scope
from plugins.onestop.clock.queries.deadlines import step_counts, urgent_steps
from plugins.onestop.clock.views import dossier_clock
from plugins.onestop.listing import STATES


async def load_dossier(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return what else runs for a dossier: its step, errands, members, missing papers, and what may be done."""
    state = request.scope["state"]
    principal = await identify(request)
    context = state["panel_context"]
    form = state.get("onestop_clock_form")
    return await dossier_clock(context["sheet"], principal, request.app.state.clock.now(), form)


async def load_deadlines(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the counts of urgent steps, and the reader's own, or everybody's for who settles none."""
    principal = await identify(request)
    now: datetime = request.app.state.clock.now()
    units = scope(principal, VIEW)
    mine = principal.person_id if principal.may(APPRAISE) and not principal.everything else None
    return {
        "counts": await step_counts(units, now),
        "steps": await urgent_steps(units, now, mine),
        "mine": mine is not None,
        "states": STATES,
    }
