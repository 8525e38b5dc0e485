"""Filing from home as the public portal asks for it: implements the contract `OnlineFiling`."""

from datetime import date

from core.acting import Act, Principal
from core.contracts.attachments import AttachmentOwner
from core.contracts.online import FilingView, OnlineOffice, OnlineProcedure, Raw, Reach, Upload
from core.errors import Refused
from core.offices import office_day
from core.text.viet import sort_key
from plugins.onestop.access import IDENTITY
from plugins.onestop.online.commands import filing, writing
from plugins.onestop.online.desks import desks_for
from plugins.onestop.online.domain.checking import faults
from plugins.onestop.online.queries import filings, forms
from plugins.onestop.online.views import filing_view, page_names, paper_of
from plugins.onestop.online.wording import fault_problem
from plugins.onestop.queries import procedures


class Filing:
    """Implements `OnlineFiling`."""

    async def procedures(self, day: date) -> tuple[OnlineProcedure, ...]:
        """Return what can be filed: there is a form, and the procedure is in force."""
        found = []
        for form in await forms.newest():
            sheet = await procedures.sheet(form.procedure_code, day)
            if sheet is not None:
                definition = form.definition
                papers = tuple(paper_of(definition, paper) for paper in definition.papers if not paper.show_when)
                found.append(OnlineProcedure(form.procedure_code, sheet.facts.name, papers, len(definition.layout)))
        return tuple(sorted(found, key=lambda item: sort_key(item.name)))

    async def offices(self, procedure: str, day: date) -> tuple[OnlineOffice, ...]:
        """Return who takes it."""
        sheet, form = await procedures.sheet(procedure, day), await forms.in_force(procedure)
        if sheet is None or form is None:
            return ()
        return tuple(OnlineOffice(unit.id, unit.name) for unit, _desk in await desks_for(sheet.facts, day))

    async def start(self, procedure: str, office: int, act: Act) -> str:
        """Begin a draft."""
        return await writing.start(procedure, office, act)

    async def view(self, secret: str) -> FilingView:
        """Return what its holder sees."""
        return await filing_view(await writing.opened(secret))

    async def save(self, secret: str, raw: Raw, act: Act) -> None:
        """Keep answers as typed."""
        await writing.save(secret, raw, act)

    async def check(self, secret: str, page: int, act: Act, *, complete: bool) -> None:
        """Judge one page."""
        row = await writing.opened(secret)
        names = page_names(row.form, row.raw, page)
        found = faults(row.form, row.raw, office_day(act.at), complete=complete, only=names)
        Refused.if_any(fault_problem(row.form, fault) for fault in found)

    async def attach(self, secret: str, upload: Upload, act: Act) -> None:
        """Keep a file."""
        await writing.attach(secret, upload, act)

    async def detach(self, secret: str, file_id: int, act: Act) -> None:
        """Take a file away."""
        await writing.detach(secret, file_id, act)

    async def contact(self, secret: str, reach: Reach, act: Act) -> None:
        """Keep how the filer is reached."""
        await writing.contact(secret, reach, act)

    async def remind(self, secret: str, act: Act) -> None:
        """Mail the link."""
        await writing.remind(secret, act)

    async def send_links(self, email: str, act: Act) -> None:
        """Mail the links of an address."""
        await writing.send_links(email, act)

    async def submit(self, secret: str, act: Act) -> None:
        """Check, then send the code or file again."""
        await filing.submit(secret, act)

    async def confirm(self, secret: str, code: str, act: Act) -> None:
        """File what the code confirms."""
        await filing.confirm(secret, code, act)

    async def withdraw(self, secret: str, act: Act) -> None:
        """Take it back."""
        await filing.withdraw(secret, act)


class FilingAttachments(AttachmentOwner):
    """Files sent with a filing show identity papers: read by those of its unit who may see their numbers."""

    subject_type = writing.SUBJECT

    async def may_read(self, subject_id: int, principal: Principal) -> bool:
        """Tell whether the reader sees filings of this unit; nobody reads those of a draft."""
        row = await filings.by_id(subject_id)
        return row is not None and row.state != "draft" and principal.may(IDENTITY, row.unit_id)
