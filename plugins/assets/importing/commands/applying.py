"""Write an import chunk by chunk: each chunk is one transaction, so a run that was cut off goes on where it stopped."""

from collections.abc import Sequence

import asyncpg
import msgspec

from core import db
from core.acting import Act, Principal
from core.errors import MotcuaError
from core.text.i18n import gettext as _
from plugins.assets.importing import queries
from plugins.assets.importing.commands.uploading import judged, knowledge
from plugins.assets.importing.commands.writing import Kept, Made, write
from plugins.assets.importing.judging import texts_of
from plugins.assets.importing.schemas import Batch, Verdict
from plugins.assets.inventory.commands import EDIT

CHUNK = 200
_PENDING = """
SELECT line, cells::text, digest, verdict, asset, changes::text FROM assets.assets_import_row
WHERE batch = $1 AND verdict IN ('new', 'update') AND outcome IS NULL ORDER BY line LIMIT $2
"""
_WRITTEN = """
UPDATE assets.assets_import_row w SET asset = r.asset, code = r.code, version = r.version, before = r.before::jsonb,
    outcome = 'written', written_at = $7
FROM unnest($2::int[], $3::bigint[], $4::text[], $5::int[], $6::text[]) AS r(line, asset, code, version, before)
WHERE w.batch = $1 AND w.line = r.line
"""


class Waiting(msgspec.Struct, frozen=True):
    """A row that is to be written, with what its preview said."""

    line: int
    texts: dict[str, str]
    digest: str | None
    verdict: str
    asset: int | None
    changes: dict[str, list[object]]


def writer(batch: Batch, act: Act) -> Act:
    """Return the act of whoever started the import, at the present moment, with the rights they had then."""
    grants = {} if batch.rights is None else {EDIT: frozenset(batch.rights)}
    who = Principal(
        username=batch.username,
        display_name=batch.who_name,
        person_id=batch.who_id,
        grants=grants,
        everything=batch.rights is None,
    )
    return msgspec.structs.replace(act, who=who)


async def apply_chunks(number: int, act: Act) -> None:
    """Write what is still to be written of an import; nothing when it is not being applied."""
    while await _chunk(number, act):
        pass


async def _chunk(number: int, act: Act) -> bool:
    """Write the next rows; tell whether there may be more."""
    async with db.transaction():
        batch = await queries.batch(number, None, lock=True)
        if batch.state != "applying":
            return False
        rows = [
            Waiting(
                line,
                texts_of(msgspec.json.decode(cells), batch.mapping),
                digest,
                verdict,
                asset,
                msgspec.json.decode(changes),
            )
            for line, cells, digest, verdict, asset, changes in await db.rows(_PENDING, number, CHUNK)
        ]
        if not rows:
            await _finish(batch)
            return False
        by = writer(batch, act)
        made = msgspec.convert(batch.made, Made)
        try:
            async with db.transaction():
                await _write_rows(batch, rows, made, by)
        except (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, MotcuaError):
            made = await _one_by_one(batch, rows, by)
        await db.execute(
            "UPDATE assets.assets_import SET made = $2, done = done + $3 WHERE id = $1",
            number,
            msgspec.json.encode(made).decode(),
            len(rows),
        )
    return True


async def _one_by_one(batch: Batch, rows: Sequence[Waiting], by: Act) -> Made:
    """Write rows each by itself, so that the one that the database refuses does not stop the others."""
    made = msgspec.convert(batch.made, Made)
    for row in rows:
        kept = msgspec.convert(msgspec.to_builtins(made), Made)
        try:
            async with db.transaction():
                await _write_rows(batch, [row], kept, by)
        except MotcuaError as error:
            await _refuse(batch.id, row.line, str(error))
        except (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError):
            await _refuse(batch.id, row.line, _("Sổ không nhận dòng này: trùng số sê-ri hoặc số cũ với thiết bị khác."))
        else:
            made = kept
    return made


async def _write_rows(batch: Batch, rows: Sequence[Waiting], made: Made, by: Act) -> None:
    """Judge rows again by the register as it is, locked, and write those that do what their preview said."""
    texts = [(row.line, row.texts) for row in rows]
    verdicts = await judged(batch, texts, by, lock=True, digests=[row.digest for row in rows])
    good: list[tuple[Waiting, Verdict]] = []
    for row, verdict in zip(rows, verdicts, strict=True):
        reason = _changed_since(row, verdict)
        if reason is None:
            good.append((row, verdict))
        else:
            await _refuse(batch.id, row.line, reason)
    if not good:
        return
    known = await knowledge(batch, [], by)
    kept = await write([verdict for _row, verdict in good], known, made, by)
    await _note(batch.id, [row.line for row, _verdict in good], kept, by)


def _changed_since(row: Waiting, verdict: Verdict) -> str | None:
    """Return why a row is not written although its preview was good; None when it does what the preview said."""
    if verdict.kind == "wrong":
        return verdict.reason
    same = (verdict.kind, verdict.thing.id if verdict.thing else None) == (row.verdict, row.asset)
    if same and (row.verdict == "new" or verdict.changes == row.changes):
        return None
    return _("Sổ đã thay đổi sau khi xem trước; dòng này chưa được ghi.")


async def _note(number: int, lines: Sequence[int], kept: Sequence[Kept], by: Act) -> None:
    await db.execute(
        _WRITTEN,
        number,
        list(lines),
        [it.id for it in kept],
        [it.code for it in kept],
        [it.version for it in kept],
        [msgspec.json.encode(it.before).decode() if it.before else None for it in kept],
        by.at,
    )


async def _refuse(number: int, line: int, reason: str) -> None:
    await db.execute(
        "UPDATE assets.assets_import_row SET verdict = 'wrong', reason = $3 WHERE batch = $1 AND line = $2",
        number,
        line,
        reason,
    )


async def _finish(batch: Batch) -> None:
    """Close an import: what its rows have come to is counted anew."""
    found = await db.rows(
        "SELECT verdict, count(*) FROM assets.assets_import_row WHERE batch = $1 GROUP BY 1", batch.id
    )
    counts = {record["verdict"]: record["count"] for record in found}
    await db.execute(
        "UPDATE assets.assets_import SET state = 'applied', counts = $2 WHERE id = $1",
        batch.id,
        msgspec.json.encode({kind: counts.get(kind, 0) for kind in ("new", "update", "unchanged", "wrong")}).decode(),
    )
