"""Give a number: the next of its service and day, one statement, so that no number is given twice or left out."""

from datetime import datetime

from core import db
from core.acting import Act
from core.clock import VIETNAM
from core.codes import QUEUE_TICKET, opaque_code, token_digest
from core.errors import Conflict, Missing, Problem, Refused
from core.idempotency import once
from core.registry import current
from core.text.i18n import gettext as _
from plugins.onestop.office import office_of
from plugins.onestop.queueing.queries.desk import Desk, desk_of
from plugins.onestop.queueing.schemas import Taken, Wanted

CHANNEL = "onestop_queue"
EARLY_MINUTES = 60

_NEXT_ID = "SELECT nextval('onestop.onestop_queue_ticket_id_seq')"
_TAKE = """
WITH number AS (
  INSERT INTO onestop.onestop_queue_line AS l (service, day, last) VALUES ($2::bigint, $4, 1)
  ON CONFLICT (service, day) DO UPDATE SET last = l.last + 1 WHERE l.last < $5 RETURNING last
), taken AS (
  INSERT INTO onestop.onestop_queue_ticket
    (id, unit_id, origin, service, day, number, label, priority, state, revision, calls, taken_at, clerk_name, digest,
     dossiers)
  SELECT $1::bigint, $3::bigint, $2::bigint, $2::bigint, $4, last,
    $6::text || lpad(last::text, greatest(3, length(last::text)), '0'), $7, 'waiting', 1, 0, $8::timestamptz, '', $9,
    '{}'
  FROM number RETURNING id, label
), event AS (
  INSERT INTO onestop.onestop_queue_event (ticket, at, action, source, target, person_id, person_name)
  SELECT id, $8::timestamptz, 'take', '', 'waiting', $10, $11 FROM taken
)
SELECT label, pg_notify('onestop_queue', $3::bigint::text) FROM taken
"""


async def take(unit_id: int, data: Wanted, act: Act, key: str = "") -> Taken:
    """Give the next number of a desk's service. key: of the kiosk's page; a second press under it gives the same one.

    Raises Missing for a desk without a queue, Refused when it gives no numbers now, Conflict when the day is full.
    """
    return await once(key, f"queue.{unit_id}", data, lambda: _take(unit_id, data, act), Taken)


async def _take(unit_id: int, data: Wanted, act: Act) -> Taken:
    desk = await desk_of(unit_id)
    if desk is None:
        raise Missing
    service = desk.service(data.service)
    if service is None or not service.active:
        raise Refused(Problem(_("Dịch vụ này hiện không lấy số ở đây."), "service", "unknown"))
    if data.priority and data.priority not in desk.priorities:
        raise Refused(Problem(_("Nơi này không có lượt ưu tiên loại đó."), "priority", "unknown"))
    closed = await closed_words(desk, act.at)
    if closed:
        raise Refused(Problem(closed, None, "closed"))
    ticket_id = int(await db.value(_NEXT_ID))
    given = await db.value(
        _TAKE,
        ticket_id,
        service.id,
        unit_id,
        act.at.astimezone(VIETNAM).date(),
        desk.most_a_day,
        service.letter,
        data.priority,
        act.at,
        token_digest(_key(), token_of(ticket_id)),
        act.who.person_id,
        act.who.display_name,
    )
    if given is None:
        raise Conflict(_("Hôm nay dịch vụ này đã hết số. Xin hỏi cán bộ tại quầy."))
    return Taken(ticket_id, given)


async def closed_words(desk: Desk, at: datetime) -> str:
    """Return why a desk gives no numbers at an aware moment, "" when it does."""
    if not desk.only_open_hours:
        return ""
    local = at.astimezone(VIETNAM)
    calendar = (await office_of(desk.unit_id)).calendar
    shifts = calendar.shifts(local.date())
    if not shifts:
        return _("Hôm nay cơ quan nghỉ nên không phát số.")
    if local.hour * 60 + local.minute < shifts[0].opens - EARLY_MINUTES:
        return _("Chưa đến giờ phát số. Mời ông/bà quay lại gần giờ làm việc.")
    if local >= calendar.closing(local.date()):
        return _("Đã hết giờ làm việc nên không phát số nữa.")
    return ""


def token_of(ticket_id: int) -> str:
    """Return the 17 digits on a ticket."""
    return opaque_code(QUEUE_TICKET, _key(), ticket_id, 1)


def digest_of(token: str) -> bytes:
    """Return what the table holds of a ticket's digits. Raises ValueError for digits that are no ticket's."""
    return token_digest(_key(), token)


def _key() -> bytes:
    return current().settings.secret_key.encode()
