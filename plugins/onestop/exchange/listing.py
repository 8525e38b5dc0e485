"""Lists of webhooks and of their messages."""

from collections.abc import Sequence
from typing import Final

from core import db
from core.acting import Principal
from core.text.i18n import lazy
from core.web.lists import BulkAction, Choice, Column, Filter, ListView, Tag
from plugins.onestop.access import scope
from plugins.onestop.exchange.access import EXCHANGE
from plugins.onestop.exchange.messages import TITLES

STATES: Final = {
    "waiting": Tag(lazy("Chờ gửi"), "info"),
    "sending": Tag(lazy("Đang gửi"), "info"),
    "sent": Tag(lazy("Đã nhận"), "good"),
    "held": Tag(lazy("Dừng, chờ người xem"), "bad"),
    "dropped": Tag(lazy("Bỏ qua"), "neutral"),
}
EVENTS: Final = {name: Tag(title, "neutral") for name, title in TITLES.items()}
_ACTIVE: Final = {
    "on": Tag(lazy("Đang gửi"), "good"),
    "off": Tag(lazy("Tạm ngừng"), "neutral"),
    "gone": Tag(lazy("Nơi nhận đã đóng"), "bad"),
}
_COUNT: Final = "(SELECT count(*) FROM onestop.onestop_webhook_delivery d WHERE d.webhook = w.id AND d.state = '{}')"

WEBHOOKS: Final = ListView(
    name="onestop.webhooks",
    title=lazy("Kết nối hệ thống khác"),
    path="/staff/webhooks",
    permission=EXCHANGE,
    source="onestop.onestop_webhook w",
    key="w.id",
    href="/staff/webhooks/{key}",
    scope="w.unit_id = ANY({p})",
    search="(w.title ILIKE {p} OR w.url ILIKE {p})",
    fold_search=False,
    order="title",
    columns=(
        Column("title", lazy("Tên kết nối"), "w.title", sort="w.title"),
        Column("url", lazy("Địa chỉ nhận"), "w.url"),
        Column(
            "active",
            lazy("Tình trạng"),
            "CASE WHEN w.active THEN 'on' WHEN w.paused_reason = 'gone' THEN 'gone' ELSE 'off' END",
            kind="tag",
            tags=_ACTIVE,
        ),
        Column("waiting", lazy("Chờ gửi"), _COUNT.format("waiting"), kind="number"),
        Column("held", lazy("Dừng"), _COUNT.format("held"), kind="number", sort=_COUNT.format("held")),
        Column("created", lazy("Tạo lúc"), "w.created_at", kind="datetime", sort="w.created_at", visible=False),
    ),
    create=(lazy("Thêm kết nối"), "/staff/webhooks/new", EXCHANGE),
    template="onestop/exchange/list.html",
    empty=(
        lazy("Chưa kết nối hệ thống nào"),
        lazy("Thêm một địa chỉ nhận: mỗi khi hồ sơ có sự kiện, hệ thống gửi đến đó một tin có chữ ký."),
    ),
)


async def _hooks(principal: Principal) -> Sequence[Choice]:
    rows = await db.rows(
        """SELECT id, title FROM onestop.onestop_webhook
           WHERE ($1::bigint[] IS NULL OR unit_id = ANY($1)) ORDER BY title, id LIMIT 200""",
        scope(principal, EXCHANGE),
    )
    return [Choice(str(row["id"]), row["title"]) for row in rows]


MESSAGES: Final = ListView(
    name="onestop.webhook_messages",
    title=lazy("Tin gửi hệ thống khác"),
    path="/staff/webhooks/messages",
    permission=EXCHANGE,
    source="onestop.onestop_webhook_delivery d JOIN onestop.onestop_webhook w ON w.id = d.webhook",
    key="d.id",
    href="/staff/webhooks/messages/{key}",
    scope="w.unit_id = ANY({p})",
    search="d.code ILIKE {p}",
    fold_search=False,
    order="-id",
    columns=(
        Column("id", lazy("Số"), "d.id", kind="number", sort="d.id"),
        Column("event", lazy("Sự kiện"), "d.event", kind="tag", tags=EVENTS, sort="d.event"),
        Column("code", lazy("Mã hồ sơ"), "d.code", kind="code", sort="d.code"),
        Column("to", lazy("Kết nối"), "w.title", sort="w.title"),
        Column("state", lazy("Tình trạng"), "d.state", kind="tag", tags=STATES, sort="d.state"),
        Column("attempts", lazy("Số lần gửi"), "d.attempts", kind="number", sort="d.attempts"),
        Column("error", lazy("Nơi nhận trả lời"), "left(d.last_error, 120)"),
        Column("created", lazy("Tạo lúc"), "d.created_at", kind="datetime", sort="d.created_at"),
        Column("next", lazy("Thử lại lúc"), "d.next_try_at", kind="datetime", sort="d.next_try_at", visible=False),
        Column("sent", lazy("Nhận lúc"), "d.sent_at", kind="datetime", sort="d.sent_at", visible=False),
    ),
    filters=(
        Filter(
            "state",
            lazy("Tình trạng"),
            "d.state = ANY({p})",
            kind="multi",
            choices=tuple(Choice(state, tag.label) for state, tag in STATES.items()),
        ),
        Filter("hook", lazy("Kết nối"), "d.webhook = {p}", choices=_hooks, number=True),
        Filter("from", lazy("Từ ngày"), "d.created_at >= {p}", kind="date"),
    ),
    bulk=(
        BulkAction("send", lazy("Gửi lại"), "/staff/webhooks/messages/send", EXCHANGE),
        BulkAction("drop", lazy("Bỏ qua"), "/staff/webhooks/messages/drop", EXCHANGE, danger=True),
    ),
    template="onestop/exchange/list.html",
    empty=(lazy("Chưa có tin nào"), lazy("Mỗi sự kiện của hồ sơ gửi đến hệ thống khác sẽ hiện ở đây cùng kết quả.")),
)
LISTS: Final = (WEBHOOKS, MESSAGES)
