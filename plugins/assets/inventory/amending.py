"""Change single facts of a thing on behalf of another feature: a hand-over, a count, an agent's report."""

from datetime import date
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from core import db, offices
from core.acting import Act
from core.errors import Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean, sort_key
from plugins.assets.inventory.catalogue import holder_in, place_in
from plugins.assets.inventory.commands import EDIT, one_serial, remember, search_text
from plugins.assets.inventory.domain.changes import differences
from plugins.assets.inventory.domain.serials import real_serial
from plugins.assets.inventory.queries import asset_to_change
from plugins.assets.inventory.schemas import Asset, Registered

# facts that are written as they come: field -> column
_PLAIN = ("bought_on", "cost", "funding", "warranty_until", "note", "in_use_from", "origin", "decision")


class Amendment(Struct, frozen=True, kw_only=True):
    """New values of facts of a thing; what is left UNSET stays. status: a key; place: a name, made if it is new."""

    name: str | UnsetType = UNSET
    serial: str | UnsetType | None = UNSET
    status: str | UnsetType = UNSET
    unit_id: int | UnsetType = UNSET
    place: str | UnsetType | None = UNSET
    holder_id: int | UnsetType | None = UNSET
    owner_id: int | UnsetType | None = UNSET
    bought_on: date | UnsetType | None = UNSET
    cost: int | UnsetType | None = UNSET
    funding: str | UnsetType | None = UNSET
    warranty_until: date | UnsetType | None = UNSET
    note: str | UnsetType | None = UNSET
    in_use_from: date | UnsetType | None = UNSET
    origin: str | UnsetType = UNSET
    decision: str | UnsetType | None = UNSET


async def amend(code: str, new: Amendment, act: Act, action: str, *, checked: bool = True) -> Registered:
    """Write the new values with history and log, in the caller's transaction or its own; nothing when nothing differs.

    A thing that goes to another unit leaves its place, user and owner behind unless new ones are given. action: what
    history calls it (`words.ACTIONS`). checked: the writer needs the right to edit in the old and the new unit; False
    only for a feature that has a right of its own. Raises Missing, Forbidden, Refused.
    """
    async with one_serial(), db.transaction():
        asset = await asset_to_change(code)
        if asset is None:
            raise Missing(_("Không có thiết bị mang mã này."))
        unit_id = asset.unit_id if new.unit_id is UNSET else new.unit_id
        if checked and not (act.who.may(EDIT, asset.unit_id) and act.who.may(EDIT, unit_id)):
            raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))
        draft = await _drafted(asset, new, unit_id)
        if not differences(draft.before, draft.after):
            return Registered(asset.id, code, asset.version)
        sets = ", ".join(f"{column} = ${n}" for n, column in enumerate(draft.columns, start=3))
        await db.execute(
            f"UPDATE assets.assets_asset SET updated_at = $2, version = version + 1, {sets} WHERE id = $1",  # noqa: S608 -- names of columns from this file
            asset.id,
            act.at,
            *draft.columns.values(),
        )
        done = Registered(asset.id, code, asset.version + 1)
        await remember(act, action, done, unit_id, before=draft.before, after=draft.after)
    return done


class _Draft(Struct):
    """What is going to be written: columns with values, and before and after as history keeps them."""

    columns: dict[str, Any] = {}
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}

    def fact(self, field: str, was: Any, now: Any, **written: Any) -> None:
        self.before[field], self.after[field] = was, now
        self.columns.update(written)


async def _drafted(asset: Asset, new: Amendment, unit_id: int) -> _Draft:
    draft = _Draft()
    await _where_and_whose(draft, asset, new, unit_id)
    if new.status is not UNSET:
        status_id = await db.value("SELECT id FROM assets.assets_status WHERE key = $1", new.status)
        if status_id is None:
            raise Refused(Problem(_("Chưa có tình trạng này trong danh mục."), "status", "unknown"))
        draft.fact("status", asset.status, new.status, status=status_id)
    if new.name is not UNSET:
        name = clean(new.name)
        draft.fact("name", asset.name, name, name=name, sort_key=sort_key(name))
    if new.serial is not UNSET:
        serial = real_serial(new.serial)
        draft.fact("serial", asset.serial, serial, serial=serial)
    for field in _PLAIN:
        value = getattr(new, field)
        if value is not UNSET:
            draft.fact(field, _kept(getattr(asset, field)), _kept(value), **{field: value})
    now = {"name": asset.name, "serial": asset.serial, "place": asset.place, "holder": asset.holder_name} | draft.after
    draft.columns["search_key"] = search_text(
        asset.code, now["name"], now["serial"], asset.maker, asset.model, now["place"], now["holder"]
    )
    return draft


async def _where_and_whose(draft: _Draft, asset: Asset, new: Amendment, unit_id: int) -> None:
    unit = await offices.unit(unit_id)
    moved = unit_id != asset.unit_id
    if moved:
        draft.fact("unit", asset.unit_name, unit.name, unit_id=unit.id, unit_name=unit.name)
    if moved or new.place is not UNSET:
        place_id, place = await place_in(unit_id, None if new.place is UNSET else new.place)
        draft.fact("place", asset.place, place, place=place_id)
    for role in ("holder", "owner"):
        given = getattr(new, f"{role}_id")
        if moved or given is not UNSET:
            person_id = None if given is UNSET else given
            name = await holder_in(person_id, unit, f"{role}_id")
            draft.fact(role, getattr(asset, f"{role}_name"), name, **{f"{role}_id": person_id, f"{role}_name": name})


def _kept(value: Any) -> Any:
    """Return a value as history keeps it: days as text."""
    return msgspec.to_builtins(value)
