"""Take an import out of the register again, exactly: things as they were, without those that it brought.

A thing that was changed since, or that other records speak of by now, is left alone and listed.
"""

import asyncpg
import msgspec

from core import audit, db
from core.acting import Act
from core.text.i18n import gettext as _
from core.text.viet import search_key
from plugins.assets.importing import queries
from plugins.assets.importing.commands.applying import CHUNK, writer
from plugins.assets.importing.commands.writing import RESTORE, history_line
from plugins.assets.importing.schemas import Batch
from plugins.assets.inventory.commands import EDIT
from plugins.assets.inventory.domain.changes import differences

_WRITTEN = """
SELECT r.line, r.asset, r.version, r.before::text, r.code, a.unit_id, r.changes::text
FROM assets.assets_import_row r LEFT JOIN assets.assets_asset a ON a.id = r.asset
WHERE r.batch = $1 AND r.outcome = 'written' ORDER BY r.line DESC LIMIT $2 FOR UPDATE OF r
"""
# tables that keep something of a thing that an import never made: with a row there, the thing has a life of its own
_REFERENCES = """
SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid IN ('assets.assets_asset'::regclass, 'assets.assets_nb_device'::regclass)
  AND c.conrelid NOT IN ('assets.assets_history'::regclass, 'assets.assets_import_row'::regclass,
                         'assets.assets_old_number'::regclass)
"""
_LEFT = {
    "model": (
        "DELETE FROM assets.assets_nb_devicetype WHERE source = 'model:' || $1::bigint",
        "DELETE FROM assets.assets_model WHERE id = $1",
    ),
    "maker": (
        "DELETE FROM assets.assets_nb_manufacturer WHERE source = 'maker:' || $1::bigint",
        "DELETE FROM assets.assets_maker WHERE id = $1",
    ),
    "place": (
        "DELETE FROM assets.assets_nb_location WHERE source = 'place:' || $1::bigint",
        "DELETE FROM assets.assets_place WHERE id = $1",
    ),
}
References = list[tuple[str, str, str]]


async def undo_chunks(number: int, act: Act) -> None:
    """Undo what is still to be undone of an import; nothing when it is not being undone."""
    references: References = [(table, column, target) for table, column, target in await db.rows(_REFERENCES)]
    while await _chunk(number, references, act):
        pass


async def _chunk(number: int, references: References, act: Act) -> bool:
    """Undo the next rows, the last first; tell whether there may be more."""
    async with db.transaction():
        batch = await queries.batch(number, None, lock=True)
        if batch.state != "undoing":
            return False
        rows = await db.rows(_WRITTEN, number, CHUNK)
        if not rows:
            await _finish(batch)
            return False
        by = writer(batch, act)
        ids = [row["asset"] for row in rows if row["asset"] is not None]
        versions, busy = await _locked(ids), await _busy(ids, references)
        obstacles = [_obstacle(row, versions, busy, by) for row in rows]
        free = [row for row, reason in zip(rows, obstacles, strict=True) if reason is None and row["before"] is None]
        gone = await _taken_out_at_once(batch, free, by)
        for row, reason in zip(rows, obstacles, strict=True):
            if row["line"] not in gone:
                await _undo_row(batch, row, reason, by)
        await db.execute("UPDATE assets.assets_import SET done = done + $2 WHERE id = $1", number, len(rows))
    return True


async def _taken_out_at_once(batch: Batch, rows: list[asyncpg.Record], by: Act) -> set[int]:
    """Delete the things of these rows together and return their lines; none when the database refuses one of them."""
    lines, ids = [row["line"] for row in rows], [row["asset"] for row in rows]
    try:
        async with db.transaction():
            await db.execute(
                "DELETE FROM assets.assets_nb_device WHERE source = ANY($1)", [f"asset:{number}" for number in ids]
            )
            await db.execute("DELETE FROM assets.assets_asset WHERE id = ANY($1)", ids)
            for row in rows:
                await _log_taken_out(row, by)
            await db.execute(
                "UPDATE assets.assets_import_row SET outcome = 'undone' WHERE batch = $1 AND line = ANY($2)",
                batch.id,
                lines,
            )
    except asyncpg.IntegrityConstraintViolationError:
        return set()
    return set(lines)


async def _undo_row(batch: Batch, row: asyncpg.Record, reason: str | None, by: Act) -> None:
    if reason is None:
        try:
            async with db.transaction():
                if row["before"] is None:
                    await _take_out(row, by)
                else:
                    await _put_back(row, by)
        except asyncpg.IntegrityConstraintViolationError:
            reason = _("Đã có sổ, biên bản khác dùng đến thiết bị này.")
    await db.execute(
        "UPDATE assets.assets_import_row SET outcome = $3, reason = $4 WHERE batch = $1 AND line = $2",
        batch.id,
        row["line"],
        "conflict" if reason else "undone",
        reason,
    )


def _obstacle(row: asyncpg.Record, versions: dict[int, int], busy: set[int], by: Act) -> str | None:
    """Return why a row cannot be undone, None when it can."""
    if row["asset"] not in versions:
        return _("Thiết bị không còn trong sổ.")
    if versions[row["asset"]] != row["version"]:
        return _("Thiết bị đã được sửa sau khi nhập.")
    if not by.who.may(EDIT, row["unit_id"]):
        return _("Bạn không được ghi sổ tài sản của đơn vị này.")
    if row["before"] is None and row["asset"] in busy:
        return _("Đã có sổ, biên bản khác dùng đến thiết bị này.")
    return None


async def _locked(ids: list[int]) -> dict[int, int]:
    """Return the versions of things, locked against other writers until the transaction ends."""
    found = await db.rows("SELECT id, version FROM assets.assets_asset WHERE id = ANY($1) ORDER BY id FOR UPDATE", ids)
    return {record["id"]: record["version"] for record in found}


async def _busy(ids: list[int], references: References) -> set[int]:
    """Return the things that other records speak of, also through their entry behind the NetBox API."""
    busy: set[int] = set()
    for table, column, target in references:
        direct = f"SELECT {column} FROM {table} WHERE {column} = ANY($1)"  # noqa: S608 -- names from the catalogue
        behind = f"""SELECT substr(d.source, 7)::bigint FROM {table} r
            JOIN assets.assets_nb_device d ON d.id = r.{column}
            WHERE d.source = ANY(SELECT 'asset:' || n FROM unnest($1::bigint[]) AS n)"""  # noqa: S608 -- as above
        found = await db.rows(direct if target.endswith("assets_asset") else behind, ids)
        busy.update(record[0] for record in found)
    return busy


async def _take_out(row: asyncpg.Record, by: Act) -> None:
    """Delete a thing that the import brought; its label code is not given again."""
    await db.execute("DELETE FROM assets.assets_nb_device WHERE source = 'asset:' || $1::bigint", row["asset"])
    await db.execute("DELETE FROM assets.assets_asset WHERE id = $1", row["asset"])
    await _log_taken_out(row, by)


async def _log_taken_out(row: asyncpg.Record, by: Act) -> None:
    changes = msgspec.json.decode(row["changes"])
    await _log(row, by, before={field: pair[1] for field, pair in changes.items()}, after=None)


async def _put_back(row: asyncpg.Record, by: Act) -> None:
    """Give a thing the record that it had before the import."""
    before = msgspec.json.decode(row["before"])
    number = before.pop("_number")
    await db.execute(RESTORE, msgspec.json.encode(before).decode(), by.at)
    if number is None:
        await db.execute("DELETE FROM assets.assets_old_number WHERE asset = $1", row["asset"])
    else:
        await db.execute(
            "UPDATE assets.assets_old_number SET number = $2, search_key = $3 WHERE asset = $1",
            row["asset"],
            number,
            search_key(number),
        )
    changes = msgspec.json.decode(row["changes"])
    was, now = ({field: pair[side] for field, pair in changes.items()} for side in (1, 0))
    await history_line(row["asset"], row["version"] + 1, "import_undone", differences(was, now), by)
    await _log(row, by, before=was, after=now)


async def _log(row: asyncpg.Record, by: Act, *, before: dict[str, object], after: dict[str, object] | None) -> None:
    await audit.record(
        by,
        "assets.import_row_undone",
        subject="assets.asset",
        subject_id=row["code"],
        unit_id=row["unit_id"],
        before=before,
        after=after,
    )


async def _finish(batch: Batch) -> None:
    """Close: what the import added to the catalogues goes too, unless something uses it by now."""
    for kind, statements in _LEFT.items():
        for number in batch.made.get(kind, []):
            try:
                async with db.transaction():
                    for statement in statements:
                        await db.execute(statement, number)
            except asyncpg.IntegrityConstraintViolationError:
                continue
    await db.execute("UPDATE assets.assets_import SET state = 'undone' WHERE id = $1", batch.id)
