"""What the register knows that a row may mean: kinds, states, units, people, models, and the things themselves."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from core import db, offices
from core.acting import Principal
from core.contracts.offices import AUTHORITIES, Unit
from core.text.viet import search_key
from plugins.assets.importing.schemas import Thing
from plugins.assets.importing.words import CATEGORY_WORDS, STATUS_WORDS, origin_words
from plugins.assets.inventory.commands import EDIT
from plugins.assets.inventory.domain.serials import real_serial

People = dict[str, list[tuple[int, str]]]


class Known(Struct, kw_only=True):
    """Everything that rows are judged by. Words are search keys; models: (maker, model) -> kind, as keys.

    seen: keys of things that earlier rows of the file named -> their line; twins: digests of rows without a key.
    """

    categories: dict[str, str]
    category_ids: dict[str, int]
    category_names: dict[str, str]
    statuses: dict[str, str]
    meanings: dict[str, str]
    origins: dict[str, str]
    units: dict[str, Unit | None]
    unit_names: dict[int, str]
    writable: set[int]
    people: dict[int, People]
    models: dict[tuple[str, str], tuple[str, str, str]]
    by_code: dict[str, Thing] = {}
    by_serial: dict[str, list[Thing]] = {}
    by_number: dict[tuple[int, str], Thing] = {}
    by_digest: dict[str, Thing] = {}
    seen: dict[tuple[str, ...], int] = {}
    twins: dict[str, int] = {}


async def load(who: Principal, at: datetime, unit_ids: Iterable[int]) -> Known:
    """Return what the catalogues say. unit_ids: units whose people may be named."""
    kinds = await db.rows("SELECT key, id, name, name_en FROM assets.assets_category ORDER BY number")
    states = await db.rows("SELECT key, meaning, name, name_en FROM assets.assets_status ORDER BY position")
    tree = await offices.tree()
    day = offices.office_day(at)
    units = [unit for unit in tree if unit.kind in AUTHORITIES and unit.exists_on(day)]
    named: dict[str, Unit | None] = {}
    for unit in units:
        for word in {search_key(unit.name), search_key(unit.short_name), search_key(unit.agency), unit.code}:
            named[word] = None if word in named else unit
    people: dict[int, People] = {}
    for unit_id in unit_ids:
        people[unit_id] = {}
        for person in await offices.people_of(tree.reach(unit_id), day):
            people[unit_id].setdefault(search_key(person.full_name), []).append((person.id, person.full_name))
    models = await db.rows(
        "SELECT k.search_key, m.search_key, c.key, k.name, m.name FROM assets.assets_model m"
        " JOIN assets.assets_maker k ON k.id = m.maker JOIN assets.assets_category c ON c.id = m.category"
    )
    return Known(
        categories={**CATEGORY_WORDS, **{search_key(word): kind[0] for kind in kinds for word in (kind[0], *kind[2:])}},
        category_ids={key: number for key, number, *_ in kinds},
        category_names={key: name for key, _, name, _ in kinds},
        statuses={
            **STATUS_WORDS,
            **{search_key(word): state[0] for state in states for word in (state[0], *state[2:])},
        },
        meanings={key: meaning for key, meaning, *_ in states},
        origins=origin_words(),
        units=named,
        unit_names={unit.id: unit.name for unit in units},
        writable={unit.id for unit in units if who.may(EDIT, unit.id)},
        people=people,
        models={(maker, model): (kind, *names) for maker, model, kind, *names in models},
        by_code={},
        by_serial={},
        by_number={},
        by_digest={},
        seen={},
        twins={},
    )


_THINGS = """
SELECT a.id, a.code, a.unit_id, a.version, s.meaning, k.search_key, m.search_key,
       jsonb_build_object('name', a.name, 'category', c.key, 'maker', k.name, 'model', m.name, 'serial', a.serial,
           'status', s.key, 'place', p.name, 'holder', a.holder_name, 'bought_on', a.bought_on, 'cost', a.cost,
           'funding', a.funding, 'warranty_until', a.warranty_until, 'owner', a.owner_name, 'origin', a.origin,
           'in_use_from', a.in_use_from, 'decision', a.decision, 'note', a.note, 'old_number', o.number)::text,
       to_jsonb(a)::text, o.search_key,
       ARRAY(SELECT r.digest FROM assets.assets_import_row r
             WHERE r.asset = a.id AND r.digest = ANY($4) AND r.outcome = 'written')
FROM assets.assets_asset a
JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_category c ON c.id = m.category
JOIN assets.assets_status s ON s.id = a.status
LEFT JOIN assets.assets_place p ON p.id = a.place
LEFT JOIN assets.assets_old_number o ON o.asset = a.id
WHERE a.id IN (
    SELECT id FROM assets.assets_asset WHERE code = ANY($1)
    UNION SELECT id FROM assets.assets_asset WHERE upper(serial) = ANY($2) AND serial IS NOT NULL
    UNION SELECT asset FROM assets.assets_old_number WHERE search_key = ANY($3)
    UNION SELECT asset FROM assets.assets_import_row WHERE digest = ANY($4) AND outcome = 'written')
"""


async def add_things(known: Known, rows: Sequence[dict[str, str]], digests: Sequence[str], *, lock: bool) -> None:
    """Load the things that the rows' codes, serial numbers, old numbers and digests may mean.

    lock: against other writers until the transaction ends.
    """
    found = await db.rows(
        _THINGS + ("ORDER BY a.id FOR UPDATE OF a" if lock else ""),
        [row["code"] for row in rows if row.get("code")],
        [serial for row in rows if (serial := real_serial(row.get("serial")))],
        [search_key(row["old_number"]) for row in rows if row.get("old_number")],
        list(digests),
    )
    for *head, facts, columns, old_key, known_digests in found:
        thing = Thing(
            **dict(zip(("id", "code", "unit_id", "version", "meaning", "maker_key", "model_key"), head, strict=True)),
            facts=msgspec.json.decode(facts),
            columns=msgspec.json.decode(columns),
            old_key=old_key,
            digests=known_digests,
        )
        known.by_code[thing.code] = thing
        if thing.facts["serial"]:
            known.by_serial.setdefault(thing.facts["serial"].upper(), []).append(thing)
        if old_key:
            known.by_number[thing.unit_id, old_key] = thing
        known.by_digest.update(dict.fromkeys(thing.digests, thing))
