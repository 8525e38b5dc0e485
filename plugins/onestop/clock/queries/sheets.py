"""The clock of one dossier that is being looked at or moved."""

from datetime import datetime

from msgspec import Struct

from core.clock import VIETNAM
from core.worktime import Calendar
from plugins.onestop.clock.domain.reckoning import Commission, Reckoning, begun, reckon
from plugins.onestop.clock.domain.rules import rules_for
from plugins.onestop.clock.queries.running import clock_rules
from plugins.onestop.domain.ledger import LedgerLine, clock_action, clock_in
from plugins.onestop.domain.workflow import ClockEffect, State
from plugins.onestop.office import office_of
from plugins.onestop.queries.dossiers import Sheet


class AfterMove(Struct, frozen=True):
    """The clock after a move. event: its line in the ledger, "" for none. stands: how the clock is then."""

    event: str
    stands: ClockEffect
    promised_at: datetime | None


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


async def after_move(
    sheet: Sheet, ledger: list[LedgerLine], target: State, at: datetime, *, taken: bool = False
) -> AfterMove:
    """Return what a move to a state does to the clock of a dossier, made at an aware moment.

    taken: the mover takes the dossier in hand.
    """
    event = clock_action(sheet.workflow.state(sheet.state).clock, target.clock)
    if not event and target.clock == "paused" and target.code != sheet.state:
        event = "pause"  # it goes on standing, for another cause
    stands = clock_in(target.clock, ledger)
    if event != "resume" and not taken:
        return AfterMove(event, stands, sheet.promised_at)
    _calendar, _commission, found = await clock_of(sheet, ledger, at, taken_at=at if taken else None)
    return AfterMove(event, stands, found.planned or sheet.promised_at)
