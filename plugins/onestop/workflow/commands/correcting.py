"""Correct what a dossier says of its people: one asks, another decides, and only a yes changes anything.

A form starts from what the dossier says now, never from what an earlier, rejected wish had said.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.errors import Forbidden, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.text.viet import search_key
from plugins.onestop.access import APPRAISE, ASSIGN, RECEIVE, SIGN
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Moved
from plugins.onestop.workflow.commands.opening import note, opened
from plugins.onestop.workflow.schemas import Decision, NewCorrection

FIELDS: Final[Mapping[str, object]] = {
    "owner_name": lazy("Họ tên chủ hồ sơ"),
    "owner_identity": lazy("Số giấy tờ tùy thân"),
    "owner_phone": lazy("Số điện thoại"),
    "owner_address": lazy("Địa chỉ"),
    "submitter_name": lazy("Họ tên người nộp"),
    "request": lazy("Nội dung yêu cầu giải quyết"),
}
_ASK = """
INSERT INTO onestop.onestop_correction (dossier, changes, reason, asked_at, asked_by, asked_by_name)
VALUES ($1, $2::jsonb, $3, $4, $5, $6)
"""
_OPEN = """
SELECT id, changes::text, reason, asked_by, asked_by_name, asked_at FROM onestop.onestop_correction
WHERE dossier = $1 AND standing = 'asked'
"""
_DECIDE = """
UPDATE onestop.onestop_correction SET standing = $2, decided_at = $3, decided_by_name = $4, decision = $5 WHERE id = $1
"""
_APPLY = """
UPDATE onestop.onestop_dossier
SET owner_name = $2, owner_key = $3, owner_identity = $4, owner_phone = $5, owner_address = $6, submitter_name = $7,
    submitter_identity = CASE WHEN $9 THEN $4 ELSE submitter_identity END,
    submitter_phone = CASE WHEN $9 THEN $5 ELSE submitter_phone END, request = $8, revision = revision + 1
WHERE id = $1
"""
_TOUCH = "UPDATE onestop.onestop_dossier SET revision = revision + 1 WHERE id = $1"


class Wish(Struct, frozen=True):
    """A wish for correction that waits for a decision. changes_json: field -> [now, wanted]."""

    id: int
    changes_json: str
    reason: str
    asked_by: int | None
    asked_by_name: str
    asked_at: Any

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Field -> what it said, what it should say."""
        return msgspec.json.decode(self.changes_json, type=dict[str, tuple[str, str]])


def changes_of(sheet: Sheet, wanted: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return field -> (now, wanted) for every field that would change."""
    now = {name: str(getattr(sheet, name)) for name in FIELDS}
    return {name: (now[name], value) for name, value in wanted.items() if name in now and value != now[name]}


async def open_wish(dossier_id: int) -> Wish | None:
    """Return the wish that waits for a decision, None when there is none."""
    return await db.struct(Wish, _OPEN, dossier_id)


async def ask_correction(code: str, data: NewCorrection, act: Act, key: str = "") -> Moved:
    """Ask for a correction. Raises Missing, Conflict, Forbidden; Refused when nothing changes or one is open."""
    return await once(key, act.who.username, {"correct": code, "data": data}, lambda: _ask(code, data, act), Moved)


async def decide_correction(code: str, data: Decision, act: Act, key: str = "") -> Moved:
    """Approve or reject the open wish; never one's own. Raises Missing, Conflict, Forbidden, Refused."""
    return await once(key, act.who.username, {"decide": code, "data": data}, lambda: _decide(code, data, act), Moved)


async def _ask(code: str, data: NewCorrection, act: Act) -> Moved:
    async with db.transaction():
        sheet = await opened(code, data.revision, act)
        if not any(act.who.may(p, unit) for p in (RECEIVE, APPRAISE) for unit in sheet.unit_ids):
            raise Forbidden(_("Bạn không được đính chính hồ sơ này."))
        if await open_wish(sheet.id) is not None:
            raise Refused(_("Đang có một đề nghị đính chính chờ quyết định."))
        wanted = {name: str(getattr(data, name)) for name in FIELDS}
        if _one_person(sheet) and wanted["submitter_name"] in {"", sheet.submitter_name}:
            wanted["submitter_name"] = data.owner_name
        wanted["submitter_name"] = wanted["submitter_name"] or sheet.submitter_name
        wanted["request"] = wanted["request"] or sheet.request
        changes = changes_of(sheet, wanted)
        if not changes:
            raise Refused(_("Không có thông tin nào thay đổi."))
        text = msgspec.json.encode(changes).decode()
        await db.execute(_ASK, sheet.id, text, data.reason.strip(), act.at, act.who.person_id, act.who.display_name)
        await db.execute(_TOUCH, sheet.id)
        await note(sheet, "correct", "asked", act, target=",".join(changes)[:40], reason=data.reason)
    return Moved(sheet.code, sheet.state, sheet.revision + 1, sheet.promised_at)


async def _decide(code: str, data: Decision, act: Act) -> Moved:
    async with db.transaction():
        sheet = await opened(code, data.revision, act)
        wish = await open_wish(sheet.id)
        if wish is None:
            raise Refused(_("Không còn đề nghị đính chính nào chờ quyết định."))
        if not any(act.who.may(p, unit) for p in (SIGN, ASSIGN) for unit in sheet.unit_ids):
            raise Forbidden(_("Chỉ lãnh đạo mới quyết định việc đính chính."))
        if act.who.person_id is not None and wish.asked_by == act.who.person_id:
            raise Forbidden(_("Người đề nghị đính chính không được tự quyết định."))
        approved = data.answer == "approve"
        if not approved and not data.reason.strip():
            raise Refused(Problem(_("Hãy ghi lý do."), "reason", "missing"))
        standing = "approved" if approved else "rejected"
        await db.execute(_DECIDE, wish.id, standing, act.at, act.who.display_name, data.reason.strip())
        await _write(sheet, wish if approved else None, act)
        await note(sheet, "correct", standing, act, target=",".join(wish.changes)[:40], reason=data.reason)
    return Moved(sheet.code, sheet.state, sheet.revision + 1, sheet.promised_at)


async def _write(sheet: Sheet, wish: Wish | None, act: Act) -> None:
    """Apply an approved wish, with an entry of its own in the log that holds the values before and after."""
    if wish is None:
        await db.execute(_TOUCH, sheet.id)
        return
    await audit.record(
        act,
        "onestop.correct",
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        before={name: pair[0] for name, pair in wish.changes.items()},
        after={name: pair[1] for name, pair in wish.changes.items()},
    )
    values = {name: str(getattr(sheet, name)) for name in FIELDS}
    values |= {name: pair[1] for name, pair in wish.changes.items()}
    await db.execute(
        _APPLY,
        sheet.id,
        values["owner_name"],
        search_key(values["owner_name"]),
        values["owner_identity"],
        values["owner_phone"],
        values["owner_address"],
        values["submitter_name"],
        values["request"],
        _one_person(sheet) and values["submitter_name"] == values["owner_name"],
    )


def _one_person(sheet: Sheet) -> bool:
    """Tell whether the owner came to the desk: then what is corrected of the one is corrected of the other."""
    return sheet.submitter_name == sheet.owner_name
