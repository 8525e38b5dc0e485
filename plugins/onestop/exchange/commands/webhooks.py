"""Connect another system, change or end the connection, change its secret."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.registry import current
from core.sealing import seal, unseal
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.onestop.access import scope
from plugins.onestop.exchange import queries
from plugins.onestop.exchange.access import EXCHANGE
from plugins.onestop.exchange.domain.signature import SECRET_BYTES, secret_text
from plugins.onestop.exchange.domain.targets import Fault, Target, read_target
from plugins.onestop.exchange.schemas import NewWebhook, Webhook, WebhookChange, WebhookWithSecret
from plugins.onestop.settings import onestop_settings

MOST: Final = 50
OVERLAP: Final = timedelta(hours=24)
"""How long the old secret signs beside the new one, so that the receiver can change at leisure."""
FAULTS: Final[Mapping[Fault, object]] = {
    "not_an_address": lazy("Địa chỉ nhận không đúng dạng. Ví dụ: https://lgsp.example.vn/motcua"),
    "user_in_it": lazy("Địa chỉ nhận không được chứa tên và mật khẩu: chữ ký đã bảo vệ nội dung."),
    "not_https": lazy("Địa chỉ nhận phải bắt đầu bằng https://, trừ máy chủ được nêu trong cấu hình webhook_hosts."),
    "private": lazy(
        "Địa chỉ nhận nằm trong mạng nội bộ. Muốn gửi vào đó, quản trị máy chủ phải nêu tên máy trong webhook_hosts."
    ),
}
_TWIN = "SELECT 1 FROM onestop.onestop_webhook WHERE unit_id = $1 AND url = $2"
_INSERT = """
INSERT INTO onestop.onestop_webhook
  (id, unit_id, title, url, events, sealed_secret, active, paused_reason, created_at, created_by_name, revision)
VALUES ($1, $2, $3, $4, $5, $6, true, '', $7, $8, 1)
"""
_CHANGE = """
UPDATE onestop.onestop_webhook
SET title = $3, url = $4, events = $5, active = $6, paused_reason = '', revision = revision + 1
WHERE id = $1 AND revision = $2 RETURNING id
"""
_ROTATE = """
UPDATE onestop.onestop_webhook
SET sealed_previous = sealed_secret, previous_until = $3, sealed_secret = $2, revision = revision + 1 WHERE id = $1
"""


async def create(new: NewWebhook, act: Act) -> WebhookWithSecret:
    """Connect another system; return it with its secret, which is shown only now. Raises Refused, Forbidden."""
    if not act.who.may(EXCHANGE, new.unit_id):
        raise Forbidden(_("Bạn không được kết nối hệ thống khác cho cơ quan này."))
    target_of(new.url)
    secret = secrets.token_bytes(SECRET_BYTES)
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock(hashtext('onestop.webhook'), $1::int)", new.unit_id % 2**31)
        if await db.value("SELECT count(*) FROM onestop.onestop_webhook WHERE unit_id = $1", new.unit_id) >= MOST:
            raise Refused(_("Mỗi cơ quan có nhiều nhất %(n)s kết nối. Hãy xóa kết nối không dùng.", n=MOST))
        if await db.value(_TWIN, new.unit_id, new.url):
            raise Refused(Problem(_("Cơ quan này đã có kết nối tới địa chỉ này."), "url", "exists"))
        webhook_id = int(await db.value("SELECT nextval('onestop.onestop_webhook_id_seq')"))
        await db.execute(
            _INSERT,
            webhook_id,
            new.unit_id,
            new.title,
            new.url,
            sorted(set(new.events)),
            _sealed(secret, webhook_id),
            act.at,
            act.who.display_name,
        )
        after = {"title": new.title, "url": new.url, "events": sorted(set(new.events))}
        await _log(act, "create", webhook_id, new.unit_id, after=after)
    return WebhookWithSecret(await one(webhook_id, act), secret_text(secret))


async def change(webhook_id: int, data: WebhookChange, act: Act) -> Webhook:
    """Change a webhook. Raises Missing, Refused, Conflict when somebody changed it meanwhile."""
    target_of(data.url)
    async with db.transaction():
        before = await one(webhook_id, act)
        events = sorted(set(data.events))
        if await db.value(_CHANGE, webhook_id, data.revision, data.title, data.url, events, data.active) is None:
            raise Conflict(_("Người khác vừa sửa kết nối này. Hãy tải lại trang rồi sửa lại."))
        await _log(
            act,
            "change",
            webhook_id,
            before.unit_id,
            {"title": before.title, "url": before.url, "events": before.events, "active": before.active},
            {"title": data.title, "url": data.url, "events": events, "active": data.active},
        )
    return await one(webhook_id, act)


async def rotate(webhook_id: int, act: Act) -> WebhookWithSecret:
    """Give a webhook a new secret; for a day messages carry signatures of both. Raises Missing."""
    secret = secrets.token_bytes(SECRET_BYTES)
    async with db.transaction():
        found = await one(webhook_id, act)
        await db.execute(_ROTATE, webhook_id, _sealed(secret, webhook_id), act.at + OVERLAP)
        await _log(act, "rotate", webhook_id, found.unit_id)
    return WebhookWithSecret(await one(webhook_id, act), secret_text(secret))


async def remove(webhook_id: int, act: Act) -> None:
    """End the connection; its messages go with it, the log keeps that it was there. Raises Missing."""
    async with db.transaction():
        found = await one(webhook_id, act)
        await db.execute("DELETE FROM onestop.onestop_webhook WHERE id = $1", webhook_id)
        before = {"title": found.title, "url": found.url, "waiting": found.waiting, "held": found.held}
        await _log(act, "remove", webhook_id, found.unit_id, before)


async def one(webhook_id: int, act: Act) -> Webhook:
    """Return a webhook of the actor's units. Raises Missing."""
    found = await queries.webhook(webhook_id, scope(act.who, EXCHANGE), act.at)
    if found is None:
        raise Missing
    return found


def target_of(url: str) -> Target:
    """Return where an address leads. Raises Refused, naming the field, when nothing may be sent there."""
    found = read_target(url, onestop_settings().webhook_hosts)
    if not isinstance(found, Target):
        raise Refused(Problem(str(FAULTS[found]), "url", found))
    return found


def keys(webhook_id: int, sealed: bytes, previous: bytes | None, until: datetime | None, at: datetime) -> list[bytes]:
    """Return the keys that sign now: the present one, then the one before as long as it counts. Raises SealBroken."""
    counted = [sealed] if previous is None or until is None or until <= at else [sealed, previous]
    return [unseal(one, current().settings.secret_key, "webhook", f"webhook {webhook_id}") for one in counted]


def _sealed(secret: bytes, webhook_id: int) -> bytes:
    return seal(secret, current().settings.secret_key, "webhook", f"webhook {webhook_id}")


async def _log(
    act: Act,
    what: str,
    webhook_id: int,
    unit_id: int,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    await audit.record(
        act,
        f"onestop.webhook_{what}",
        subject="onestop.webhook",
        subject_id=webhook_id,
        unit_id=unit_id,
        before=before,
        after=after,
    )
