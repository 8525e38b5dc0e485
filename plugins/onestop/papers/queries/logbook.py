"""The rows of the logbook, one dossier each, in the order of reception."""

from collections.abc import AsyncIterator
from datetime import date, datetime

from msgspec import Struct

from core import db

BATCH = 500


class LogRow(Struct, frozen=True):
    """One line of form 06 (2018), 07 (2025). receiver: who signed for the result, "" when no receipt was made out."""

    code: str
    procedure: str
    owner_name: str
    owner_address: str
    owner_phone: str
    agency: str
    received_at: datetime
    promised_at: datetime | None
    closed_at: datetime | None
    state: str
    channel: str
    receiver: str


_ROWS = """
SELECT d.code, p.name, d.owner_name, d.owner_address, CASE WHEN $4 THEN d.owner_phone ELSE '' END, d.unit_name,
       d.received_at, d.promised_at, d.closed_at, d.state, d.channel,
       coalesce((SELECT r.particulars->>'receiver_name' FROM onestop.onestop_issued_paper r
                 WHERE r.dossier = d.id AND r.kind = 'result_receipt' AND r.cancelled_at IS NULL), '')
FROM onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure
WHERE d.received_at >= ($1::date)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND d.received_at < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND ($3::bigint[] IS NULL OR d.unit_ids && $3)
ORDER BY d.received_at, d.id
"""


async def log_rows(first: date, last: date, units: list[int] | None, *, phones: bool) -> AsyncIterator[LogRow]:
    """Yield the dossiers received from one local day to another, both included, from a cursor: memory stays constant.

    units: whose dossiers (None: all). phones: whether the reader may see telephone numbers.
    """
    async with db.connection() as lent, lent.transaction():
        async for record in lent.cursor(_ROWS, first, last, units, phones, prefetch=BATCH):
            yield LogRow(*record)
