"""Take a dossier in: number, promised day, slip, papers, fee, ledger, log and event, all or nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from core import audit, db, events
from core.acting import Act
from core.contracts.events import DossierReceived
from core.contracts.procedures import Facts
from core.errors import Forbidden, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from core.text.mail_address import is_mail_address
from plugins.onestop.access import RECEIVE
from plugins.onestop.catalogue.choosing import choice_problems
from plugins.onestop.commands.intake_row import INTAKE, Case, dossier_values, handed_in, load_case
from plugins.onestop.domain.checklist import faults
from plugins.onestop.domain.procedures import for_case
from plugins.onestop.domain.promise import UNKNOWN, Promise, Terms, due_at, promise, terms_of, usual_terms
from plugins.onestop.office import Office, office_of
from plugins.onestop.schemas import NewDossier, Received
from plugins.onestop.wording import PAPER_FAULTS


async def receive(data: NewDossier, act: Act, key: str = "") -> Received:
    """Take a dossier in at the clerk's desk. key: idempotency key of the form or the client.

    Raises Refused with every problem by field, Forbidden when the clerk may not take dossiers in at this desk.
    """
    return await once(key, act.who.username, data, lambda: _receive(data, act), Received)


async def preview(data: NewDossier, act: Act) -> Promise | None:
    """Return what would be promised if the dossier came in now; None while the clerk has to choose a limit."""
    case = await load_case(data.procedure, act, data.case)
    terms = _terms(data, case.facts) if case else UNKNOWN
    office = await office_of(_desk(data, act))
    return None if terms is None else promise(office.calendar, act.at, terms)


async def _receive(data: NewDossier, act: Act) -> Received:
    desk = _desk(data, act)
    case = await load_case(data.procedure, act, data.case)
    if case is None:
        raise Refused(Problem(_("Không có thủ tục nào đang có hiệu lực với mã này."), "procedure", "unknown"))
    office = await office_of(desk, case.tree_version, case.calendar_version)
    terms = _terms(data, case.facts)
    Refused.if_any(
        [
            *choice_problems(data, case.facts),
            *_terms_problems(terms),
            *_paper_problems(case.facts, data),
            *_office_problems(office),
            *_contact_problems(data),
        ]
    )
    promised_at = due_at(office.calendar, act.at, terms or UNKNOWN)
    event = _event(case, office, data, act, promised_at)
    published = events.row_values(event, act)
    values = (
        *dossier_values(case, office, data, act, terms or UNKNOWN, promised_at),
        *_log_values(case, office, data, act),
        *published,
        data.owner_email,
        data.notify,
    )
    if events.is_heard(DossierReceived):
        async with db.transaction():
            code = str(await db.value(INTAKE, *values))
            await events.tell(published[0], msgspec.structs.replace(event, code=code), act)
    else:
        code = str(await db.value(INTAKE, *values))
    return Received(case.dossier_id, code, act.at, promised_at)


def _log_values(case: Case, office: Office, data: NewDossier, act: Act) -> tuple[Any, ...]:
    """Return what the log holds of the intake; the statement adds the number."""
    after = {"procedure": data.procedure, "fee_due": data.fee}
    return audit.entry_values(act, "onestop.receive", "onestop.dossier", case.dossier_id, office.desk.id, None, after)


def _event(case: Case, office: Office, data: NewDossier, act: Act, promised_at: datetime | None) -> DossierReceived:
    """Return the event of the intake; the statement adds the number."""
    return DossierReceived(
        dossier_id=case.dossier_id,
        code="",
        procedure_code=case.facts.code,
        procedure=case.facts.name,
        unit_id=office.desk.id,
        channel=data.channel,
        received_at=act.at,
        promised_at=promised_at,
    )


def _desk(data: NewDossier, act: Act) -> int:
    """Return the unit that takes the dossier in: the one asked for, else the clerk's own."""
    unit_id = data.unit_id or act.who.unit_id
    if unit_id is None or not act.who.may(RECEIVE, unit_id):
        raise Forbidden(_("Bạn không được tiếp nhận hồ sơ cho đơn vị này."))
    return unit_id


def _terms(data: NewDossier, facts: Facts) -> Terms | None:
    """Return the clock that holds; None when the clerk has to choose, or chose one that there is not.

    Limits are numbered as the case that was chosen has them.
    """
    narrowed = for_case(facts, facts.case(data.case))
    if data.limit is None:
        return usual_terms(narrowed)
    if data.limit == 0:
        return UNKNOWN
    choices = terms_of(narrowed)
    return choices[data.limit - 1] if data.limit <= len(choices) else None


def _terms_problems(terms: Terms | None) -> Iterable[Problem]:
    if terms is None:
        yield Problem(_("Hãy chọn thời hạn áp dụng cho hồ sơ này."), "limit", "choose")


def _paper_problems(facts: Facts, data: NewDossier) -> Iterable[Problem]:
    for fault in faults(facts.papers, handed_in(data, facts)):
        yield Problem(str(PAPER_FAULTS[fault.kind]), "papers", fault.kind)


def _contact_problems(data: NewDossier) -> Iterable[Problem]:
    if data.owner_email and not is_mail_address(data.owner_email):
        message = _("Địa chỉ thư điện tử không đúng dạng, ví dụ: ten@example.vn.")
        yield Problem(message, "owner_email", "invalid")


def _office_problems(office: Office) -> Iterable[Problem]:
    if not office.agency_code:
        yield Problem(_("Đơn vị chưa có mã định danh nên chưa cấp được mã hồ sơ."), "unit_id", "no_agency_code")
