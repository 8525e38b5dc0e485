"""Pieces of a dossier's page: who has it, the axes beside the business, supplements, corrections."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Request

from core.acting import Act
from core.web.access import identify
from plugins.onestop.access import APPRAISE, ASSIGN, RECEIVE, SIGN
from plugins.onestop.domain.axes import DELIVERY, DIGITISED, MONEY, axis_moves, money
from plugins.onestop.domain.national import NATIONAL, national_status
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.workflow import queries
from plugins.onestop.workflow.acting import acting_for, possible
from plugins.onestop.workflow.commands.correcting import FIELDS, open_wish
from plugins.onestop.workflow.commands.holding import able_people
from plugins.onestop.workflow.domain.steps import recallable


async def load_holding(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return what this person may do about whose the dossier is, and where it is on every axis."""
    sheet, act = await _looked(request)
    acting = await acting_for(act, sheet.unit_ids)
    ledger = await dossiers.ledger(sheet.id)
    state = sheet.workflow.state(sheet.state)
    mine = sheet.holder_id is not None and acting.holds(sheet.holder_id) and act.who.person_id is not None
    manager = any(act.who.may(ASSIGN, unit) for unit in sheet.unit_ids) and not state.final
    code = national_status(sheet.workflow, state)
    desk = any(act.who.may(RECEIVE, unit) for unit in sheet.unit_ids)
    return {
        **_page(sheet),
        "national": (code, NATIONAL[code]),
        "axes": [
            ("money", MONEY[money(sheet.fee_due, sheet.fee_paid)], ()),
            ("delivery", DELIVERY[sheet.delivery], axis_moves("delivery", sheet.delivery) if desk else ()),
            ("digitised", DIGITISED[sheet.digitised], axis_moves("digitised", sheet.digitised) if desk else ()),
        ],
        "reopening": [
            move for move in possible(sheet.workflow, sheet.state, acting, ledger, sheet.holder_id) if move.reopens
        ],
        "may_claim": sheet.holder_id is None and sheet.holder_duty in acting.duties and act.who.person_id is not None,
        "may_unclaim": mine and not state.final,
        "may_recall": not isinstance(recallable(sheet.workflow, ledger, sheet.state, act.who.person_id), str),
        "people": [one for one in await able_people(sheet, act) if one.id != sheet.holder_id] if manager else [],
        "may_correct": any(act.who.may(p, unit) for p in (RECEIVE, APPRAISE) for unit in sheet.unit_ids),
    }


async def load_rounds(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return what was asked of the citizen, and a wish for correction that waits."""
    sheet, act = await _looked(request)
    wish = await open_wish(sheet.id)
    return {
        **_page(sheet),
        "rounds": await queries.rounds(sheet.id),
        "wish": wish,
        "labels": FIELDS,
        "may_decide": wish is not None
        and any(act.who.may(p, unit) for p in (SIGN, ASSIGN) for unit in sheet.unit_ids)
        and wish.asked_by != act.who.person_id,
        "now": act.at,
    }


def _page(sheet: Sheet) -> dict[str, Any]:
    return {"sheet": sheet, "step": f"/staff/dossiers/{sheet.code}", "key": uuid.uuid4().hex}


async def _looked(request: Request[Any, Any, Any]) -> tuple[Sheet, Act]:
    sheet: Sheet = request.scope["state"]["panel_context"]["sheet"]
    return sheet, Act(who=await identify(request), at=request.app.state.clock.now())
