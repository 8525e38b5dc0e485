"""Many things at once into the register: the statements behind an import, in the shape of the register's own writes."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.text.viet import search_key, sort_key
from plugins.assets.importing.knowledge import Known
from plugins.assets.importing.schemas import Verdict
from plugins.assets.inventory.catalogue import maker_named, model_named, place_in
from plugins.assets.inventory.commands import search_text
from plugins.assets.inventory.labels import next_codes

# column -> type in SQL, of everything that a row can set
_TYPES = {
    "code": "text", "name": "text", "sort_key": "text", "search_key": "text", "serial": "text", "unit_id": "bigint",
    "unit_name": "text", "model": "bigint", "status": "bigint", "place": "bigint", "holder_id": "bigint",
    "holder_name": "text", "owner_id": "bigint", "owner_name": "text", "origin": "text", "in_use_from": "date",
    "decision": "text", "bought_on": "date", "cost": "bigint", "funding": "text", "warranty_until": "date", "note":
    "text",
}  # fmt: skip
_NAMES = ", ".join(_TYPES)
_RECORD = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
_CHANGED = [name for name in _TYPES if name not in {"code", "unit_id", "unit_name"}]
INSERT = f"""
INSERT INTO assets.assets_asset ({_NAMES}, custom, version, created_at, updated_at)
SELECT {_NAMES}, '{{}}', 1, $2, $2 FROM jsonb_to_recordset($1::jsonb) AS r({_RECORD}) RETURNING id, code
"""  # noqa: S608 -- names of columns from this file
UPDATE = f"""
UPDATE assets.assets_asset a SET {", ".join(f"{name} = r.{name}" for name in _CHANGED)}, version = a.version + 1,
    updated_at = $2
FROM jsonb_to_recordset($1::jsonb) AS r(id bigint, {_RECORD}) WHERE a.id = r.id
"""  # noqa: S608 -- names of columns from this file
RESTORE = f"""
UPDATE assets.assets_asset a SET {", ".join(f"{name} = r.{name}" for name in _CHANGED)}, version = a.version + 1,
    updated_at = $2
FROM jsonb_populate_record(NULL::assets.assets_asset, $1::jsonb) AS r WHERE a.id = r.id
"""  # noqa: S608 -- names of columns from this file
_HISTORY = """
INSERT INTO assets.assets_history (asset, version, at, who_id, who_name, action, changes)
SELECT r.asset, r.version, $2, $3, $4, r.action, r.changes FROM jsonb_to_recordset($1::jsonb)
    AS r(asset bigint, version int, action text, changes jsonb)
"""
_NUMBERS = """
INSERT INTO assets.assets_old_number (asset, unit_id, number, search_key)
SELECT r.asset, r.unit_id, r.number, r.search_key FROM jsonb_to_recordset($1::jsonb)
    AS r(asset bigint, unit_id bigint, number text, search_key text)
ON CONFLICT (asset) DO UPDATE SET number = excluded.number, search_key = excluded.search_key
"""


class Kept(Struct, frozen=True):
    """A row that was written: the thing it is now, with the record it had before (None for a new one)."""

    id: int
    code: str
    version: int
    before: dict[str, Any] | None


class Made(Struct):
    """Ids of what the catalogues did not have before."""

    maker: list[int] = []
    model: list[int] = []
    place: list[int] = []


async def write(verdicts: Sequence[Verdict], known: Known, made: Made, act: Act) -> list[Kept]:
    """Write new and changed things with history, log and old numbers; the answer is in the order of the verdicts."""
    statuses = {record["key"]: record["id"] for record in await db.rows("SELECT key, id FROM assets.assets_status")}
    catalogue = _Catalogue({}, {}, {}, statuses, made)
    records = [await _record(one, known, catalogue) for one in verdicts]
    await _give_codes(verdicts, records, known)
    for record in records:
        record["search_key"] = search_text(record["code"], record["name"], record["serial"], *record.pop("_words"))
    ids = {}
    new = [record for one, record in zip(verdicts, records, strict=True) if one.thing is None]
    if new:
        ids = {code: number for number, code in await db.rows(INSERT, _json(new), act.at)}
    old = [record | {"id": one.thing.id} for one, record in zip(verdicts, records, strict=True) if one.thing]
    if old:
        await db.execute(UPDATE, _json(old), act.at)
    kept = [
        Kept(
            one.thing.id,
            one.thing.code,
            one.thing.version + 1,
            one.thing.columns | {"_number": one.thing.facts["old_number"]},
        )
        if one.thing
        else Kept(ids[record["code"]], record["code"], 1, None)
        for one, record in zip(verdicts, records, strict=True)
    ]
    numbers = [
        {"asset": it.id, "unit_id": one.unit_id, "number": one.old_number, "search_key": search_key(one.old_number)}
        for one, it in zip(verdicts, kept, strict=True)
        if one.old_number
    ]
    if numbers:
        await db.execute(_NUMBERS, _json(numbers))
    await _remember(verdicts, kept, act)
    return kept


class _Catalogue(Struct):
    """Ids that this chunk has looked up already."""

    makers: dict[str, int]
    models: dict[tuple[str, str], int]
    places: dict[tuple[int, str], int | None]
    statuses: dict[str, int]
    made: Made


async def _record(one: Verdict, known: Known, catalogue: _Catalogue) -> dict[str, Any]:
    """Return the columns of a thing after the row, without its code; `_words`: what else it is looked for by."""
    facts = one.facts
    model = await _model_id(facts, known, catalogue)
    plain = (
        "name",
        "serial",
        "origin",
        "in_use_from",
        "decision",
        "bought_on",
        "cost",
        "funding",
        "warranty_until",
        "note",
    )
    return {
        **{field: facts[field] for field in plain},
        "code": one.thing.code if one.thing else None,
        "sort_key": sort_key(facts["name"]),
        "unit_id": one.unit_id,
        "unit_name": known.unit_names[one.unit_id],
        "model": model,
        "status": catalogue.statuses[facts["status"]],
        "place": await _place_id(one, catalogue),
        "holder_id": one.holder_id,
        "holder_name": facts["holder"],
        "owner_id": one.owner_id,
        "owner_name": facts["owner"],
        "_words": [facts["maker"], facts["model"], facts["place"], facts["holder"]],
    }


async def _model_id(facts: dict[str, Any], known: Known, catalogue: _Catalogue) -> int:
    maker_key, model_key = search_key(facts["maker"]), search_key(facts["model"])
    if maker_key not in catalogue.makers:
        there = await db.value("SELECT id FROM assets.assets_maker WHERE search_key = $1", maker_key)
        catalogue.makers[maker_key] = there or (await maker_named(facts["maker"]))[0]
        catalogue.made.maker += [] if there else [catalogue.makers[maker_key]]
    if (maker_key, model_key) not in catalogue.models:
        maker = catalogue.makers[maker_key]
        there = await db.value(
            "SELECT id FROM assets.assets_model WHERE maker = $1 AND search_key = $2", maker, model_key
        )
        made = there or (await model_named(facts["model"], maker, known.category_ids[facts["category"]]))[0]
        catalogue.models[maker_key, model_key] = made
        catalogue.made.model += [] if there else [made]
    return catalogue.models[maker_key, model_key]


async def _place_id(one: Verdict, catalogue: _Catalogue) -> int | None:
    name = one.facts["place"]
    if one.thing and one.thing.facts["place"] == name:
        place: int | None = one.thing.columns["place"]
        return place
    if not name:
        return None
    key = one.unit_id, search_key(name)
    if key not in catalogue.places:
        there = await db.value(
            "SELECT id FROM assets.assets_place WHERE unit_id = $1 AND search_key = $2 AND parent IS NULL", *key
        )
        catalogue.places[key] = there or (await place_in(one.unit_id, name))[0]
        made = catalogue.places[key]
        if not there and made is not None:
            catalogue.made.place.append(made)
    return catalogue.places[key]


async def _give_codes(verdicts: Sequence[Verdict], records: Sequence[dict[str, Any]], known: Known) -> None:
    """Give new things their label codes: numbers in a row for each unit and kind, in the order of the file."""
    groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for one, record in zip(verdicts, records, strict=True):
        if one.thing is None:
            groups.setdefault((one.unit_id, one.facts["category"]), []).append(record)
    # always in the same order, so that two imports never wait for one another in a circle
    for (unit_id, category), group in sorted(groups.items(), key=lambda item: item[0]):
        codes = await next_codes(unit_id, known.category_ids[category], len(group))
        for record, code in zip(group, codes, strict=True):
            record["code"] = code


async def _remember(verdicts: Sequence[Verdict], kept: Sequence[Kept], act: Act) -> None:
    """Write history and log of the rows."""
    actions = ["import_updated" if one.thing else "registered" for one in verdicts]
    lines = [
        {"asset": it.id, "version": it.version, "action": action, "changes": one.changes}
        for one, it, action in zip(verdicts, kept, actions, strict=True)
    ]
    who = act.who.display_name or act.who.username
    await db.execute(_HISTORY, _json(lines), act.at, act.who.person_id, who)
    for one, it, action in zip(verdicts, kept, actions, strict=True):
        await audit.record(
            act,
            f"assets.{action}",
            subject="assets.asset",
            subject_id=it.code,
            unit_id=one.unit_id,
            before=one.thing.facts if one.thing else None,
            after=one.facts,
        )


async def history_line(asset: int, version: int, action: str, changes: object, act: Act) -> None:
    """Write one line of a thing's history."""
    line = [{"asset": asset, "version": version, "action": action, "changes": changes}]
    await db.execute(_HISTORY, _json(line), act.at, act.who.person_id, act.who.display_name or act.who.username)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
