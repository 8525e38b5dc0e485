"""Write down who fetches a result; send it by post, follow it, hand it over."""

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.access import RECEIVE, scope
from plugins.onestop.commands.moving import move
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.returns import queries
from plugins.onestop.returns.domain.parcels import ParcelStep, parcel_step
from plugins.onestop.returns.schemas import NewParcel, NewProxy, ParcelMove, ParcelMoved
from plugins.onestop.schemas import Move

_PROXY = """
INSERT INTO onestop.onestop_proxy (dossier, name, identity, authorisation, checked_by, checked_by_name, checked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (dossier) DO UPDATE
SET name = excluded.name, identity = excluded.identity, authorisation = excluded.authorisation,
    checked_by = excluded.checked_by, checked_by_name = excluded.checked_by_name, checked_at = excluded.checked_at
"""
_PARCEL = """
INSERT INTO onestop.onestop_parcel
  (dossier, unit_id, state, revision, recipient, phone, address, carrier, tracking_number, changed_at)
VALUES ($1, $2, 'requested', 1, $3, $4, $5, '', '', $6)
ON CONFLICT (dossier) DO NOTHING RETURNING id
"""
_STEP = """
UPDATE onestop.onestop_parcel
SET state = $3, revision = revision + 1, changed_at = $4,
    carrier = coalesce(nullif($5, ''), carrier), tracking_number = coalesce(nullif($6, ''), tracking_number)
WHERE id = $1 AND revision = $2
"""
_NOTE = """
INSERT INTO onestop.onestop_parcel_event (parcel, at, action, target, person_name, text)
VALUES ($1, $2, $3, $4, $5, $6)
"""


async def name_proxy(code: str, data: NewProxy, act: Act) -> None:
    """Write down who fetches the result, after the desk has checked the papers; a correction replaces it.

    Raises Missing, Forbidden; Refused when nobody checked, or when the result is out of the house already.
    """
    async with db.transaction():
        sheet = await mine(code, act)
        if not data.checked:
            sentence = _("Hãy đối chiếu giấy ủy quyền và căn cước với người đến nhận, rồi đánh dấu vào ô đã kiểm tra.")
            raise Refused(Problem(sentence, "checked", "missing"))
        if sheet.closed_at is not None:
            raise Conflict(_("Hồ sơ đã kết thúc nên không ghi được người nhận thay."))
        who = act.who
        values = (data.name, data.identity, data.authorisation, who.person_id, who.display_name, act.at)
        before = await queries.collector(sheet.id)
        await db.execute(_PROXY, sheet.id, *values)
        await audit.record(
            act,
            "onestop.name_proxy",
            subject="onestop.dossier",
            subject_id=sheet.id,
            unit_id=sheet.unit_id,
            before={"name": before.name} if before else None,
            after={"name": data.name, "authorisation": data.authorisation},
        )


async def request_parcel(code: str, data: NewParcel, act: Act) -> None:
    """Have a result go by post once it is there. Raises Missing, Forbidden, Conflict when it does so already."""
    async with db.transaction():
        sheet = await mine(code, act)
        if sheet.closed_at is not None:
            raise Conflict(_("Hồ sơ đã kết thúc nên không gửi bưu điện được nữa."))
        await open_parcel(sheet.id, sheet.unit_id, data, act)


async def open_parcel(dossier_id: int, unit_id: int, data: NewParcel, act: Act) -> None:
    """Write a parcel down, in the caller's transaction. Raises Conflict when there is one."""
    found = await db.value(_PARCEL, dossier_id, unit_id, data.recipient, data.phone, data.address, act.at)
    if found is None:
        raise Conflict(_("Hồ sơ này đã có yêu cầu gửi bưu điện."))
    await db.execute(_NOTE, found, act.at, "request", "requested", act.who.display_name, "")
    await audit.record(act, "onestop.request_parcel", subject="onestop.dossier", subject_id=dossier_id, unit_id=unit_id)


async def move_parcel(code: str, data: ParcelMove, act: Act, key: str = "") -> ParcelMoved:
    """Take a parcel one step on; one that is handed over closes its dossier as returned.

    Raises Missing, Forbidden, Refused (what is missing, or the result is not at the desk yet), Conflict.
    """
    return await once(key, act.who.username, [code, data], lambda: _move_parcel(code, data, act), ParcelMoved)


async def _move_parcel(code: str, data: ParcelMove, act: Act) -> ParcelMoved:
    async with db.transaction():
        sheet = await mine(code, act)
        parcel = await queries.parcel(sheet.id, lock=True)
        if parcel is None:
            raise Missing
        step = parcel_step(parcel.state, data.action)
        if step is None or parcel.revision != data.revision:
            raise Conflict(_("Bưu gửi vừa được người khác cập nhật. Hãy tải lại trang rồi làm tiếp."))
        Refused.if_any(_missing(step, data))
        if sheet.settled_at is None:
            raise Refused(
                Problem(_("Kết quả chưa về bộ phận một cửa nên chưa gửi hay trả được."), "action", "not_settled")
            )
        carrier, tracking = (data.carrier.strip(), data.tracking.strip()) if step.action == "send" else ("", "")
        await db.execute(_STEP, parcel.id, parcel.revision, step.target, act.at, carrier, tracking)
        told = tracking or data.reason.strip()
        await db.execute(_NOTE, parcel.id, act.at, step.action, step.target, act.who.display_name, told)
        await _log(sheet, parcel, step, act)
        if step.hands_over:
            await _hand_over(sheet, act)
    return ParcelMoved(step.target, parcel.revision + 1)


def _missing(step: ParcelStep, data: ParcelMove) -> list[Problem]:
    if step.needs == "tracking" and not data.tracking.strip():
        return [Problem(_("Hãy ghi số bưu gửi trên phiếu của bưu điện."), "tracking", "missing")]
    if step.needs == "reason" and not data.reason.strip():
        return [Problem(_("Hãy ghi vì sao không giao được, ví dụ: vắng nhà hai lần."), "reason", "missing")]
    return []


async def _hand_over(sheet: Sheet, act: Act) -> None:
    """Close the dossier as returned, where its workflow has that step now."""
    if any(exit_.action == "return" for exit_ in sheet.workflow.exits(sheet.state)):
        await move(sheet.code, Move("return", sheet.revision), act)


async def _log(sheet: Sheet, parcel: queries.ParcelRow, step: ParcelStep, act: Act) -> None:
    await audit.record(
        act,
        f"onestop.parcel_{step.action}",
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        before={"state": parcel.state},
        after={"state": step.target},
    )


async def mine(code: str, act: Act) -> Sheet:
    """Return a dossier for somebody of the desk that took it. Raises Missing, Forbidden."""
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    if not any(act.who.may(RECEIVE, unit) for unit in sheet.unit_ids):
        raise Forbidden(_("Chỉ bộ phận một cửa đã nhận hồ sơ mới làm được việc này."))
    return sheet
