"""Papers, receipts and scans of the demonstration's busy fortnight, made through the same commands that people use."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from msgspec import Struct

from core import db, offices
from core.acting import Act, Principal
from core.clock import VIETNAM
from core.contributions import DemoContext
from core.printing import render_pdf
from plugins.onestop.access import APPRAISE, IDENTITY, RECEIVE, VIEW
from plugins.onestop.fees.commands.charging import exempt
from plugins.onestop.fees.commands.receipts import collect, print_fee_receipt
from plugins.onestop.fees.schemas import Collect, Exempt
from plugins.onestop.papers.access import FEES
from plugins.onestop.papers.commands.issuing import issue
from plugins.onestop.papers.commands.printing import print_paper, print_receipt
from plugins.onestop.papers.commands.scanning import Upload, add_scan
from plugins.onestop.papers.commands.templates import shipped_path
from plugins.onestop.papers.forms import form_of
from plugins.onestop.papers.samples import sample
from plugins.onestop.papers.schemas import Refusal, ResultReceipt, Supplement, Wanted

SEED: Final = 404
_DOSSIERS: Final = """
SELECT d.code, d.state, d.unit_id, d.submitter_name, d.fee_due, d.fee_paid,
       (SELECT e.reason FROM onestop.onestop_dossier_event e
        WHERE e.dossier = d.id AND e.action = ANY(ARRAY['ask_supplement', 'refuse']) ORDER BY e.id DESC LIMIT 1),
       (SELECT max(e.at) FROM onestop.onestop_dossier_event e WHERE e.dossier = d.id), d.taken_by, d.taken_by_name
FROM (SELECT *, row_number() OVER (PARTITION BY authority_id ORDER BY id DESC) AS place FROM onestop.onestop_dossier) d
WHERE d.place <= CASE WHEN d.authority_id = (
    SELECT authority_id FROM onestop.onestop_dossier GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
  ) THEN 24 ELSE 1 END
ORDER BY d.received_at, d.id
"""
_GRANTS: Final = (VIEW, RECEIVE, IDENTITY, FEES, APPRAISE)


class _Case(Struct, frozen=True):
    """One of the latest dossiers, columns in the order of the query. at: when something last happened to it."""

    code: str
    state: str
    unit_id: int
    submitter: str
    fee_due: int
    fee_paid: int
    reason: str | None
    at: datetime
    clerk_id: int | None
    clerk: str


async def load_papers(context: DemoContext) -> None:
    """Make papers for the latest dossiers of each desk, most of them at the busiest one.

    A source of chance of its own, so that others' data stay as they are.
    """
    chance = Random(SEED)  # noqa: S311 -- plays, protects nothing
    form = form_of("refusal", "2018")
    scanned = await render_pdf(shipped_path("refusal"), sample(form), at=context.at)
    for case in await db.structs(_Case, _DOSSIERS):
        act = await _act(case, min(case.at + timedelta(minutes=4), context.at))
        await print_receipt(case.code, act)
        await _letters(case, act)
        await _money(case, act, chance)
        if chance.random() < 0.3:
            await add_scan(case.code, ("to-khai.pdf", scanned), Upload(paper=1, title="Tờ khai"), act)


async def _act(case: _Case, at: datetime) -> Act:
    """Return the clerk who took the dossier in, acting at its desk."""
    tree = await offices.tree()
    units = tree.reach(tree.authority(case.unit_id).id)
    who = Principal(
        username=f"demo.{case.clerk_id}",
        display_name=case.clerk,
        person_id=case.clerk_id,
        unit_id=case.unit_id,
        grants=dict.fromkeys(_GRANTS, units),
    )
    return Act(who=who, at=at)


async def _letters(case: _Case, act: Act) -> None:
    if case.state == "needs_supplement":
        until = (act.at + timedelta(days=7)).astimezone(VIETNAM).date()
        missing = [Wanted(name="Bản sao giấy tờ tùy thân của người được ủy quyền", copies=1, remark="có chứng thực")]
        written = Supplement(case.reason or "Hồ sơ còn thiếu giấy tờ", missing, until, case.clerk)
        await print_paper((await issue(case.code, "supplement", written, act)).id, act)
    elif case.state == "refused":
        await issue(case.code, "refusal", Refusal(case.reason or "Không thuộc thẩm quyền"), act)
    elif case.state == "returned":
        result = ResultReceipt(case.submitter, "Kết quả giải quyết thủ tục hành chính", slip_taken_back=True)
        await print_paper((await issue(case.code, "result_receipt", result, act)).id, act)


async def _money(case: _Case, act: Act, chance: Random) -> None:
    if not case.fee_due:
        return
    if case.fee_paid:
        done = await collect(case.code, Collect(case.submitter, le_phi=case.fee_due), act)
        await print_fee_receipt(done.id, act)
    elif chance.random() < 0.5:
        await exempt(case.code, Exempt(case.fee_due, "Hộ nghèo, giấy chứng nhận do UBND xã cấp"), act)
