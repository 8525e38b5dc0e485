"""Changing the organisation: each function is one transaction and checks that the actor may do it in that unit."""

from collections.abc import Mapping
from typing import Any

import msgspec

from core import audit, db
from core.acting import Act
from core.errors import Refused
from core.offices.domain.organisation import EndSpec, Organisation, UnitSpec, problems
from core.text.viet import search_key

LOCK = 0x6F726761  # "orga": one loader of organisations at a time

# The file's units as rows; one statement for all of them, however many there are.
_FILE = """
jsonb_to_recordset($1::jsonb) AS s (code text, kind text, name text, short_name text, agency text, search_key text,
    parent text, agency_code text, agency_code_verified boolean, address text, phone text, email text, hours jsonb,
    position int, valid_from date, valid_to date)
"""
_ADD = f"""
INSERT INTO offices.offices_unit (code, kind, name, short_name, agency, search_key, agency_code, agency_code_verified,
    address, phone, email, hours, position, valid_from, valid_to)
SELECT code, kind, name, short_name, agency, search_key, agency_code, agency_code_verified, address, phone, email,
    hours, position, valid_from, valid_to
FROM {_FILE} ORDER BY position ON CONFLICT (code) DO NOTHING RETURNING code
"""  # noqa: S608 -- constants of this file
# Parents are set here, when every unit has its id.
_CHANGE = f"""
UPDATE offices.offices_unit u SET kind = s.kind, name = s.name, short_name = s.short_name, agency = s.agency,
    search_key = s.search_key, parent_id = parent.id, agency_code = s.agency_code,
    agency_code_verified = s.agency_code_verified, address = s.address, phone = s.phone, email = s.email,
    hours = s.hours, position = s.position, valid_from = s.valid_from, valid_to = s.valid_to
FROM {_FILE} LEFT JOIN offices.offices_unit parent ON parent.code = s.parent
WHERE u.code = s.code AND
    (u.kind, u.name, u.short_name, u.agency, u.parent_id, u.agency_code, u.agency_code_verified, u.address, u.phone,
     u.email, u.hours, u.position, u.valid_from, u.valid_to)
    IS DISTINCT FROM
    (s.kind, s.name, s.short_name, s.agency, parent.id, s.agency_code, s.agency_code_verified, s.address, s.phone,
     s.email, s.hours, s.position, s.valid_from, s.valid_to)
RETURNING u.code
"""  # noqa: S608 -- constants of this file


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
        Refused.if_any(problems(organisation, await _ids()))
        specs = organisation.units()
        units = msgspec.json.encode([_row(spec, position) for position, spec in enumerate(specs)]).decode()
        added = {record["code"] for record in await db.rows(_ADD, units)}
        changed = {record["code"] for record in await db.rows(_CHANGE, units)} - added
        ids = await _ids()
        ended = sum([await _end(end, ids) for end in organisation.end])
        await _link_successors(specs, ids)
        report = LoadReport(len(added), len(changed), len(specs) - len(added) - len(changed), ended)
        await audit.record(act, "offices.load", subject="offices.unit", after=msgspec.to_builtins(report))
    return report


async def _ids() -> dict[str, int]:
    return {record["code"]: record["id"] for record in await db.rows("SELECT code, id FROM offices.offices_unit")}


def _row(spec: UnitSpec, position: int) -> dict[str, Any]:
    hours = spec.hours
    return {
        **msgspec.structs.asdict(spec),
        "search_key": search_key(f"{spec.name} {spec.short_name}"),
        "hours": None if hours is None else [hours.weekdays, hours.saturday, hours.sunday],
        "position": position,
    }


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
