"""Write a draft: what is done, with which things, and the facts of it. Each scan is kept at once."""

from core import audit, db, offices
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean, clean_lines
from plugins.assets.custody import queries
from plugins.assets.custody.domain.engine import Transition, faults
from plugins.assets.custody.queries import CUSTODY, SUBJECT
from plugins.assets.custody.rules import transition
from plugins.assets.custody.schemas import Facts, ItemView, MinutesView, NewMinutes, Scanned
from plugins.assets.custody.words import FAULTS


async def open_draft(data: NewMinutes, act: Act) -> int:
    """Begin minutes; return their id. Raises Forbidden, Missing, and Refused for things that do not fit."""
    await transition(data.transition)
    if not act.who.may(CUSTODY, data.unit_id):
        raise Forbidden(_("Bạn không được bàn giao thiết bị của đơn vị này."))
    async with db.transaction():
        number: int = await db.value(
            "INSERT INTO assets.assets_minutes (transition, unit_id, officer_id, officer_name, created_at)"
            " VALUES ($1, $2, $3, $4, $5) RETURNING id",
            data.transition,
            data.unit_id,
            act.who.person_id,
            act.who.display_name or act.who.username,
            act.at,
        )
        for code in data.codes:
            await add(number, code, act)
    return number


async def draft_to_write(number: int, act: Act) -> MinutesView:
    """Return a draft, locked, when the writer may write it. Raises Missing, Forbidden, Conflict."""
    found = await queries.minutes(number, lock=True)
    if not queries.may_see(found, act.who):
        raise Missing(_("Không có biên bản này."))
    if not act.who.may(CUSTODY, found.unit_id):
        raise Forbidden(_("Bạn không được bàn giao thiết bị của đơn vị này."))
    if found.state != "draft":
        raise Conflict(Problem(_("Biên bản này đã lập xong nên không sửa được nữa."), "state", "sealed"))
    return found


async def add(number: int, code: str, act: Act) -> Scanned:
    """Put a thing into a draft; a second scan changes nothing. Raises Refused saying why it does not fit."""
    async with db.transaction():
        found = await draft_to_write(number, act)
        item = await queries.thing(code)
        if item is None:
            raise Refused(Problem(_("Không có thiết bị mang mã này."), "code", "missing"))
        _refuse_unfit(found, await transition(found.transition), item)
        fresh = await db.value(
            "INSERT INTO assets.assets_minutes_item (minutes, asset, line) SELECT $1, $2, coalesce(max(line), 0) + 1"
            " FROM assets.assets_minutes_item WHERE minutes = $1 ON CONFLICT DO NOTHING RETURNING 1",
            number,
            item.asset_id,
        )
    return Scanned(code, item.name, again=not fresh)


def _refuse_unfit(found: MinutesView, rule: Transition, item: ItemView) -> None:
    reasons = [*faults(rule, queries.thing_of(item))]
    if item.unit_id != found.unit_id:
        reasons.append("other_unit")
    if reasons:
        why = ", ".join(str(FAULTS[reason]) for reason in reasons)
        raise Refused(
            Problem(_("%(name)s (%(code)s): %(why)s.", name=item.name, code=item.code, why=why), "code", reasons[0])
        )


async def add_kit(number: int, kit_id: int, act: Act) -> int:
    """Put the things of a kit into a draft, all or none; return how many. Raises Missing, Refused."""
    async with db.transaction():
        found = await draft_to_write(number, act)
        kit = next((kit for kit in await queries.kits([found.unit_id]) if kit.id == kit_id), None)
        if kit is None:
            raise Missing(_("Không có bộ thiết bị này."))
        for code in kit.codes:
            await add(number, code, act)
    return len(kit.codes)


async def drop(number: int, code: str, act: Act) -> None:
    """Take a thing out of a draft again."""
    async with db.transaction():
        await draft_to_write(number, act)
        await db.execute(
            "DELETE FROM assets.assets_minutes_item i USING assets.assets_asset a"
            " WHERE i.minutes = $1 AND a.id = i.asset AND a.code = $2",
            number,
            code,
        )


async def fill(number: int, facts: Facts, act: Act) -> None:
    """Keep the facts of a draft as far as they are known; sealing asks for the rest. Raises Refused."""
    async with db.transaction():
        found = await draft_to_write(number, act)
        other = None
        if facts.other_id is not None:
            other = await _party(facts.other_id, facts.to_unit_id or found.unit_id)
        await db.execute(
            """UPDATE assets.assets_minutes SET other_id = $2, other_name = $3, to_unit_id = $4, place = $5,
               due_on = $6, decision = $7, decided_on = $8, reason = $9, condition = $10, council = $11, way = $12,
               wiped = $13 WHERE id = $1""",
            number,
            facts.other_id,
            other,
            facts.to_unit_id,
            clean(facts.place) or None,
            facts.due_on,
            clean(facts.decision) or None,
            facts.decided_on,
            clean_lines(facts.reason) or None,
            clean_lines(facts.condition) or None,
            clean_lines(facts.council) or None,
            clean(facts.way) or None,
            clean(facts.wiped) or None,
        )


async def _party(person_id: int, unit_id: int) -> str:
    """Return the name of the other party, who belongs to the unit. Raises Refused."""
    try:
        person = await offices.person(person_id)
    except Missing:
        person = None
    if person is None or person.unit_id not in (await offices.tree()).reach(unit_id):
        raise Refused(Problem(_("Người được chọn không thuộc đơn vị này."), "other_id", "unknown"))
    return person.full_name


async def cancel(number: int, act: Act) -> None:
    """Give a draft up, or minutes that nobody has signed yet. Raises Missing, Forbidden, Conflict."""
    async with db.transaction():
        found = await queries.minutes(number, lock=True)
        if not act.who.may(CUSTODY, found.unit_id):
            raise Forbidden(_("Bạn không được bàn giao thiết bị của đơn vị này."))
        if found.state not in {"draft", "waiting"} or await queries.signatures(number):
            raise Conflict(Problem(_("Biên bản đã có người ký nên không hủy được."), "state", "signed"))
        await db.execute("UPDATE assets.assets_minutes SET state = 'cancelled' WHERE id = $1", number)
        if found.number is not None:  # a number is never given twice, so the log tells where it went
            await audit.record(
                act,
                "assets.minutes_cancelled",
                subject=SUBJECT,
                subject_id=number,
                unit_id=found.unit_id,
                after={"number": found.number},
            )
