"""Keep a file, say what it would do, and start the writing: what is seen in the preview is what is written."""

import hashlib
from collections.abc import Sequence

import anyio.to_thread
import msgspec

from core import audit, db, jobs, offices
from core.acting import Act
from core.errors import Conflict, Forbidden, Problem, Refused
from core.text.formats import format_date
from core.text.i18n import gettext as _
from core.text.viet import clean
from plugins.assets.importing import queries
from plugins.assets.importing.domain.headers import FIELDS, guess, signature
from plugins.assets.importing.judging import digest_of, judge, texts_of
from plugins.assets.importing.knowledge import Known, add_things, load
from plugins.assets.importing.payloads import ApplyImport, UndoImport
from plugins.assets.importing.reading import read_sheet
from plugins.assets.importing.schemas import Batch, Upload, Verdict
from plugins.assets.inventory.commands import EDIT

SUBJECT = "assets.import"
_INSERT = """
INSERT INTO assets.assets_import (unit_id, unit_name, filename, digest, encoding, legacy, headers, signature, mapping,
    state, counts, rights, who_id, who_name, username, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', '{}', $10, $11, $12, $13, $14) RETURNING id
"""
_ROWS = """
INSERT INTO assets.assets_import_row (batch, line, cells, verdict)
SELECT $1, line, cells::jsonb, 'wrong' FROM unnest($2::int[], $3::text[]) AS r(line, cells)
"""
_VERDICTS = """
UPDATE assets.assets_import_row w SET verdict = r.verdict, reason = r.reason, digest = r.digest, asset = r.asset,
    code = r.code, changes = r.changes::jsonb
FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[])
    AS r(line, verdict, reason, digest, asset, code, changes)
WHERE w.batch = $1 AND w.line = r.line
"""


async def upload(data: Upload, filename: str, content: bytes, act: Act) -> int:
    """Keep a file as a draft and return its id; the draft that there is already for the same file and person.

    Raises Forbidden, and Refused for a file that is no table or is in the register already.
    """
    if not act.who.may(EDIT, data.unit_id):
        raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))
    unit = await offices.unit(data.unit_id)
    digest = hashlib.sha256(content).hexdigest()
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, $2))", digest, unit.id)
        draft = await _known_before(digest, data, act)
        if draft is not None:
            return draft
        sheet = await anyio.to_thread.run_sync(read_sheet, content)
        columns = signature(sheet.headers)
        mapping = await queries.remembered(columns) or guess(sheet.headers)
        number: int = await db.value(
            _INSERT,
            unit.id,
            unit.name,
            clean(filename)[:200] or "?",
            digest,
            sheet.encoding,
            _json(sheet.legacy),
            _json(sheet.headers),
            columns,
            _json(mapping),
            _rights(act),
            act.who.person_id,
            act.who.display_name or act.who.username,
            act.who.username,
            act.at,
        )
        await db.execute(
            _ROWS, number, [line for line, _cells in sheet.rows], [_json(cells) for _l, cells in sheet.rows]
        )
        await _judge_all(await queries.batch(number, None), act)
        after = {"filename": filename, "digest": digest, "rows": len(sheet.rows)}
        await audit.record(
            act, "assets.import_uploaded", subject=SUBJECT, subject_id=number, unit_id=unit.id, after=after
        )
    return number


async def _known_before(digest: str, data: Upload, act: Act) -> int | None:
    """Return the person's own draft of the file. Raises Refused when the file is in the register."""
    found = await db.rows(
        "SELECT id, state, username, applied_at, who_name FROM assets.assets_import"
        " WHERE digest = $1 AND unit_id = $2 AND state IN ('draft', 'applying', 'applied') ORDER BY id DESC",
        digest,
        data.unit_id,
    )
    for number, state, _username, at, who in found:
        if state != "draft" and not data.again:
            when = format_date(at) if at else "…"
            text = _(
                "Chính tệp này đã được %(who)s nhập vào sổ ngày %(day)s (lần nhập %(n)s).", who=who, day=when, n=number
            )
            raise Refused(Problem(text, "file", "same_file"))
    return next(
        (number for number, state, username, *_rest in found if state == "draft" and username == act.who.username), None
    )


async def choose_columns(number: int, mapping: Sequence[str], act: Act) -> None:
    """Set which field each column is, remember it for the same headers, and judge the rows anew.

    Raises Missing, Conflict when it is no draft any more, Refused for a field that two columns claim.
    """
    async with db.transaction():
        batch = await _draft(number, act)
        chosen = [field if field in FIELDS else "" for field in mapping][: len(batch.headers)]
        chosen += [""] * (len(batch.headers) - len(chosen))
        twice = {field for field in chosen if field and chosen.count(field) > 1}
        Refused.if_any(
            Problem(_("Hai cột cùng được chọn cho một thông tin."), f"column.{chosen.index(field)}", "twice")
            for field in sorted(twice)
        )
        await db.execute("UPDATE assets.assets_import SET mapping = $2 WHERE id = $1", number, _json(chosen))
        await db.execute(
            "INSERT INTO assets.assets_import_mapping (signature, mapping, updated_at) VALUES ($1, $2, $3)"
            " ON CONFLICT (signature) DO UPDATE SET mapping = excluded.mapping, updated_at = excluded.updated_at",
            batch.signature,
            _json(chosen),
            act.at,
        )
        await _judge_all(msgspec.structs.replace(batch, mapping=chosen), act)


async def judge_again(number: int, act: Act) -> None:
    """Judge the rows of a draft by the register as it is now."""
    async with db.transaction():
        await _judge_all(await _draft(number, act), act)


async def _judge_all(batch: Batch, act: Act) -> None:
    rows = await db.rows(
        "SELECT line, cells::text FROM assets.assets_import_row WHERE batch = $1 ORDER BY line", batch.id
    )
    texts = [(line, texts_of(msgspec.json.decode(cells), batch.mapping)) for line, cells in rows]
    verdicts = await judged(batch, texts, act, lock=False)
    await db.execute(
        _VERDICTS,
        batch.id,
        [line for line, _texts in texts],
        [one.kind for one in verdicts],
        [one.reason for one in verdicts],
        [one.digest for one in verdicts],
        [one.thing.id if one.thing else None for one in verdicts],
        [one.thing.code if one.thing else None for one in verdicts],
        [_json(one.changes) for one in verdicts],
    )
    kinds = [one.kind for one in verdicts]
    counts = {kind: kinds.count(kind) for kind in ("new", "update", "unchanged", "wrong")}
    await db.execute("UPDATE assets.assets_import SET counts = $2 WHERE id = $1", batch.id, _json(counts))


async def judged(
    batch: Batch,
    texts: Sequence[tuple[int, dict[str, str]]],
    act: Act,
    *,
    lock: bool,
    digests: Sequence[str | None] | None = None,
) -> list[Verdict]:
    """Return what rows would do now. digests: those of the preview, when the rows are only a part of the file."""
    known = await knowledge(batch, texts, act)
    if digests is None:
        digests = [digest_of(row, batch.unit_id, known.twins) for _line, row in texts]
    await add_things(known, [row for _line, row in texts], [one for one in digests if one], lock=lock)
    return [judge(row, line, batch.unit_id, digest, known) for (line, row), digest in zip(texts, digests, strict=True)]


async def knowledge(batch: Batch, texts: Sequence[tuple[int, dict[str, str]]], act: Act) -> Known:
    """Return what the rows of an import are judged by; people only of units that rows with people belong to."""
    named = any("holder" in row or "owner" in row for _line, row in texts)
    everywhere = any("unit" in row for _line, row in texts)
    units = {batch.unit_id} if named else set()
    known = await load(act.who, act.at, units)
    if named and everywhere:
        known.people |= (await load(act.who, act.at, known.writable)).people
    return known


async def apply(number: int, act: Act) -> None:
    """Start the writing of a draft; twice is once. Raises Missing, Refused when there is nothing to write."""
    async with db.transaction():
        batch = await queries.batch(number, act.who, lock=True)
        if batch.state in {"applying", "applied"}:
            return
        await _judge_all(await _draft(number, act), act)
        counts = (await queries.batch(number, None)).counts
        if not counts["new"] + counts["update"]:
            raise Refused(_("Không có dòng nào để ghi."))
        await db.execute(
            "UPDATE assets.assets_import SET state = 'applying', done = 0, rights = $2, who_id = $3, who_name = $4,"
            " username = $5, applied_at = $6 WHERE id = $1",
            number,
            _rights(act),
            act.who.person_id,
            act.who.display_name or act.who.username,
            act.who.username,
            act.at,
        )
        await audit.record(
            act, "assets.import_applied", subject=SUBJECT, subject_id=number, unit_id=batch.unit_id, after=counts
        )
        await jobs.enqueue(ApplyImport(import_id=number), dedupe=f"assets.import:{number}")


async def undo(number: int, act: Act) -> None:
    """Start to take an import out again; twice is once. Raises Missing, Conflict when it is not in the register."""
    async with db.transaction():
        batch = await queries.batch(number, act.who, lock=True)
        if batch.state in {"undoing", "undone"}:
            return
        if batch.state != "applied":
            raise Conflict(Problem(_("Lần nhập này chưa ghi xong vào sổ."), "state", "not_applied"))
        await db.execute(
            "UPDATE assets.assets_import SET state = 'undoing', done = 0, undone_at = $2, rights = $3 WHERE id = $1",
            number,
            act.at,
            _rights(act),
        )
        await audit.record(act, "assets.import_undone", subject=SUBJECT, subject_id=number, unit_id=batch.unit_id)
        await jobs.enqueue(UndoImport(import_id=number), dedupe=f"assets.import:{number}")


async def drop(number: int, act: Act) -> None:
    """Give a draft up; its rows are deleted."""
    async with db.transaction():
        batch = await _draft(number, act)
        await db.execute("DELETE FROM assets.assets_import_row WHERE batch = $1", number)
        await db.execute("UPDATE assets.assets_import SET state = 'dropped' WHERE id = $1", number)
        await audit.record(act, "assets.import_dropped", subject=SUBJECT, subject_id=number, unit_id=batch.unit_id)


async def _draft(number: int, act: Act) -> Batch:
    batch = await queries.batch(number, act.who, lock=True)
    if batch.state != "draft":
        raise Conflict(Problem(_("Lần nhập này không còn là bản xem trước."), "state", "not_draft"))
    return batch


def _rights(act: Act) -> str | None:
    """Return the units in which somebody may write, as they are kept for the background work; None for all."""
    return None if act.who.everything else _json(sorted(act.who.units(EDIT)))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
