"""What stands on a paper: the dossier as it is now, and what was written when the paper was issued."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from core import offices
from core.acting import Act
from core.clock import VIETNAM
from core.contracts.dossiers import DUTIES
from core.contracts.offices import Unit
from core.printing import dong, official_date, official_moment
from core.registry import current
from plugins.onestop.clock.domain.reckoning import read_moment
from plugins.onestop.commands.slips import token_of
from plugins.onestop.domain.figures import outcome
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.office import Office, office_of
from plugins.onestop.papers.domain.forms import Form, Kind
from plugins.onestop.papers.domain.hops import Hop, hops
from plugins.onestop.papers.queries.lists import list_rows
from plugins.onestop.papers.queries.papers import Issued
from plugins.onestop.papers.schemas import Apology, HandoverList, Refusal, ResultReceipt, Stop, Supplement
from plugins.onestop.printing import SlipData, SlipPaper, template_data
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.wording import CHANNEL_WORDS, terms_words

Content = dict[str, Any]
OUTCOMES: Final = {"early": "trước hạn", "on_time": "đúng hạn", "late": "quá hạn", "no_limit": "không có hạn"}


async def paper_content(paper: Issued, form: Form, sheet: Sheet, ledger: list[LedgerLine], act: Act) -> Content:
    """Return the data of a paper of one dossier; texts in the language that is set, which is Vietnamese for papers."""
    office = await office_of(sheet.unit_id)
    base = await heading(office, form, paper, act) | about_dossier(sheet, office)
    if paper.kind == "receipt":
        return base | await _slip(sheet, office, paper)
    if paper.kind == "control":
        return base | {"hops": [_hop_row(hop, sheet) for hop in hops(sheet.workflow, ledger)]}
    if paper.kind == "apology":
        base |= _promised_before(paper, ledger)
    kind, fill = _FILLERS[paper.kind]
    return base | fill(msgspec.json.decode(paper.particulars, type=kind))


async def list_content(paper: Issued, form: Form, act: Act) -> Content:
    """Return the data of a hand-over list."""
    listed = msgspec.json.decode(paper.particulars, type=HandoverList)
    base = await heading(await office_of(paper.unit_id), form, paper, act)
    rows = [_list_row(row) for row in await list_rows(listed.codes)]
    return base | {"day": official_date(listed.day), "giver": listed.giver, "receiver": listed.receiver, "rows": rows}


async def heading(office: Office, form: Form, paper: Issued, act: Act) -> Content:
    """Return what stands on every paper: who issues it, where, when, its number, which form it is, which print."""
    issued = paper.issued_at
    again = f"Bản in lại lần {paper.copies}, {official_date(act.at.astimezone(VIETNAM).date())}" if paper.copies else ""
    return await agency_heading(office.authority, issued) | {
        "title": form.spec.title,
        "form_mark": form.mark,
        "set": form.set_code,
        "number": paper.label,
        "reprint": again,
        "officer_name": paper.issued_by_name,
        "receiving_unit": office.desk.name,
    }


async def agency_heading(authority: Unit, at: datetime) -> Content:
    """Return the agency, the one above it, and place and date of an aware moment."""
    path = (await offices.tree()).path(authority.id)
    return {
        "parent_agency": path[-2].agency if len(path) > 1 else "",
        "agency": authority.agency,
        "place_date": f"{authority.short_name}, {official_date(at.astimezone(VIETNAM).date())}",
        "agency_phone": authority.phone,
    }


def about_dossier(sheet: Sheet, office: Office) -> Content:
    """Return what papers say of a dossier; empty texts where nothing is known."""
    proxy = sheet.submitter_name != sheet.owner_name
    return {
        "dossier_code": sheet.code,
        "owner_name": sheet.owner_name,
        "owner_address": sheet.owner_address,
        "submitter_name": sheet.submitter_name,
        "submitter_address": "" if proxy else sheet.owner_address,
        "submitter_phone": sheet.submitter_phone,
        "identity_number": sheet.submitter_identity,
        "content": sheet.request,
        "procedure": sheet.facts.name,
        "procedure_code": sheet.procedure_code,
        "channel": CHANNEL_WORDS[sheet.channel],
        "received_at": official_moment(sheet.received_at, VIETNAM),
        "due_at": official_moment(sheet.promised_at, VIETNAM) if sheet.promised_at else "",
        "time_limit": terms_words(sheet.terms),
        "collection_place": office.desk.name,
    }


async def _slip(sheet: Sheet, office: Office, paper: Issued) -> Content:
    handed = await dossiers.papers(sheet.id)
    slip = SlipData(
        sets=1,
        fee=sheet.fee_due,
        fee_paid=sheet.fee_paid >= sheet.fee_due,
        token=token_of(sheet),
        base_url=current().settings.base_url,
        documents=[
            SlipPaper(
                name=f"{p.name} ({p.remark})" if p.remark else p.name,
                originals=p.originals,
                certified_copies=p.certified,
                photocopies=p.photocopies,
            )
            for p in handed
        ],
        tracking_phone=office.authority.phone,
        logbook=str(paper.year) if paper.number else "",
        logbook_line=str(paper.number or ""),
    )
    return template_data(slip)


def _hop_row(hop: Hop, sheet: Sheet) -> Content:
    result = OUTCOMES[outcome(sheet.promised_at, hop.at, VIETNAM)] if hop.settles else ""
    return {
        "giver": hop.giver or str(DUTIES[hop.giver_duty]),
        "receiver": hop.receiver or str(DUTIES[hop.receiver_duty]),
        "giver_duty": str(DUTIES[hop.giver_duty]) if hop.giver else "",
        "receiver_duty": str(DUTIES[hop.receiver_duty]) if hop.receiver else "",
        "at": official_moment(hop.at, VIETNAM),
        "result": result,
        "note": hop.reason,
    }


def _list_row(row: Struct) -> Content:
    values = msgspec.structs.asdict(row)
    fee = values.pop("fee_open")
    return values | {"fee": f"còn thu {dong(fee)}" if fee else "không", "post": "có" if values.pop("by_post") else ""}


def _supplement(written: Supplement) -> Content:
    return {
        "reason": written.reason,
        "until": official_date(written.until) if written.until else "",
        "contact": written.contact,
        "wanted": [msgspec.structs.asdict(paper) for paper in written.missing],
    }


def _refusal(written: Refusal) -> Content:
    return {"reason": written.reason, "contact": written.contact}


def _apology(written: Apology) -> Content:
    new = official_moment(written.new_due_at, VIETNAM)
    return {"reason": written.reason, "new_due_at": new, "signer_title": written.signer_title, "signer": written.signer}


def _promised_before(paper: Issued, ledger: list[LedgerLine]) -> Content:
    """Return the day that an apology is about, when the dossier has a new one by now."""
    given = next((line for line in ledger if line.id == paper.event), None)
    before = read_moment(given.source) if given else None
    return {"due_at": official_moment(before, VIETNAM)} if before else {}


def _stop(written: Stop) -> Content:
    return msgspec.structs.asdict(written)


def _result(written: ResultReceipt) -> Content:
    values = msgspec.structs.asdict(written)
    return values | {"document_date": official_date(written.document_date) if written.document_date else ""}


_FILLERS: Final[dict[Kind, tuple[type[Struct], Callable[[Any], Content]]]] = {
    "supplement": (Supplement, _supplement),
    "refusal": (Refusal, _refusal),
    "apology": (Apology, _apology),
    "stop": (Stop, _stop),
    "result_receipt": (ResultReceipt, _result),
}
