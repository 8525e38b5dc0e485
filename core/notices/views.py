from typing import Final

from core.text.i18n import lazy
from core.web.lists import BulkAction, Choice, Column, Filter, ListView, Tag

STATES: Final[dict[str, Tag]] = {
    "created": Tag(lazy("Chờ gửi"), "info"),
    "sending": Tag(lazy("Đang gửi"), "info"),
    "waiting": Tag(lazy("Sẽ thử lại"), "warning"),
    "sent": Tag(lazy("Đã gửi"), "good"),
    "failed": Tag(lazy("Không gửi được"), "bad"),
    "withheld": Tag(lazy("Tạm giữ"), "neutral"),
}

MAILS = ListView(
    name="notices.mails",
    title=lazy("Thư gửi đi"),
    path="/staff/mail",
    permission="notices.read",
    source="notices.notices_outgoing_mail m",
    key="m.id",
    href="/staff/mail/{key}",
    scope="m.unit_id = ANY({p})",
    search="(m.subject ILIKE {p} OR m.to_address ILIKE {p} OR m.to_name ILIKE {p})",
    fold_search=False,
    order="-created",
    columns=(
        Column("subject", lazy("Tiêu đề"), "m.subject", sort="m.subject"),
        Column("created", lazy("Tạo lúc"), "m.created_at", kind="datetime", sort="m.created_at"),
        Column("name", lazy("Người nhận"), "m.to_name"),
        Column("address", lazy("Địa chỉ thư"), "m.to_address", sort="m.to_address"),
        Column("state", lazy("Tình trạng"), "m.state", kind="tag", sort="m.state", tags=STATES),
        Column("attempts", lazy("Số lần gửi"), "m.attempts", kind="number", sort="m.attempts"),
        Column("error", lazy("Máy chủ thư trả lời"), "left(m.last_error, 120)"),
        Column("next", lazy("Thử lại lúc"), "m.next_try_at", kind="datetime", sort="m.next_try_at", visible=False),
        Column("sent", lazy("Gửi xong lúc"), "m.sent_at", kind="datetime", sort="m.sent_at", visible=False),
        Column("kind", lazy("Loại"), "m.kind", kind="code", visible=False),
    ),
    filters=(
        Filter(
            "state",
            lazy("Tình trạng"),
            "m.state = ANY({p})",
            kind="multi",
            choices=tuple(Choice(state, tag.label) for state, tag in STATES.items()),
        ),
        Filter("from", lazy("Từ ngày"), "m.created_at >= {p}", kind="date"),
        Filter("to", lazy("Đến ngày"), "m.created_at < {p}::timestamptz + interval '1 day'", kind="date"),
    ),
    bulk=(BulkAction("send", lazy("Gửi lại"), "/staff/mail/send", "notices.resend"),),
    empty=(
        lazy("Chưa có thư nào"),
        lazy("Giấy mời, thông báo và nhắc việc gửi bằng thư điện tử sẽ hiện ở đây cùng kết quả gửi."),
    ),
)
