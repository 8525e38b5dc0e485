"""Take an inventory in: find the machine, merge, match it to the register, see what is missing."""

from collections.abc import Sequence

import msgspec

from core import audit, db, offices
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, TooMany
from core.text.i18n import gettext as _
from core.text.viet import search_key
from plugins.assets.agents.domain.inventory import Inventory, inventory_of, merged
from plugins.assets.agents.domain.matching import Change, Known, Match, Rule, hardware_changes, match
from plugins.assets.agents.domain.wire import Message
from plugins.assets.inventory.amending import Amendment, amend

EDIT = "assets.edit"
MOST_STRANGERS = 2000
_CANDIDATES = """
SELECT a.id, a.code, a.serial, m.search_key, g.uuid, coalesce(g.macs, '{}') FROM assets.assets_asset a
JOIN assets.assets_model m ON m.id = a.model LEFT JOIN assets.assets_agent_machine g ON g.asset = a.id
WHERE a.code = $1 OR upper(a.serial) = $2 OR g.uuid = $3 OR g.macs && $4::text[]
"""
_SAVE = """
INSERT INTO assets.assets_agent_machine AS m (device_id, agent_uuid, agent, unit_id, asset, state, rule, item_type, tag,
  name, search_key, serial, uuid, maker, model, macs, addresses, memory_mb, software, sections, first_seen_at,
  last_seen_at, full_at, trusted)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21, $22, $23)
ON CONFLICT (device_id) DO UPDATE SET agent_uuid = coalesce(excluded.agent_uuid, m.agent_uuid), agent = excluded.agent,
  unit_id = coalesce(excluded.unit_id, m.unit_id), asset = excluded.asset, state = excluded.state, rule = excluded.rule,
  item_type = excluded.item_type, tag = excluded.tag, name = excluded.name, search_key = excluded.search_key,
  serial = excluded.serial, uuid = excluded.uuid, maker = excluded.maker, model = excluded.model, macs = excluded.macs,
  addresses = excluded.addresses, memory_mb = excluded.memory_mb, software = excluded.software,
  sections = excluded.sections, last_seen_at = excluded.last_seen_at, full_at = coalesce(excluded.full_at, m.full_at),
  trusted = m.trusted OR excluded.trusted
RETURNING id
"""


class Kept(msgspec.Struct, frozen=True):
    """What stands of a machine before a message."""

    asset: int | None
    state: str
    rule: Rule
    sections: str
    unit_id: int | None
    trusted: bool


async def take(message: Message, agent_uuid: str | None, unit_id: int | None, act: Act) -> None:
    """Store an inventory. unit_id: of the secret that came with it, None for a stranger, which is never matched.

    Raises TooMany when too many strangers wait in the tray, Forbidden when a stranger speaks for a machine that once
    came with a secret: anybody who knows its name could otherwise rewrite it.
    """
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", message.device_id)
        kept = await db.struct(
            Kept,
            "SELECT asset, state, rule, sections::text, unit_id, trusted FROM assets.assets_agent_machine"
            " WHERE device_id = $1",
            message.device_id,
        )
        if unit_id is None:
            await _refuse_impostors(kept)
        known = msgspec.json.decode(kept.sections) if kept else {}
        sent = inventory_of(message)
        now = inventory_of(
            msgspec.structs.replace(message, content=merged(known, sent.sections, partial=message.partial))
        )
        found = await _match(now, kept, unit_id)
        where = unit_id if unit_id is not None else kept.unit_id if kept else await _unit_of_stranger(message.tag)
        machine = await _save(
            message, now, found, agent_uuid, where, act, ignored=_is_ignored(kept), trusted=unit_id is not None
        )
        if kept:
            before = inventory_of(msgspec.structs.replace(message, content=known))
            await _alert(machine, hardware_changes(before, now), act)
        if found.asset is not None and unit_id is not None:
            await _retire_others(machine, found.asset)
            await _tell_register(machine, found.asset, now, unit_id, act)


async def _refuse_impostors(kept: Kept | None) -> None:
    if kept is not None:
        if kept.trusted:
            raise Forbidden("this machine is enrolled: send the secret of its unit")
        return
    waiting = await db.value("SELECT count(*) FROM assets.assets_agent_machine WHERE NOT trusted")
    if waiting >= MOST_STRANGERS:
        raise TooMany("too many unknown machines wait for an officer; use an enrolment secret", 3600)


def _is_ignored(kept: Kept | None) -> bool:
    return kept is not None and kept.state == "ignored"


async def _unit_of_stranger(tag: str) -> int | None:
    """Return whose officers see a machine without a secret: the unit that its tag names, else the district."""
    units = list(await offices.tree())
    named = [unit for unit in units if tag and unit.code == tag]
    tops = [unit for unit in units if unit.kind == "district"] or [unit for unit in units if unit.parent_id is None]
    return next((unit.id for unit in (*named, *tops)), None)


async def _match(now: Inventory, kept: Kept | None, unit_id: int | None) -> Match:
    """A machine once matched stays so, with the reason: its device id is its own until an officer says otherwise."""
    if kept is not None and (kept.asset is not None or kept.state == "ignored"):
        return Match(kept.asset, kept.rule)
    if unit_id is None:
        return Match(None, "nothing")
    rows = await db.rows(_CANDIDATES, now.asset_tag, now.serial, now.uuid, list(now.macs))
    candidates = [Known(row[0], row[1], row[2], row[3], row[4], tuple(row[5])) for row in rows]
    return match(now, candidates, search_key(now.model or ""))


async def _save(
    message: Message,
    now: Inventory,
    found: Match,
    agent_uuid: str | None,
    unit_id: int | None,
    act: Act,
    *,
    ignored: bool,
    trusted: bool,
) -> int:
    state = "ignored" if ignored else "unmatched" if found.asset is None else "matched"
    words = " ".join(filter(None, (now.name, now.serial, now.maker, now.model, message.tag, *now.addresses)))
    number: int = await db.value(
        _SAVE,
        message.device_id,
        agent_uuid,
        now.agent,
        unit_id,
        found.asset,
        state,
        found.rule,
        now.item_type,
        message.tag,
        now.name,
        search_key(words),
        now.serial,
        now.uuid,
        now.maker,
        now.model,
        list(now.macs),
        list(now.addresses),
        now.memory_mb,
        now.software,
        msgspec.json.encode(now.sections).decode(),
        act.at,
        None if message.partial else act.at,
        trusted,
    )
    return number


async def _alert(machine: int, changes: Sequence[Change], act: Act) -> None:
    for change in changes:
        await db.execute(
            "INSERT INTO assets.assets_agent_alert (machine, at, kind, before, after)"
            " SELECT $1, $2, $3::text, $4::text, $5::text"
            " WHERE NOT EXISTS (SELECT 1 FROM assets.assets_agent_alert WHERE machine = $1 AND kind = $3"
            " AND before = $4 AND after = $5 AND closed_at IS NULL)",
            machine,
            act.at,
            change.kind,
            change.before,
            change.after,
        )


async def _retire_others(machine: int, asset_id: int) -> None:
    """A machine installed anew reports under a new device id: the thing is what reported last, the old record rests."""
    await db.execute(
        "UPDATE assets.assets_agent_machine SET asset = NULL, state = 'ignored', rule = 'replaced'"
        " WHERE asset = $1 AND id <> $2",
        asset_id,
        machine,
    )


async def _tell_register(machine: int, asset_id: int, now: Inventory, unit_id: int, act: Act) -> None:
    """Fill in a serial number that nobody wrote yet, never over an officer's; see a machine in a strange place."""
    asset = await db.row(
        "SELECT code, serial, unit_id, unit_name FROM assets.assets_asset WHERE id = $1 FOR UPDATE", asset_id
    )
    if asset is None:
        return
    if unit_id != asset["unit_id"]:
        place = next((unit.name for unit in await offices.tree() if unit.id == unit_id), "?")
        await _alert(machine, [Change("other_unit", asset["unit_name"], place)], act)
    elif asset["serial"] is None and now.serial is not None:
        await amend(asset["code"], Amendment(serial=now.serial), act, "updated", checked=False)


async def decide(machine_id: int, code: str | None, act: Act) -> None:
    """Say which thing a machine is, or with None that it is to be left alone. Raises Missing, Forbidden, Conflict."""
    async with db.transaction():
        machine = await db.row(
            "SELECT m.id, coalesce(a.unit_id, m.unit_id) AS unit_id FROM assets.assets_agent_machine m"
            " LEFT JOIN assets.assets_asset a ON a.id = m.asset WHERE m.id = $1 FOR UPDATE OF m",
            machine_id,
        )
        if machine is None:
            raise Missing
        asset = await db.row("SELECT id, unit_id FROM assets.assets_asset WHERE code = $1", code) if code else None
        if code and asset is None:
            raise Missing(_("Không có thiết bị mang mã này."))
        unit_id = asset["unit_id"] if asset else machine["unit_id"]
        _check_may_edit(act, machine["unit_id"], unit_id)
        if asset is not None and await db.value(
            "SELECT 1 FROM assets.assets_agent_machine WHERE asset = $1 AND id <> $2", asset["id"], machine_id
        ):
            raise Conflict(Problem(_("Thiết bị này đã gắn với một máy khác."), "code", "taken"))
        await db.execute(
            "UPDATE assets.assets_agent_machine SET asset = $2, state = $3, rule = 'officer' WHERE id = $1",
            machine_id,
            asset["id"] if asset else None,
            "matched" if asset else "ignored",
        )
        await audit.record(
            act,
            "assets.agent_decided",
            subject="assets.agent",
            subject_id=machine_id,
            unit_id=unit_id,
            after={"code": code or "", "ignored": asset is None},
        )


def _check_may_edit(act: Act, *units: int | None) -> None:
    """Raise Forbidden unless the actor may write in all the units; what has none is for those who may do everything."""
    if not act.who.everything and not all(unit is not None and act.who.may(EDIT, unit) for unit in units):
        raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))


async def close_alert(machine_id: int, alert_id: int, act: Act) -> None:
    """Say that somebody has looked at an alert of a machine. Raises Missing, Forbidden."""
    async with db.transaction():
        found = await db.row(
            "SELECT l.id, coalesce(a.unit_id, m.unit_id) AS unit_id FROM assets.assets_agent_alert l"
            " JOIN assets.assets_agent_machine m ON m.id = l.machine LEFT JOIN assets.assets_asset a ON a.id = m.asset"
            " WHERE l.id = $1 AND m.id = $2 FOR UPDATE OF l",
            alert_id,
            machine_id,
        )
        if found is None:
            raise Missing
        _check_may_edit(act, found["unit_id"])
        await db.execute(
            "UPDATE assets.assets_agent_alert SET closed_at = $2, closed_by = $3 WHERE id = $1 AND closed_at IS NULL",
            alert_id,
            act.at,
            act.who.display_name or act.who.username,
        )
