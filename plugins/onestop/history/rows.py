"""Past dossiers as rows of the tables, in the order of the columns that are copied into the database."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from core.clock import VIETNAM
from core.codes import slip_token, token_digest
from core.text.viet import search_key
from plugins.onestop.domain.promise import UNKNOWN, Terms, due_at, promise
from plugins.onestop.history.domain.past import Past
from plugins.onestop.history.domain.walk import Walked, walk
from plugins.onestop.history.places import Known, Places
from plugins.onestop.office import Office

# the number comes last: it is known last
DOSSIER: Final = (
    "id",
    "procedure",
    "version",
    "workflow",
    "unit_id",
    "authority_id",
    "unit_ids",
    "unit_name",
    "channel",
    "revision",
    "state",
    "clock",
    "holder_duty",
    "holder_name",
    "received_at",
    "taken_by_name",
    "budget_value",
    "budget_unit",
    "rule",
    "promised_at",
    "settled_at",
    "closed_at",
    "slip_version",
    "slip_digest",
    "fee_due",
    "fee_paid",
    "owner_name",
    "owner_key",
    "owner_identity",
    "owner_phone",
    "owner_address",
    "submitter_name",
    "submitter_identity",
    "submitter_phone",
    "request",
    "code",
)
EVENT: Final = ("dossier", "at", "kind", "action", "source", "target", "person_name", "holder_name", "reason")


class Numbered:
    """A past dossier with its place in the tables: the walk it took, and the day and agency that number it."""

    __slots__ = ("known", "office", "past", "walked")

    def __init__(self, past: Past, places: Places) -> None:
        """Walk it. Raises ValueError for an impossible step, KeyError for an unknown procedure or desk."""
        self.past = past
        self.office: Office = places.offices[past.desk]
        self.known: Known = places.version(past.procedure, self.day)
        self.walked: Walked = walk(self.known.ways, past.received_at, past.taken_by, past.steps)

    @property
    def day(self) -> date:
        """The local day on which it was received."""
        return self.past.received_at.astimezone(VIETNAM).date()

    @property
    def terms(self) -> Terms:
        """The clock that holds for it."""
        return self.past.terms or self.known.terms or UNKNOWN

    @property
    def promised_at(self) -> datetime | None:
        """What was promised then, else what the rules promise, pauses included."""
        if self.past.promised_at is not None:
            return self.past.promised_at
        calendar, received = self.office.calendar, self.past.received_at
        if self.walked.pauses:
            return promise(calendar, received, self.terms, self.walked.pauses).due_at
        return due_at(calendar, received, self.terms)

    def dossier(self, key: bytes, number: int) -> tuple[Any, ...]:
        """Return the row of the dossier with this id, all but its number. key: the secret behind the slips."""
        past, known, office, walked, terms = self.past, self.known, self.office, self.walked, self.terms
        limit, state = terms.limit, walked.state
        return (
            *(number, known.procedure, known.version, known.workflow, office.desk.id, office.authority.id),
            *([office.desk.id], office.authority.agency, past.channel, 1 + len(past.steps)),
            *(state.code, state.clock, state.holder, "", past.received_at, past.taken_by),
            *(limit.value if limit else None, limit.unit if limit else None, terms.rule or "", self.promised_at),
            *(walked.settled_at, walked.closed_at, 1, token_digest(key, slip_token(key, number, 1)), 0, 0),
            *(past.owner_name, search_key(past.owner_name), past.owner_identity, past.owner_phone, past.owner_address),
            *(past.owner_name, past.owner_identity, past.owner_phone, past.request or known.name),
        )

    def events(self, number: int) -> list[tuple[Any, ...]]:
        """Return the rows of its ledger."""
        return [(number, x.at, x.kind, x.action, x.source, x.target, x.person, "", x.reason) for x in self.walked.lines]


def codes(rows: Sequence[Numbered], last: dict[tuple[str, date], int]) -> list[str]:
    """Return the number of each row: its own, else the next of its agency and day; `last` is moved on."""
    found = []
    for row in rows:
        if row.past.number:
            found.append(row.past.number)
            continue
        key = (row.office.agency_code, row.day)
        last[key] += 1
        found.append(f"{key[0]}-{key[1]:%y%m%d}-{last[key]:04d}")
    return found
