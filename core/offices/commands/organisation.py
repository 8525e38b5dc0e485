"""Changing the organisation: each function is one transaction and checks that the actor may do it in that unit."""

from collections.abc import Mapping
from typing import Any

import msgspec

from core import audit, db
from core.acting import Act
from core.errors import Refused
from core.offices.domain.organisation import EndSpec, HoursSpec, Organisation, UnitSpec, problems
from core.text.viet import search_key

LOCK = 0x6F726761  # "orga": one loader of organisations at a time

_UPSERT = """
INSERT INTO offices.offices_unit AS u (code, kind, name, short_name, agency, search_key, parent_id, agency_code,
    agency_code_verified, address, phone, email, hours, position, valid_from, valid_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name = excluded.name, short_name = excluded.short_name,
    agency = excluded.agency, search_key = excluded.search_key, parent_id = excluded.parent_id,
    agency_code = excluded.agency_code, agency_code_verified = excluded.agency_code_verified,
    address = excluded.address, phone = excluded.phone, email = excluded.email, hours = excluded.hours,
    position = excluded.position, valid_from = excluded.valid_from, valid_to = excluded.valid_to
WHERE (u.kind, u.name, u.short_name, u.agency, u.parent_id, u.agency_code, u.agency_code_verified, u.address, u.phone,
       u.email, u.hours, u.position, u.valid_from, u.valid_to)
    IS DISTINCT FROM
      (excluded.kind, excluded.name, excluded.short_name, excluded.agency, excluded.parent_id, excluded.agency_code,
       excluded.agency_code_verified, excluded.address, excluded.phone, excluded.email, excluded.hours,
       excluded.position, excluded.valid_from, excluded.valid_to)
RETURNING (xmax = 0) AS added
"""


class LoadReport(msgspec.Struct, frozen=True):
    """What a load did: numbers of units added, changed, left as they were, and ended."""

    added: int
    changed: int
    same: int
    ended: int


async def load_organisation(organisation: Organisation, act: Act) -> LoadReport:
    """Bring the tree to what a file says; units that the file does not name stay. Raises Refused with every fault."""
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        ids: dict[str, int] = {r["code"]: r["id"] for r in await db.rows("SELECT code, id FROM offices.offices_unit")}
        Refused.if_any(problems(organisation, ids))
        added = changed = 0
        specs = organisation.units()
        for position, spec in enumerate(specs):
            outcome = await db.value(_UPSERT, *_unit_values(spec, ids, position))
            added, changed = added + (outcome is True), changed + (outcome is False)
            ids[spec.code] = await db.value("SELECT id FROM offices.offices_unit WHERE code = $1", spec.code)
        ended = sum([await _end(end, ids) for end in organisation.end])
        await _link_successors(specs, ids)
        report = LoadReport(added, changed, len(specs) - added - changed, ended)
        await audit.record(act, "offices.load", subject="offices.unit", after=msgspec.to_builtins(report))
    return report


def _unit_values(spec: UnitSpec, ids: Mapping[str, int], position: int) -> tuple[Any, ...]:
    return (
        spec.code,
        spec.kind,
        spec.name,
        spec.short_name,
        spec.agency,
        search_key(f"{spec.name} {spec.short_name}"),
        None if spec.parent is None else ids[spec.parent],
        spec.agency_code,
        spec.agency_code_verified,
        spec.address,
        spec.phone,
        spec.email,
        _hours(spec.hours),
        position,
        spec.valid_from,
        spec.valid_to,
    )


def _hours(hours: HoursSpec | None) -> str | None:
    if hours is None:
        return None
    return msgspec.json.encode([hours.weekdays, hours.saturday, hours.sunday]).decode()


async def _end(end: EndSpec, ids: Mapping[str, int]) -> int:
    """End units and all below them; return how many were still open."""
    ended: int = await db.value(
        """WITH RECURSIVE below AS (
               SELECT id FROM offices.offices_unit WHERE id = ANY($1)
               UNION SELECT u.id FROM offices.offices_unit u JOIN below b ON u.parent_id = b.id),
           closed AS (
               UPDATE offices.offices_unit u SET valid_to = $2 FROM below b
               WHERE u.id = b.id AND u.valid_from < $2 AND (u.valid_to IS NULL OR u.valid_to > $2) RETURNING 1)
           SELECT count(*) FROM closed""",
        [ids[code] for code in end.codes],
        end.on,
    )
    return ended


async def _link_successors(specs: tuple[UnitSpec, ...], ids: Mapping[str, int]) -> None:
    pairs = [(ids[old], ids[spec.code]) for spec in specs for old in spec.replaces]
    await db.execute(
        """INSERT INTO offices.offices_succession (predecessor_id, successor_id)
           SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING""",
        [old for old, _ in pairs],
        [new for _, new in pairs],
    )
