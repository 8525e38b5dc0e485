"""Make a numbered list of what one person gave to another on a day."""

from core import audit, db
from core.acting import Act
from core.errors import Forbidden, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.access import RECEIVE, scope
from plugins.onestop.office import office_of
from plugins.onestop.papers.commands.issuing import IssuedId, insert_paper
from plugins.onestop.papers.forms import form_for
from plugins.onestop.papers.queries import papers
from plugins.onestop.papers.queries.lists import piles
from plugins.onestop.papers.schemas import HandoverList, Pick


async def make_list(data: Pick, act: Act, key: str = "") -> IssuedId:
    """Make a list of a pile at the desk of the act's person. Raises Refused when there is no such pile, Forbidden."""
    return await once(key, act.who.username, data, lambda: _make(data, act), IssuedId)


async def _make(data: Pick, act: Act) -> IssuedId:
    unit_id = act.who.unit_id
    if unit_id is None or not act.who.may(RECEIVE, unit_id):
        raise Forbidden(_("Bạn không được lập danh sách bàn giao."))
    found = await piles(data.day, scope(act.who, RECEIVE))
    pile = next((pile for pile in found if (pile.giver, pile.receiver) == (data.giver, data.receiver)), None)
    if pile is None:
        raise Refused(_("Ngày này không có hồ sơ nào được giao giữa hai người này."))
    office = await office_of(unit_id)
    written = HandoverList(data.day, pile.giver, pile.receiver, list(dict.fromkeys(pile.codes)))
    async with db.transaction():
        form = form_for("handover_list", act.at)
        paper_id = await insert_paper(form, written, act, (office.authority.id, unit_id))
        paper = await papers.find(paper_id)
        assert paper is not None  # noqa: S101 -- written in this transaction
        await audit.record(
            act,
            "onestop.issue_paper",
            subject="onestop.paper",
            subject_id=paper_id,
            unit_id=unit_id,
            after={"kind": "handover_list", "number": paper.label, "dossiers": written.codes},
        )
    return IssuedId(paper_id, paper.label)
