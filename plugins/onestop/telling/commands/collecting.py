"""From events to notices: who is told, by which ways, in which words."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from msgspec import Struct

from core import db, jobs, notices, offices
from core.acting import Act
from core.clock import VIETNAM
from core.contracts.events import DossierMoved, DossierReceived
from core.contracts.notices import Letter, MailDraft
from core.events import Event
from core.feed import Published, follow, published
from core.registry import current
from core.text.formats import format_datetime
from core.text.i18n import use_language
from core.text.mail_address import is_mail_address
from plugins.onestop.clock.events import DossierReappointed
from plugins.onestop.domain.ledger import moves
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.telling import queries
from plugins.onestop.telling.domain.rules import MAIL, Reached, Rules, may_ring_at, ways
from plugins.onestop.telling.domain.templates import EVENTS, SENSITIVE_PROCEDURE, STAFF_EVENTS, Medium, Template, filled
from plugins.onestop.telling.payloads import TellOne

log = structlog.get_logger()
FOLLOWER: Final = "onestop.notices"
KINDS: Final = (DossierReceived, DossierMoved, DossierReappointed)
TOO_LATE: Final = timedelta(days=3)
"""What happened longer ago is no news: after an import, or when the worker stood still, nobody is flooded."""

_INSERT = """
INSERT INTO onestop.onestop_notice
  (dossier, unit_id, event_id, event, audience, channel, address, name, subject, body, state, attempts, next_try_at,
   last_error, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', 0, $11, '', $12)
ON CONFLICT DO NOTHING RETURNING id
"""


class Addressed(Struct, frozen=True):
    """One person to tell by one way. event: of `templates.EVENTS`."""

    event: str
    channel: str
    address: str
    name: str

    @property
    def medium(self) -> Medium:
        """Which words are taken."""
        return "mail" if self.channel == MAIL else "text"


async def collect(act: Act) -> bool:
    """Turn the next events into notices; return whether there may be more. All or nothing, each event once.

    An event that cannot be told does not hold up the others: it becomes a job of its own, tried again and then shown.
    """
    async with db.transaction():
        found, more = await follow(FOLLOWER, KINDS)
        for told in found:
            if not too_old(told.at, act.at):
                try:
                    async with db.transaction():
                        await _tell(told, act)
                except db.LostTransaction:
                    raise
                except Exception:
                    log.exception("event could not be told", event_id=told.id)
                    await jobs.enqueue(TellOne(event_id=told.id))
    return more


async def tell_one(event_id: str, act: Act) -> None:
    """Write the notices of one event. Raises whatever is wrong with it."""
    told = await published(event_id, KINDS)
    if told is not None:
        async with db.transaction():
            await _tell(told, act)


async def _tell(told: Published, act: Act) -> None:
    with use_language("vi"):
        await _write_all(told, told.event, act)


async def _write_all(told: Published, event: Event, act: Act) -> None:
    if not isinstance(event, DossierReceived | DossierMoved | DossierReappointed):
        return
    name = _occasion(event)
    sheet = await dossiers.by_code(event.code, None)
    if sheet is None:
        return
    subject = await queries.subject_of(sheet.id)
    rules = (await queries.rules_of(sheet.authority_id)).rules
    people = citizen_ways(sheet, subject, rules, name) if name in EVENTS and name not in STAFF_EVENTS else []
    if isinstance(event, DossierMoved):
        people += await _staff_ways(sheet, event, rules)
    reason = await _reason(sheet, event)
    for person in people:
        await write(sheet, person, field_values(sheet, subject, person.name, reason), rules, act, told.id)


def citizen_ways(sheet: Sheet, subject: queries.Subject, rules: Rules, event: str) -> list[Addressed]:
    """Return whom of the citizens to tell: whoever stood at the counter, by what was left there."""
    person = Reached(sheet.submitter_name, subject.email, sheet.submitter_phone or sheet.owner_phone, subject.agreed)
    channels = {channel.name for channel in current().all("notice_channels")}
    return [Addressed(event, channel, address, person.name) for channel, address in ways(person, rules, channels)]


async def _staff_ways(sheet: Sheet, event: DossierMoved, rules: Rules) -> list[Addressed]:
    """Return the official who has just been handed the dossier by somebody else, where the office wants that."""
    move = next((m for m in sheet.workflow.transitions if (m.source, m.action) == (event.source, event.action)), None)
    if not rules.tell_staff or move is None or not move.hands_over or sheet.holder_id is None:
        return []
    person = (await offices.people([sheet.holder_id])).get(sheet.holder_id)
    if person is None or not is_mail_address(person.email):
        return []
    return [Addressed("handed", MAIL, person.email, person.full_name)]


def _occasion(event: DossierReceived | DossierMoved | DossierReappointed) -> str:
    """Return which of `templates.EVENTS` it is; "" or another word for what nobody is told of."""
    if isinstance(event, DossierMoved):
        return event.notice
    return "received" if isinstance(event, DossierReceived) else "reappointed"


async def _reason(sheet: Sheet, event: DossierReceived | DossierMoved | DossierReappointed) -> str:
    """Return what was written for the citizen to read; "" where it was written for the staff."""
    if isinstance(event, DossierReceived):
        return ""
    if isinstance(event, DossierReappointed):
        return event.reason
    action = event.action
    told = {move.action for move in sheet.workflow.transitions if move.tells_citizen}
    lines = [line for line in moves(await dossiers.ledger(sheet.id)) if line.action == action]
    return lines[-1].reason if lines and action in told else ""


def field_values(sheet: Sheet, subject: queries.Subject, name: str, reason: str) -> dict[str, str]:
    """Return the values of `templates.FIELDS`. A sensitive field shows neither procedure nor reason."""
    return {
        "nguoi_nhan": name,
        "ma_ho_so": sheet.code,
        "thu_tuc": SENSITIVE_PROCEDURE if subject.sensitive else sheet.facts.name,
        "co_quan": sheet.unit_name,
        "hen_tra": format_datetime(sheet.promised_at) if sheet.promised_at else "không hẹn ngày",
        "ly_do": "xem tại trang tra cứu" if subject.sensitive or not reason else reason,
        "tra_cuu": lookup_address(),
    }


def lookup_address() -> str:
    """Return the address of the public look-up."""
    return f"{current().settings.base_url.rstrip('/')}/tra-cuu"


async def write(
    sheet: Sheet, person: Addressed, values: dict[str, str], rules: Rules, act: Act, event_id: str | None
) -> int | None:
    """Write a notice, and its mail where that is the way, in the caller's transaction.

    Returns its id; None when the office has no words for it, or the same was written before.
    """
    own = await queries.template_of(sheet.authority_id, person.event, person.medium)
    if own is None:
        return None
    words = filled(own.template, values)
    ring = act.at if person.channel == MAIL else may_ring_at(rules, act.at, VIETNAM)
    audience = "staff" if person.event in STAFF_EVENTS else "citizen"
    notice_id = await db.value(
        _INSERT,
        sheet.id,
        sheet.unit_id,
        event_id,
        person.event,
        audience,
        person.channel,
        person.address,
        person.name,
        words.subject,
        words.body,
        ring,
        act.at,
    )
    if notice_id is not None and person.channel == MAIL:
        await hand_to_mail(int(notice_id), sheet, person, words, act)
    return None if notice_id is None else int(notice_id)


async def hand_to_mail(notice_id: int, sheet: Sheet, person: Addressed, words: Template, act: Act) -> None:
    """Queue the mail that carries a notice, in the caller's transaction."""
    to_staff = person.event in STAFF_EVENTS
    path = f"/staff/dossiers/{sheet.code}"
    button = (
        ("Mở hồ sơ", current().settings.base_url.rstrip("/") + path)
        if to_staff
        else ("Tra cứu hồ sơ", lookup_address())
    )
    letter = Letter(
        heading=words.subject,
        greeting=f"Kính gửi {'' if to_staff else 'ông/bà '}{person.name},",
        paragraphs=tuple(text for text in words.body.split("\n\n") if text.strip()),
        buttons=(button,),
        closing=("Thư này được gửi tự động. Mọi thắc mắc xin liên hệ bộ phận một cửa.",),
        sender=sheet.unit_name,
    )
    draft = MailDraft(
        to_address=person.address,
        to_name=person.name,
        subject=words.subject,
        letter=letter,
        kind=f"onestop.{person.event}",
        subject_type="onestop.dossier",
        subject_id=str(sheet.id),
        unit_id=sheet.unit_id,
    )
    [mail] = await notices.queue_mails([draft], act)
    await db.execute("UPDATE onestop.onestop_notice SET mail_id = $2 WHERE id = $1", notice_id, mail.id)


def too_old(created_at: datetime, at: datetime) -> bool:
    """Tell whether a notice has waited so long that its news is none any more."""
    return created_at < at - TOO_LATE
