"""The clock of one dossier that is being looked at or moved."""

from datetime import datetime

from core.clock import VIETNAM
from core.worktime import Calendar
from plugins.onestop.clock.domain.reckoning import Commission, Reckoning, begun, reckon
from plugins.onestop.clock.domain.rules import rules_for
from plugins.onestop.clock.queries.running import clock_rules
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.office import office_of
from plugins.onestop.queries.dossiers import Sheet


async def commission_of(sheet: Sheet) -> Commission:
    """Return what was agreed when the dossier was taken in, with the rules of that day."""
    facts = sheet.facts
    day = sheet.received_at.astimezone(VIETNAM).date()
    rules = rules_for(await clock_rules(), sheet.procedure_code, day)
    return Commission(sheet.received_at, sheet.terms, "starts_at_agency" in facts.rules, rules)


async def clock_of(
    sheet: Sheet, ledger: list[LedgerLine], now: datetime, *, taken_at: datetime | None = None
) -> tuple[Calendar, Commission, Reckoning]:
    """Return the calendar, the commission and both dates of a dossier; of a settled one as of its settlement.

    taken_at: when somebody behind the desk takes it in hand just now, which the ledger does not say yet.
    """
    calendar = (await office_of(sheet.unit_id)).calendar
    commission = await commission_of(sheet)
    start = (begun(sheet.workflow, ledger) or taken_at) if commission.starts_at_agency else None
    as_of = sheet.settled_at or sheet.closed_at or now
    return calendar, commission, reckon(calendar, commission, ledger, as_of, start)


async def planned_day(sheet: Sheet, ledger: list[LedgerLine], at: datetime, *, taken: bool) -> datetime | None:
    """Return the day to promise after a move at an aware moment. taken: the mover takes the dossier in hand."""
    _calendar, _commission, found = await clock_of(sheet, ledger, at, taken_at=at if taken else None)
    return found.planned
