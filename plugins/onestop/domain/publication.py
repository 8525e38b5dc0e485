"""What the citizen sees of a dossier: published by itself, and with nothing in it that a stranger may not know.

Shown: procedure, stage, dates, desk by role, what is asked, money, whether the result is there. Never: full names,
identity numbers, phones, addresses, attachments, notes of the staff. Dossiers of a sensitive field (family, aid)
show neither procedure nor initials.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo

import msgspec
from msgspec import Struct

from core.contracts.dossiers import Outcome, PublicDossier, Stage, Standing, Wanted
from core.text.viet import initials
from plugins.onestop.domain.figures import days_left, outcome, standing
from plugins.onestop.domain.workflow import ClockEffect, State, Workflow


class Step(Struct, frozen=True):
    """A move out of the ledger: the state reached, when, by which action and with which reason."""

    state: str
    at: datetime
    action: str = ""
    reason: str = ""


class PublishedRow(Struct, frozen=True):
    """What the query brings; owner and sensitive decide what is left out. clock: how it is now, whatever the state.

    wanted_json: the papers of the round of asking that is open, `[{"paper", "text"}]`; None when none is.
    """

    code: str
    procedure_code: str
    procedure: str
    unit: str
    state: str
    received_at: datetime
    promised_at: datetime | None
    settled_at: datetime | None
    fee_due: int
    fee_paid: int
    owner: str
    sensitive: bool
    clock: ClockEffect = "runs"
    wanted_json: str | None = None
    wanted_note: str | None = None
    wanted_until: datetime | None = None


def public_view(
    row: PublishedRow, steps: Sequence[Step], workflow: Workflow, now: datetime, zone: tzinfo
) -> PublicDossier:
    """Return what may be shown at this moment. steps: oldest first; moments are aware; zone: the office's."""
    states = {state.code: state for state in workflow.states}
    state = states[row.state]
    timeline = tuple([_stage(step, states[step.state], workflow) for step in steps])
    # The clock also stands in a state that lets it run, while another agency has the dossier.
    clock = row.clock if state.clock == "runs" else state.clock
    running = row.settled_at is None and clock == "runs"
    promised = row.promised_at
    return PublicDossier(
        code=row.code,
        procedure_code="" if row.sensitive else row.procedure_code,
        procedure="" if row.sensitive else row.procedure,
        owner="" if row.sensitive else initials(row.owner),
        unit=row.unit,
        stage=state.public_title,
        holder=state.holder,
        asks=state.asks,
        reason=timeline[-1].reason if timeline else "",
        received_at=row.received_at,
        promised_at=promised,
        settled_at=row.settled_at,
        days_left=days_left(promised, now, zone) if running and promised else None,
        standing=_standing(row, clock, now, zone),
        final=state.final,
        fee_due=row.fee_due,
        fee_paid=row.fee_paid,
        timeline=timeline,
        wanted=_wanted(row) if state.holder == "citizen" else None,
    )


def _wanted(row: PublishedRow) -> Wanted | None:
    """Return what is asked, each paper with what is to be said of it."""
    if row.wanted_json is None:
        return None
    items = msgspec.json.decode(row.wanted_json, type=list[dict[str, str]])
    words = (": ".join(part for part in (item["paper"].strip(), item["text"].strip()) if part) for item in items)
    return Wanted(tuple(words), row.wanted_note or "", row.wanted_until)


def _stage(step: Step, state: State, workflow: Workflow) -> Stage:
    told = bool(step.reason) and any(
        move.action == step.action and move.target == step.state and move.tells_citizen for move in workflow.transitions
    )
    return Stage(state.public_title, step.at, state.holder, step.reason if told else "")


def _standing(row: PublishedRow, clock: ClockEffect, now: datetime, zone: tzinfo) -> Standing | Outcome:
    if row.settled_at is not None:
        return outcome(row.promised_at, row.settled_at, zone)
    return "no_limit" if clock == "stopped" else standing(row.promised_at, now, clock, zone)
