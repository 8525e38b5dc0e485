"""Form 01 of a dossier as PDF."""

from datetime import datetime

from core import offices
from core.acting import Act
from core.clock import VIETNAM
from core.registry import current
from core.text.i18n import use_language
from plugins.onestop.commands.slips import token_of
from plugins.onestop.office import office_of
from plugins.onestop.printing import SlipData, SlipPaper, slip_pdf
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.wording import CHANNEL_WORDS, terms_words


async def slip_pdf_of(sheet: Sheet, act: Act) -> bytes:
    """Return form 01 for the present slip of a dossier."""
    # the form is prescribed in Vietnamese, whatever language the clerk reads
    with use_language("vi"):
        return await slip_pdf(await _slip_data(sheet, act.at, act.who.display_name), act.at)


async def _slip_data(sheet: Sheet, at: datetime, officer: str) -> SlipData:
    office = await office_of(sheet.unit_id)
    path = (await offices.tree()).path(office.authority.id)
    papers = await dossiers.papers(sheet.id)
    return SlipData(
        parent_agency=path[-2].agency if len(path) > 1 else "",
        agency=office.authority.agency,
        place=office.authority.short_name,
        printed_on=at.astimezone(VIETNAM).date(),
        number="",
        dossier_code=sheet.code,
        receiving_unit=office.desk.name,
        submitter_name=sheet.submitter_name,
        channel=CHANNEL_WORDS[sheet.channel],
        content=sheet.request,
        owner_name=sheet.owner_name,
        documents=[
            SlipPaper(name=p.name, originals=p.originals, certified_copies=p.certified, photocopies=p.photocopies)
            for p in papers
        ],
        sets=1,
        time_limit=terms_words(sheet.terms),
        received_at=sheet.received_at,
        due_at=sheet.promised_at,
        collection_place=office.desk.name,
        officer_name=officer,
        token=token_of(sheet),
        base_url=current().settings.base_url,
        zone=VIETNAM,
        submitter_address=sheet.owner_address if sheet.submitter_name == sheet.owner_name else "",
        submitter_phone=sheet.submitter_phone,
        identity_number=sheet.submitter_identity,
        owner_address=sheet.owner_address,
        procedure_code=sheet.procedure_code,
        tracking_phone=office.authority.phone,
        fee=sheet.fee_due,
        fee_paid=sheet.fee_paid >= sheet.fee_due,
    )
