"""Ask, agree, refuse, withdraw: whoever agrees begins the minutes in the same transaction."""

from core import audit, db, notices, offices
from core.acting import Act
from core.contracts.notices import Letter, MailDraft
from core.errors import Conflict, Forbidden, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean, clean_lines
from plugins.assets.custody import queries as custody
from plugins.assets.custody.commands import drafting
from plugins.assets.custody.queries import CUSTODY
from plugins.assets.custody.schemas import Facts, ItemView, NewMinutes
from plugins.assets.requests.domain.kinds import WISHES
from plugins.assets.requests.queries import request
from plugins.assets.requests.schemas import Answer, NewRequest, RequestView
from plugins.assets.requests.words import KINDS, STATES

SUBJECT = "assets.equipment_request"


async def ask(new: NewRequest, act: Act) -> int:
    """Keep a request of the one who acts; return its id. Raises Forbidden for accounts of nobody, Refused."""
    if act.who.person_id is None:
        raise Forbidden(_("Tài khoản này không gắn với người làm việc nào."))
    person = await offices.person(act.who.person_id)
    async with db.transaction():
        thing = await _thing_of(new, person.id)
        unit_id = thing.unit_id if thing else (await offices.authority(person.unit_id)).id
        number: int | None = await db.value(
            """INSERT INTO assets.assets_equipment_request (unit_id, person_id, person_name, kind, asset, wanted,
               reason, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
               ON CONFLICT (asset, kind) WHERE state = 'waiting' DO NOTHING RETURNING id""",
            unit_id,
            person.id,
            person.full_name,
            new.kind,
            thing.asset_id if thing else None,
            None if thing else clean(new.wanted),
            clean_lines(new.reason),
            act.at,
        )
        if number is None:
            raise Refused(Problem(_("Đã có một đề nghị như vậy đang chờ trả lời."), "code", "waiting"))
        after = {"kind": new.kind, "code": new.code, "wanted": new.wanted}
        await audit.record(act, "assets.request_made", subject=SUBJECT, subject_id=number, unit_id=unit_id, after=after)
    return number


async def _thing_of(new: NewRequest, person_id: int) -> ItemView | None:
    """Return the thing of a request, which the person has; None when something is needed. Raises Refused."""
    if not WISHES[new.kind].of_thing:
        if not clean(new.wanted):
            raise Refused(Problem(_("Chưa ghi cần thiết bị gì."), "wanted", "missing"))
        return None
    mine = [*await custody.held_by(person_id), *await custody.owned_by(person_id)]
    thing = next((item for item in mine if item.code == new.code), None)
    if thing is None:
        raise Refused(Problem(_("Hãy chọn một thiết bị mà anh/chị đang giữ hoặc quản lý."), "code", "unknown"))
    return thing


async def approve(number: int, data: Answer, act: Act) -> int:
    """Agree: begin the minutes that the request needs; return their id.

    Raises Missing, Forbidden, Conflict for a request that was answered already, and Refused when the thing is in a
    state in which it can't be done; the request waits on then.
    """
    async with db.transaction():
        found = await _waiting(number, act)
        wish = WISHES[found.kind]
        minutes = await drafting.open_draft(
            NewMinutes(wish.transition, found.unit_id, [found.code] if found.code else []), act
        )
        receiver = None if wish.of_thing else found.person_id
        reason = "\n".join(text for text in (found.wanted, found.reason) if text)
        await drafting.fill(minutes, Facts(other_id=receiver, reason=reason), act)
        await _answered(found, "approved", data, act, minutes)
    return minutes


async def refuse(number: int, data: Answer, act: Act) -> None:
    """Answer without minutes; the reason has to be written. Raises Missing, Forbidden, Conflict, Refused."""
    if not clean_lines(data.answer):
        raise Refused(Problem(_("Hãy ghi câu trả lời cho người đề nghị."), "answer", "missing"))
    async with db.transaction():
        await _answered(await _waiting(number, act), "refused", data, act, None)


async def withdraw(number: int, act: Act) -> None:
    """Take one's own request back while it waits. Raises Missing, Forbidden, Conflict."""
    async with db.transaction():
        found = await request(number, act.who, lock=True)
        if found.person_id != act.who.person_id:
            raise Forbidden(_("Chỉ người đề nghị được rút đề nghị."))
        _refuse_answered(found)
        await db.execute("UPDATE assets.assets_equipment_request SET state = 'withdrawn' WHERE id = $1", number)
        await audit.record(
            act, "assets.request_withdrawn", subject=SUBJECT, subject_id=number, unit_id=found.unit_id, after={}
        )


async def _waiting(number: int, act: Act) -> RequestView:
    found = await request(number, act.who, lock=True)
    if not act.who.may(CUSTODY, found.unit_id):
        raise Forbidden(_("Bạn không được bàn giao thiết bị của đơn vị này."))
    _refuse_answered(found)
    return found


def _refuse_answered(found: RequestView) -> None:
    if found.state != "waiting":
        raise Conflict(Problem(_("Đề nghị này không còn chờ trả lời."), "state", found.state))


async def _answered(found: RequestView, state: str, data: Answer, act: Act, minutes: int | None) -> None:
    answer = clean_lines(data.answer)
    await db.execute(
        "UPDATE assets.assets_equipment_request SET state = $2, answer = $3, answered_by = $4, answered_at = $5,"
        " minutes = $6 WHERE id = $1",
        found.id,
        state,
        answer or None,
        act.who.display_name or act.who.username,
        act.at,
        minutes,
    )
    after = {"state": state, "answer": answer, "minutes": minutes}
    await audit.record(
        act, "assets.request_answered", subject=SUBJECT, subject_id=found.id, unit_id=found.unit_id, after=after
    )
    person = (await offices.people([found.person_id])).get(found.person_id)
    if person is not None and person.email:
        await notices.queue_mails([_letter(found, state, answer, person.email)], act)


def _letter(found: RequestView, state: str, answer: str, address: str) -> MailDraft:
    about = found.wanted or f"{found.name} ({found.code})"
    subject = _("Trả lời đề nghị: %(about)s", about=about)
    facts = [(_("Đề nghị"), str(KINDS[found.kind])), (_("Kết quả"), str(STATES[state].label))]
    if answer:
        facts.append((_("Trả lời"), answer))
    return MailDraft(
        to_address=address,
        to_name=found.person_name,
        subject=subject,
        letter=Letter(
            heading=subject,
            greeting=_("Kính gửi %(name)s,", name=found.person_name),
            paragraphs=(_("Đề nghị về thiết bị của anh/chị đã được trả lời."),),
            facts=tuple(facts),
        ),
        kind="assets.request",
        subject_type=SUBJECT,
        subject_id=str(found.id),
        unit_id=found.unit_id,
        automatic=True,
    )
