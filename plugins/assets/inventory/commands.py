"""Write to the register: each function is one transaction, checks the right in the unit, and leaves history and log."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import asyncpg
import msgspec

from core import audit, db, offices
from core.acting import Act
from core.contracts.offices import Unit
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean, clean_lines, search_key, sort_key
from plugins.assets.inventory.catalogue import Found, find_or_make, holder_in, place_in
from plugins.assets.inventory.domain.changes import differences
from plugins.assets.inventory.domain.serials import real_serial
from plugins.assets.inventory.labels import next_code
from plugins.assets.inventory.queries import asset_to_change
from plugins.assets.inventory.schemas import Asset, ChangedAsset, Facts, Move, NewAsset, Registered

EDIT = "assets.edit"
SERIAL_RULE = "assets_asset_serial_v1"

_INSERT = """
INSERT INTO assets.assets_asset (code, name, sort_key, search_key, serial, unit_id, unit_name, model, status, place,
    holder_id, holder_name, bought_on, cost, funding, warranty_until, note, owner_id, owner_name, origin, in_use_from,
    decision, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1, $23,
    $23)
RETURNING id
"""
_UPDATE = """
UPDATE assets.assets_asset SET name = $2, sort_key = $3, search_key = $4, serial = $5, model = $6, status = $7,
    place = $8, holder_id = $9, holder_name = $10, bought_on = $11, cost = $12, funding = $13, warranty_until = $14,
    note = $15, owner_id = $16, owner_name = $17, origin = $18, in_use_from = $19, decision = $20, updated_at = $21,
    version = version + 1
WHERE id = $1
"""
_MOVE = """
UPDATE assets.assets_asset SET unit_id = $2, unit_name = $3, place = $4, holder_id = $5, holder_name = $6,
    search_key = $7, updated_at = $8, version = version + 1,
    owner_id = CASE WHEN unit_id = $2 THEN owner_id END, owner_name = CASE WHEN unit_id = $2 THEN owner_name END
WHERE id = $1
"""
_HISTORY = """
INSERT INTO assets.assets_history (asset, version, at, who_id, who_name, action, changes)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


async def register(data: NewAsset, act: Act) -> Registered:
    """Enter a thing into the register and give it its label code.

    Raises Forbidden without the right in the unit, Refused for what does not fit, such as a second thing of one model
    with the same serial number.
    """
    unit = await _unit_to_edit(data.unit_id, act)
    async with one_serial(), db.transaction():
        found = await find_or_make(data, unit)
        code = await next_code(unit.id, found.category_id)
        serial, name = real_serial(data.serial), clean(data.name)
        asset_id = await db.value(
            _INSERT,
            code,
            name,
            sort_key(name),
            search_text(code, name, serial, found.maker, found.model, found.place, found.holder_name),
            serial,
            unit.id,
            unit.name,
            found.model_id,
            found.status_id,
            found.place_id,
            found.holder_id,
            found.holder_name,
            data.bought_on,
            data.cost,
            _text(data.funding),
            data.warranty_until,
            _lines(data.note),
            data.owner_id,
            found.owner_name,
            data.origin,
            data.in_use_from,
            _text(data.decision),
            act.at,
        )
        written = {**_written(data, found), "unit": unit.name}
        done = Registered(asset_id, code, 1)
        await remember(act, "registered", done, unit.id, before={}, after=written)
    return done


async def update(code: str, data: ChangedAsset, act: Act) -> Registered:
    """Change the facts of a thing; nothing is written when nothing differs.

    Raises Missing, Forbidden, Refused; Conflict when somebody changed it since the writer's version.
    """
    async with one_serial(), db.transaction():
        asset = await _asset_to_edit(code, data.version, act)
        unit = await offices.unit(asset.unit_id)
        found = await find_or_make(data, unit)
        serial, name = real_serial(data.serial), clean(data.name)
        before, after = _kept(asset), _written(data, found)
        if not differences(before, after):
            return Registered(asset.id, code, asset.version)
        await db.execute(
            _UPDATE,
            asset.id,
            name,
            sort_key(name),
            search_text(code, name, serial, found.maker, found.model, found.place, found.holder_name),
            serial,
            found.model_id,
            found.status_id,
            found.place_id,
            found.holder_id,
            found.holder_name,
            data.bought_on,
            data.cost,
            _text(data.funding),
            data.warranty_until,
            _lines(data.note),
            data.owner_id,
            found.owner_name,
            data.origin,
            data.in_use_from,
            _text(data.decision),
            act.at,
        )
        done = Registered(asset.id, code, asset.version + 1)
        await remember(act, "updated", done, unit.id, before=before, after=after)
    return done


async def move(code: str, data: Move, act: Act) -> Registered:
    """Give a thing to another unit, place or user; the right is needed in both units, the label stays.

    Raises Missing, Forbidden, Refused; Conflict when somebody changed it since the writer's version.
    """
    unit = await _unit_to_edit(data.unit_id, act)
    async with db.transaction():
        asset = await _asset_to_edit(code, data.version, act)
        place_id, place = await place_in(unit.id, data.place)
        holder = await holder_in(data.holder_id, unit)
        owner = asset.owner_name if unit.id == asset.unit_id else None  # who answers for it stays with the old unit
        before = {
            "unit": asset.unit_name,
            "place": asset.place,
            "holder": asset.holder_name,
            "owner": asset.owner_name,
        }
        after = {"unit": unit.name, "place": place, "holder": holder, "owner": owner}
        if not differences(before, after):
            return Registered(asset.id, code, asset.version)
        key = search_text(code, asset.name, asset.serial, asset.maker, asset.model, place, holder)
        await db.execute(_MOVE, asset.id, unit.id, unit.name, place_id, data.holder_id, holder, key, act.at)
        done = Registered(asset.id, code, asset.version + 1)
        await remember(act, "moved", done, unit.id, before=before, after=after)
    return done


@asynccontextmanager
async def one_serial() -> AsyncIterator[None]:
    """Say beside the field what the database says: a model's serial number belongs to one thing."""
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != SERIAL_RULE:
            raise
        text = _("Số sê-ri này đã có trong sổ với cùng kiểu máy. Hãy tìm thiết bị đó trong sổ thay vì ghi lần nữa.")
        raise Refused(Problem(text, "serial", "duplicate")) from error


async def _unit_to_edit(unit_id: int, act: Act) -> Unit:
    if not act.who.may(EDIT, unit_id):
        raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))
    return await offices.unit(unit_id)


async def _asset_to_edit(code: str, version: int, act: Act) -> Asset:
    """Return the thing, locked until the transaction ends, when the writer may change it and has seen it as it is."""
    asset = await asset_to_change(code)
    if asset is None or not (act.who.may("assets.read", asset.unit_id) or act.who.may(EDIT, asset.unit_id)):
        raise Missing(_("Không có thiết bị mang mã này."))
    if not act.who.may(EDIT, asset.unit_id):
        raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))
    if asset.version != version:
        text = _("Thiết bị này vừa được người khác sửa. Hãy xem lại rồi ghi lần nữa.")
        raise Conflict(Problem(text, "version", "stale"))
    return asset


async def remember(
    act: Act,
    action: str,
    done: Registered,
    unit_id: int,
    *,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    """Write a change to the thing's history and to the log."""
    changes = msgspec.json.encode(differences(before, after)).decode()
    who = act.who.display_name or act.who.username
    await db.execute(_HISTORY, done.id, done.version, act.at, act.who.person_id, who, action, changes)
    await audit.record(
        act,
        f"assets.{action}",
        subject="assets.asset",
        subject_id=done.code,
        unit_id=unit_id,
        before=before or None,
        after=after,
    )


def search_text(*parts: str | None) -> str:
    """Return the folded text in which a thing is looked for: code, name, serial, maker, model, place, user."""
    return search_key(" ".join(part for part in parts if part))


def _text(value: str | None) -> str | None:
    return clean(value or "") or None


def _lines(value: str | None) -> str | None:
    return clean_lines(value or "") or None


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _written(data: Facts, found: Found) -> dict[str, Any]:
    """Return the facts of a form as history keeps them: names, not ids."""
    return {
        "name": clean(data.name),
        "category": data.category,
        "maker": found.maker,
        "model": found.model,
        "serial": real_serial(data.serial),
        "status": data.status,
        "place": found.place,
        "holder": found.holder_name,
        "bought_on": _day(data.bought_on),
        "cost": data.cost,
        "funding": _text(data.funding),
        "warranty_until": _day(data.warranty_until),
        "owner": found.owner_name,
        "origin": data.origin,
        "in_use_from": _day(data.in_use_from),
        "decision": _text(data.decision),
        "note": _lines(data.note),
    }


def _kept(asset: Asset) -> dict[str, Any]:
    """Return the facts of a thing in the same shape as `_written`."""
    return {
        "name": asset.name,
        "category": asset.category,
        "maker": asset.maker,
        "model": asset.model,
        "serial": asset.serial,
        "status": asset.status,
        "place": asset.place,
        "holder": asset.holder_name,
        "bought_on": _day(asset.bought_on),
        "cost": asset.cost,
        "funding": asset.funding,
        "warranty_until": _day(asset.warranty_until),
        "owner": asset.owner_name,
        "origin": asset.origin,
        "in_use_from": _day(asset.in_use_from),
        "decision": asset.decision,
        "note": asset.note,
    }
