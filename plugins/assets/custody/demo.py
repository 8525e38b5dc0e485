"""Minutes of the demonstration: handed over, lent and overdue, waiting for a signature, made through the commands."""

import math
from datetime import timedelta
from typing import Literal

import msgspec

from core import db, offices
from core.acting import Act, Principal
from core.contributions import DemoContext
from plugins.assets.custody.commands import drafting, sealing
from plugins.assets.custody.queries import CUSTODY, READ
from plugins.assets.custody.schemas import Facts, NewMinutes, Signing

SEED = 421
_COURSES: tuple[tuple[str, int, str], ...] = (
    ("hand_over", 9, "signed"),
    ("lend", 20, "signed"),
    ("hand_over", 0, "waiting"),
)


async def load_minutes(context: DemoContext) -> None:
    """Make a few minutes in two units; things in store go to people there."""
    for code in ("my-hanh-bac", "duc-hoa"):
        unit = await offices.find_unit(code)
        if unit is not None:
            await _in_unit(unit.id, context)


async def _in_unit(unit_id: int, context: DemoContext) -> None:
    people = await offices.people_of((await offices.tree()).reach(unit_id), offices.office_day(context.at))
    rows = await db.rows(
        "SELECT a.code FROM assets.assets_asset a JOIN assets.assets_status s ON s.id = a.status"
        " JOIN assets.assets_model m ON m.id = a.model JOIN assets.assets_category c ON c.id = m.category"
        " WHERE a.unit_id = $1 AND s.key = 'in_use' AND c.key IN ('laptop', 'smartphone', 'desktop')"
        " ORDER BY a.code DESC LIMIT 6",
        unit_id,
    )
    codes = [row[0] for row in rows]
    if len(codes) < 6 or not people:
        return
    officer = Principal(
        username="cntt",
        display_name="Nguyễn Minh Khoa",
        grants={name: frozenset({unit_id}) for name in (CUSTODY, READ)},
    )
    await db.execute(
        "UPDATE assets.assets_asset SET status = (SELECT id FROM assets.assets_status WHERE key = 'in_store'),"
        " holder_id = NULL, holder_name = NULL WHERE code = ANY($1)",
        codes,
    )
    for at, (key, days, state) in enumerate(_COURSES):
        act = Act(officer, context.at - timedelta(days=days, hours=2))
        person = people[(at * 7) % len(people)]
        due = (act.at + timedelta(days=14)).date() if key == "lend" else None
        number = await drafting.open_draft(NewMinutes(key, unit_id, codes[2 * at : 2 * at + 2]), act)
        await drafting.fill(number, Facts(other_id=person.id, due_on=due, reason="Phục vụ công việc"), act)
        await sealing.seal(number, act)
        parties: tuple[Literal["giver", "receiver"], ...] = ("giver", "receiver") if state == "signed" else ("giver",)
        for party in parties:
            await sealing.sign(number, Signing(party, _scribble(at + (party == "giver") * 3)), act)


def _scribble(kind: int) -> str:
    """Return something that looks like a quick signature."""
    line = []
    for t in range(75):
        wave = math.sin(t / (3 + kind % 3)) * math.cos(t / (7 + kind))
        line.append((150 + 9 * t, round(200 + 110 * wave)))
    return msgspec.json.encode([line, [(150, 330), (700 + 20 * kind, 300)]]).decode()
