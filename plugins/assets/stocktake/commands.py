"""Begin a stocktake, take in what phones and holders say, end it, let the register follow. Events are never changed."""

import uuid
from collections.abc import Sequence

from core import audit, db, offices
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean, clean_lines
from plugins.assets.inventory.amending import Amendment, amend
from plugins.assets.stocktake import queries
from plugins.assets.stocktake.queries import MANAGE
from plugins.assets.stocktake.schemas import Answer, Batch, Counted, NewStocktake, Outcome

SUBJECT = "assets.stocktake"
EDIT = "assets.edit"

_SNAPSHOT = """
INSERT INTO assets.assets_stocktake_item (stocktake, asset, code, name, model, category, place, holder_id, holder_name,
    status, used_since, cost)
SELECT $1, a.id, a.code, a.name, k.name || ' ' || m.name, c.name, p.name, a.holder_id, a.holder_name, s.name,
    extract(year FROM coalesce(a.in_use_from, a.bought_on))::int, a.cost
FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_category c ON c.id = m.category JOIN assets.assets_status s ON s.id = a.status
LEFT JOIN assets.assets_place p ON p.id = a.place
WHERE a.unit_id = $2 AND s.meaning <> 'gone' AND (cardinality($3::text[]) = 0 OR c.key = ANY($3))
"""
_EVENT = """
INSERT INTO assets.assets_stocktake_event (stocktake, uuid, code, asset, place, condition, note, source, yes, person_id,
    person_name, device, seq, device_at, received_at, late, refused)
VALUES ($1, $2, $3, (SELECT id FROM assets.assets_asset WHERE code = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
    $14, $15, $16)
ON CONFLICT DO NOTHING RETURNING id
"""
_DEVICE = """
INSERT INTO assets.assets_stocktake_device AS d (stocktake, device, person_name, high_seq, pending, seen_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (stocktake, device) DO UPDATE SET person_name = excluded.person_name, pending = excluded.pending,
    high_seq = greatest(d.high_seq, excluded.high_seq), seen_at = excluded.seen_at
"""


async def begin(data: NewStocktake, act: Act) -> int:
    """Freeze the list of a unit and open the count; return its id. Raises Forbidden, Refused for an empty list."""
    if not act.who.may(MANAGE, data.unit_id):
        raise Forbidden(_("Bạn không được lập đợt kiểm kê cho đơn vị này."))
    unit = await offices.unit(data.unit_id)
    async with db.transaction():
        number: int = await db.value(
            "INSERT INTO assets.assets_stocktake (unit_id, unit_name, title, blind, decision, committee, categories,"
            " places, snapshot_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, '{}', $8, $9) RETURNING id",
            unit.id,
            unit.name,
            clean(data.title),
            data.blind,
            clean(data.decision) or None,
            clean_lines(data.committee),
            data.categories,
            act.at,
            act.who.display_name or act.who.username,
        )
        tag = await db.execute(_SNAPSHOT, number, unit.id, data.categories)
        count = int(tag.rpartition(" ")[2])
        if count == 0:
            raise Refused(Problem(_("Không có thiết bị nào để kiểm kê."), "unit_id", "empty"))
        await _log(act, "assets.stocktake_begun", number, unit.id, {"things": count, "blind": data.blind})
    return number


async def take(number: int, batch: Batch, act: Act) -> list[Answer]:
    """Store what a phone sends; an answer for each event. What was stored before is told so, whoever sends it again.

    Events that come after the end are kept and marked late: they do not change what was closed quietly. Raises Missing.
    """
    async with db.transaction():
        found = await queries.stocktake(number, act.who, lock=True)
        name = act.who.display_name or act.who.username
        await db.execute(_DEVICE, number, batch.device, name, batch.high_seq, batch.pending, act.at)
        late = found.state == "closed"
        answers = [await _store(number, batch.device, event, late=late, act=act) for event in batch.events]
        if late and any(answer.result == "stored" for answer in answers):
            stored = [answer.uuid for answer in answers if answer.result == "stored"]
            await _log(act, "assets.stocktake_late", number, found.unit_id, {"events": stored})
    return answers


async def _store(number: int, device: str, event: Counted, *, late: bool, act: Act) -> Answer:
    code = "".join(event.code.split())
    fresh = await db.value(
        _EVENT,
        number,
        event.uuid,
        code,
        clean(event.place) or None,
        event.condition,
        clean_lines(event.note),
        "count",
        True,
        act.who.person_id,
        act.who.display_name or act.who.username,
        device,
        event.seq,
        event.at,
        act.at,
        late,
        None,
    )
    if fresh:
        return Answer(event.uuid, "stored")
    known = await db.value(
        "SELECT 1 FROM assets.assets_stocktake_event WHERE uuid = $1 AND stocktake = $2", event.uuid, number
    )
    if known:
        return Answer(event.uuid, "duplicate")
    return Answer(event.uuid, "refused", _("Điện thoại này đã gửi một lần quét khác cùng số thứ tự."))


async def confirm_own(number: int, code: str, *, yes: bool, act: Act) -> None:
    """Keep what the holder of a thing says: it is with me, or it is not mine. Raises Missing, Conflict."""
    async with db.transaction():
        row = await db.row(
            "SELECT s.state, i.holder_id FROM assets.assets_stocktake s JOIN assets.assets_stocktake_item i"
            " ON i.stocktake = s.id WHERE s.id = $1 AND i.code = $2 FOR UPDATE OF s",
            number,
            code,
        )
        if row is None or act.who.person_id is None or row["holder_id"] != act.who.person_id:
            raise Missing(_("Thiết bị này không do bạn giữ trong đợt kiểm kê."))
        if row["state"] != "open":
            raise Conflict(Problem(_("Đợt kiểm kê đã khóa."), "state", "closed"))
        await db.execute(
            _EVENT,
            number,
            str(uuid.uuid4()),
            code,
            None,
            "good",
            "",
            "self",
            yes,
            act.who.person_id,
            act.who.display_name or act.who.username,
            "",
            0,
            None,
            act.at,
            False,
            None,
        )


async def close(number: int, override: str, act: Act) -> None:
    """End a count. Raises Conflict while a phone has not sent everything, unless a reason for it is given."""
    reason = clean(override)
    async with db.transaction():
        found = await queries.stocktake(number, act.who, lock=True)
        if not act.who.may(MANAGE, found.unit_id):
            raise Forbidden(_("Bạn không được khóa đợt kiểm kê của đơn vị này."))
        if found.state == "closed":
            return
        waiting = await queries.unsent(number)
        if waiting and not reason:
            who = ", ".join(_("%(name)s còn %(n)s lần quét", name=name, n=count) for name, count in waiting)
            text = _("Có điện thoại chưa gửi hết: %(who)s. Hãy chờ gửi xong, hoặc ghi lý do để khóa.", who=who)
            raise Refused(Problem(text, "override", "unsent"))
        await db.execute(
            "UPDATE assets.assets_stocktake SET state = 'closed', closed_at = $2, closed_by = $3, override = $4"
            " WHERE id = $1",
            number,
            act.at,
            act.who.display_name or act.who.username,
            reason or None,
        )
        await _log(
            act,
            "assets.stocktake_closed",
            number,
            found.unit_id,
            {"override": reason, "unsent": [list(one) for one in waiting]},
        )


async def follow(number: int, codes: Sequence[str], act: Act) -> int:
    """Let the register follow the differences of a closed count; return how many it followed now. Twice is once.

    Misplaced things go to where they were seen, missing ones count as lost, broken ones as broken.
    """
    async with db.transaction():
        found = await queries.stocktake(number, act.who, lock=True)
        if not (act.who.may(MANAGE, found.unit_id) and act.who.may(EDIT, found.unit_id)):
            raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))
        if found.state != "closed":
            raise Conflict(Problem(_("Khóa đợt kiểm kê trước khi ghi vào sổ."), "state", "open"))
        chosen = set(codes)
        count = 0
        for one in await queries.outcomes(number):
            if one.line.code in chosen and one.item is not None and one.done is None:
                count += await _follow_one(number, one, act)
    return count


async def _follow_one(number: int, one: Outcome, act: Act) -> int:
    changes = {
        "misplaced": Amendment(place=one.line.place),
        "missing": Amendment(status="lost"),
        "wrong_condition": Amendment(status="broken"),
    }
    if one.item is None or one.line.verdict not in changes:
        return 0
    await amend(one.line.code, changes[one.line.verdict], act, "counted")
    await db.execute(
        "INSERT INTO assets.assets_stocktake_voucher (stocktake, asset, kind, at, by_name) VALUES ($1, $2, $3, $4, $5)",
        number,
        one.item.asset_id,
        one.line.verdict,
        act.at,
        act.who.display_name or act.who.username,
    )
    return 1


async def _log(act: Act, action: str, number: int, unit_id: int, after: dict[str, object]) -> None:
    await audit.record(act, action, subject=SUBJECT, subject_id=number, unit_id=unit_id, after=after)
