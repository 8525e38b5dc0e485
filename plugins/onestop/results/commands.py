"""Publish registers; enter results under the next number of their book; correct and revoke them, nothing is lost."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from core import audit, db
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.access import scope
from plugins.onestop.office import office_of
from plugins.onestop.queries import dossiers
from plugins.onestop.results import queries
from plugins.onestop.results.access import AMEND, ENTER
from plugins.onestop.results.domain.registers import FieldSpec, Register, Shelf, Value, flaws, read_record, record_key
from plugins.onestop.results.numbering import release_number, take_number
from plugins.onestop.results.schemas import Correction, Entered, NewResult, Revocation
from plugins.onestop.results.wording import FAULTS

REGISTER_LOCK = 0x0E58

_PUBLISH = """
INSERT INTO onestop.onestop_register (code, version, place, effective_from, definition, published_at)
SELECT $1::varchar, 1 + coalesce(max(version), 0), $2, $3, $4::jsonb, $5 FROM onestop.onestop_register WHERE code = $1
HAVING NOT coalesce((array_agg(definition ORDER BY version DESC))[1] = $4::jsonb, false)
"""
_ENTER = """
INSERT INTO onestop.onestop_result (dossier, dossier_code, version, register, authority_id, authority_name, unit_ids,
  year, number, number_text, signed_on, signer_name, signer_title, owner_name, values, search_key, retention,
  keep_until, state, revision, entered_at, entered_by, entered_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16, $17, $18, 'valid', 1,
  $19, $20, $21)
RETURNING id
"""
_CORRECT = """
UPDATE onestop.onestop_result SET revision = revision + 1, state = 'corrected', signer_name = $3, signer_title = $4,
  values = $5::jsonb, search_key = $6
WHERE id = $1 AND revision = $2 AND state <> 'revoked' RETURNING id
"""
_REVOKE = """
UPDATE onestop.onestop_result SET revision = revision + 1, state = 'revoked'
WHERE id = $1 AND revision = $2 AND state <> 'revoked' RETURNING id
"""
_CHANGE = """
INSERT INTO onestop.onestop_result_change (result, at, kind, person_id, person_name, reason, before)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb)
"""


def read_shelf(path: Path) -> tuple[Shelf, list[Register]]:
    """Return a file's registers, each with its retention. Raises ValueError when one may not be published."""
    shelf = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Shelf)
    retentions = {item.code: msgspec.to_builtins(item) for item in shelf.retention}
    found = []
    for entry in shelf.register:
        if entry.get("retention") not in retentions:
            raise ValueError(f"{entry.get('code')}: no retention {entry.get('retention')!r}")
        register = msgspec.convert({**entry, "retention": retentions[entry["retention"]]}, Register)
        if flaws(register):
            raise ValueError(f"{register.code}: {'; '.join(flaws(register))}")
        found.append(register)
    return shelf, found


async def publish_registers(path: Path, act: Act) -> int:
    """Store the registers of a file that changed, each as a new version; return how many. Raises ValueError."""
    shelf, found = read_shelf(path)
    done = 0
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", REGISTER_LOCK)
        for place, register in enumerate(found):
            text = msgspec.json.encode(register).decode()
            tag = await db.execute(_PUBLISH, register.code, place, shelf.effective_from, text, act.at)
            done += int(tag.rpartition(" ")[2])
        if done:
            after = {"changed": done, "effective_from": shelf.effective_from.isoformat()}
            await audit.record(act, "onestop.publish_registers", subject="onestop.register", after=after)
    return done


async def enter(code: str, data: NewResult, sent: Mapping[str, str], act: Act, key: str = "") -> Entered:
    """Enter a result of a dossier; sent: its record as typed. key: idempotency key.

    Raises Missing for a dossier of other units, Forbidden, Refused with every problem by its field.
    """
    request = {"code": code, "data": data, "sent": dict(sent)}
    return await once(key, act.who.username, request, lambda: _enter(code, data, sent, act), Entered)


async def _enter(code: str, data: NewResult, sent: Mapping[str, str], act: Act) -> Entered:
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    if not any(act.who.may(ENTER, unit) for unit in sheet.unit_ids):
        raise Forbidden(_("Bạn không được vào sổ kết quả của hồ sơ này."))
    if sheet.settled_at is None:
        raise Refused(_("Hồ sơ chưa có kết quả nên chưa vào sổ được."))
    if not sheet.received_at.astimezone(VIETNAM).date() <= data.signed_on <= act.at.astimezone(VIETNAM).date():
        raise Refused(Problem(_("Ngày ký phải từ ngày tiếp nhận đến hôm nay."), "signed_on", "range"))
    known = await queries.register(data.register, data.signed_on)
    if known is None:
        raise Refused(Problem(_("Không có sổ này vào ngày ký."), "register", "unknown"))
    values = _record(known.register.field, sent)
    authority = (await office_of(sheet.unit_id)).authority
    async with db.transaction():
        number, text = await take_number(sheet.id, authority.id, known.register, data.signed_on.year)
        result_id = await db.value(
            _ENTER,
            *(sheet.id, sheet.code, known.id, known.register.code, authority.id, authority.agency, sheet.unit_ids),
            *(data.signed_on.year, number, text, data.signed_on, data.signer_name, data.signer_title),
            *(sheet.owner_name, _json(values), record_key(text, sheet.owner_name, known.register.field, values)),
            *(known.register.retention.code, known.register.retention.until(data.signed_on)),
            *(act.at, act.who.person_id, act.who.display_name),
        )
        await _note(result_id, "enter", "", None, act)
        after = {"dossier": sheet.code, "register": known.register.code, "number": text, "signer": data.signer_name}
        await audit.record(
            act,
            "onestop.enter_result",
            subject="onestop.result",
            subject_id=result_id,
            unit_id=sheet.unit_id,
            after=after,
        )
    return Entered(int(result_id), text, 1)


async def correct(result_id: int, data: Correction, sent: Mapping[str, str], act: Act, key: str = "") -> Entered:
    """Correct a result; number and day stay, the record as it was is kept. Raises as `enter`, and Conflict."""
    request = {"id": result_id, "data": data, "sent": dict(sent)}
    return await once(key, act.who.username, request, lambda: _correct(result_id, data, sent, act), Entered)


async def _correct(result_id: int, data: Correction, sent: Mapping[str, str], act: Act) -> Entered:
    sheet = await _amendable(result_id, act)
    specs = sheet.register.field
    values = _record(specs, sent)
    key = record_key(sheet.number_text, sheet.owner_name, specs, values)
    changed = sorted(name for name in {*values, *sheet.values} if values.get(name) != sheet.values.get(name))
    async with db.transaction():
        parameters = (data.signer_name, data.signer_title, _json(values), key)
        if await db.value(_CORRECT, result_id, data.revision, *parameters) is None:
            raise _overtaken()
        before = {"signer_name": sheet.signer_name, "signer_title": sheet.signer_title, "values": sheet.values}
        await _note(result_id, "correct", data.reason, before, act)
        await _log("onestop.correct_result", sheet, {"fields": changed, "reason": data.reason}, act)
    return Entered(result_id, sheet.number_text, data.revision + 1)


async def revoke(result_id: int, data: Revocation, act: Act, key: str = "") -> Entered:
    """Revoke a result; its number is never given again. Raises as `correct`."""
    request = {"id": result_id, "data": data}
    return await once(key, act.who.username, request, lambda: _revoke(result_id, data, act), Entered)


async def _revoke(result_id: int, data: Revocation, act: Act) -> Entered:
    sheet = await _amendable(result_id, act)
    async with db.transaction():
        if await db.value(_REVOKE, result_id, data.revision) is None:
            raise _overtaken()
        await release_number(sheet.dossier, sheet.number_text)
        await _note(result_id, "revoke", data.reason, None, act)
        await _log("onestop.revoke_result", sheet, {"reason": data.reason}, act)
    return Entered(result_id, sheet.number_text, data.revision + 1)


async def _amendable(result_id: int, act: Act) -> queries.Sheet:
    sheet = await queries.result(result_id, scope(act.who))
    if sheet is None:
        raise Missing
    if not any(act.who.may(AMEND, unit) for unit in sheet.unit_ids):
        raise Forbidden(_("Bạn không được đính chính hoặc thu hồi kết quả này."))
    if sheet.state == "revoked":
        raise Refused(_("Kết quả này đã bị thu hồi."))
    return sheet


def _record(specs: tuple[FieldSpec, ...], sent: Mapping[str, str]) -> dict[str, Value]:
    """Return the record. Raises Refused with every fault at its field."""
    values, faults = read_record(specs, sent)
    labels = {spec.key: spec.label for spec in specs}
    Refused.if_any(
        Problem(_("%(label)s: %(fault)s.", label=labels[f.key], fault=str(FAULTS[f.kind])), f"value_{f.key}", f.kind)
        for f in faults
    )
    return values


async def _note(result_id: int, kind: str, reason: str, before: Any, act: Act) -> None:
    who = act.who
    kept = None if before is None else _json(before)
    await db.execute(_CHANGE, result_id, act.at, kind, who.person_id, who.display_name, reason, kept)


async def _log(action: str, sheet: queries.Sheet, after: Mapping[str, Any], act: Act) -> None:
    known = {"dossier": sheet.dossier_code, "number": sheet.number_text}
    await audit.record(
        act,
        action,
        subject="onestop.result",
        subject_id=sheet.id,
        unit_id=sheet.unit_ids[0],
        before=known,
        after=after,
    )


def _json(values: Any) -> str:
    return msgspec.json.encode(values).decode()


def _overtaken() -> Conflict:
    return Conflict(Problem(_("Kết quả này vừa được người khác sửa. Hãy xem lại rồi làm tiếp."), None, "overtaken"))
