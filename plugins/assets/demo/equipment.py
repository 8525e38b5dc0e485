"""Fill the register: what each commune and the district own, in rooms, with users, prices and dates."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from msgspec import Struct

from core import db, offices
from core.contracts.offices import Person, Unit
from core.text.viet import sort_key
from plugins.assets.demo.answers import serial as plate_serial
from plugins.assets.demo.models import (
    COMMUNE,
    DISTRICT,
    FUNDING,
    MODELS,
    NAMES,
    ROOM_OF,
    ROOMS,
    STATUS_WEIGHTS,
    DemoModel,
)
from plugins.assets.demo.simulation import Simulated
from plugins.assets.inventory.catalogue import maker_named, model_named, place_in
from plugins.assets.inventory.commands import search_text
from plugins.assets.inventory.labels import next_codes

_COLUMNS = (
    "code", "name", "sort_key", "search_key", "serial", "unit_id", "unit_name", "model", "status", "place",
    "holder_id", "holder_name", "bought_on", "cost", "funding", "warranty_until", "version", "created_at", "updated_at",
)  # fmt: skip
_PERSONAL = {"desktop", "laptop", "smartphone"}
_WARRANTY = timedelta(days=2 * 365)


class Thing(Struct, kw_only=True):
    """One thing of the demonstration before it is written. device: what it is on the network, None for nothing."""

    code: str
    name: str
    category: str
    model: DemoModel
    serial: str
    status: str
    room: str
    holder: Person | None
    bought_on: date
    device: Simulated | None


async def load_equipment(at: datetime, random: Random) -> dict[str, Simulated]:
    """Register everything; return label code -> simulated device of the things that are on the network."""
    categories = {r["key"]: r["id"] for r in await db.rows("SELECT key, id FROM assets.assets_category")}
    statuses = {r["key"]: r["id"] for r in await db.rows("SELECT key, id FROM assets.assets_status")}
    models = {}
    for model in MODELS:
        maker_id, _ = await maker_named(model.maker)
        models[model], _ = await model_named(model.name, maker_id, categories[model.category])
    on_network: dict[str, Simulated] = {}
    for number, unit in enumerate([u for u in await offices.tree() if u.kind in {"district", "commune"}]):
        things = await _things_of(unit, number, categories, at, random)
        await _write(unit, things, models, statuses, at)
        on_network |= {thing.code: thing.device for thing in things if thing.device and thing.status == "in_use"}
    return on_network


async def _things_of(
    unit: Unit, number: int, categories: Mapping[str, int], at: datetime, random: Random
) -> list[Thing]:
    """Make up what one unit owns."""
    day = offices.office_day(at)
    below = (await offices.tree()).subtree(unit.id, day)
    hamlets = {u.id for u in below if u.kind == "hamlet"}
    # the district's own staff sit in its departments, not in the communes below it
    near = [
        u.id
        for u in below
        if unit.kind == "commune" or u.id == unit.id or (u.parent_id == unit.id and u.kind != "commune")
    ]
    people = await offices.people_of(near, day)
    things: list[Thing] = []
    for category, count in (DISTRICT if unit.kind == "district" else COMMUNE).items():
        codes = await next_codes(unit.id, categories[category], count)
        for place, code in enumerate(codes, start=1):
            holders = [p for p in people if (p.unit_id in hamlets) == (category == "smartphone")]
            things.append(_thing(category, code, number, place, count, holders, at, random))
    return things


def _thing(
    category: str, code: str, unit: int, place: int, count: int, holders: Sequence[Person], at: datetime, random: Random
) -> Thing:
    model = random.choice([m for m in MODELS if m.category == category])
    device = Simulated(model.snmp, unit, place) if model.snmp else None
    in_network = category in {"switch", "router", "ups"}
    [status] = random.choices(list(STATUS_WEIGHTS), list(STATUS_WEIGHTS.values())) if not in_network else ["in_use"]
    holder = holders[place % len(holders)] if category in _PERSONAL and holders and status == "in_use" else None
    room = "Kho" if status in {"in_store", "broken"} else ROOM_OF.get(category) or ROOMS[place % (len(ROOMS) - 2)]
    return Thing(
        code=code,
        name=f"{NAMES[category]} {place:02d}" if count > 1 else NAMES[category],
        category=category,
        model=model,
        serial=plate_serial(device) if device else f"{model.maker[:2].upper()}{random.randrange(10**9):09d}",
        status=status,
        room=room,
        holder=holder,
        bought_on=(at - timedelta(days=random.randrange(60, 2400))).date(),
        device=device,
    )


async def _write(
    unit: Unit, things: Sequence[Thing], models: Mapping[DemoModel, int], statuses: Mapping[str, int], at: datetime
) -> None:
    """Insert a unit's things and the first line of their history, in bulk."""
    rooms = {room: (await place_in(unit.id, room))[0] for room in dict.fromkeys(thing.room for thing in things)}
    records = [_record(unit, thing, models, statuses, rooms, at) for thing in things]
    async with db.connection() as lent:
        await lent.copy_records_to_table("assets_asset", schema_name="assets", columns=_COLUMNS, records=records)
    await db.execute(
        "INSERT INTO assets.assets_history (asset, version, at, who_name, action, changes)"
        " SELECT id, 1, created_at, 'motcua', 'registered', '{}' FROM assets.assets_asset WHERE unit_id = $1",
        unit.id,
    )


def _record(
    unit: Unit,
    thing: Thing,
    models: Mapping[DemoModel, int],
    statuses: Mapping[str, int],
    rooms: Mapping[str, int | None],
    at: datetime,
) -> tuple[Any, ...]:
    holder = thing.holder
    holder_name = holder.full_name if holder else None
    model = thing.model
    return (
        thing.code,
        thing.name,
        sort_key(thing.name),
        search_text(thing.code, thing.name, thing.serial, model.maker, model.name, thing.room, holder_name),
        thing.serial,
        unit.id,
        unit.name,
        models[model],
        statuses[thing.status],
        rooms[thing.room],
        holder.id if holder else None,
        holder_name,
        thing.bought_on,
        model.price,
        FUNDING[int(thing.code) % len(FUNDING)],
        thing.bought_on + _WARRANTY,
        1,
        at,
        at,
    )
