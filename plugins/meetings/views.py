from collections.abc import Mapping
from typing import Final

from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag
from plugins.meetings.domain.answers import STATES
from plugins.meetings.domain.meeting import KINDS

ANSWER_TAGS: Final[Mapping[str, Tag]] = {
    "accepted": Tag(STATES["accepted"], "good"),
    "tentative": Tag(STATES["tentative"], "warning"),
    "declined": Tag(STATES["declined"], "bad"),
    "waiting": Tag(STATES["waiting"], "neutral"),
}
STATUS_TAGS: Final[Mapping[str, Tag]] = {
    "called": Tag(lazy("Đã mời"), "good"),
    "cancelled": Tag(lazy("Đã hủy"), "bad"),
}
KIND_TAGS: Final[Mapping[str, Tag]] = {kind: Tag(title) for kind, title in KINDS.items()}

MEETINGS = ListView(
    name="meetings.meetings",
    title=lazy("Họp"),
    path="/staff/meetings",
    permission="meetings.read",
    source="""meetings.meetings_meeting m CROSS JOIN LATERAL (
        SELECT count(*) AS invited, count(*) FILTER (WHERE i.answer = 'accepted') AS accepted,
               count(*) FILTER (WHERE i.answer = 'declined') AS declined,
               count(*) FILTER (WHERE i.answer = 'tentative') AS tentative,
               count(*) FILTER (WHERE i.answer = 'waiting') AS waiting
        FROM meetings.meetings_invitation i WHERE i.meeting_id = m.id) g""",
    key="m.id",
    href="/staff/meetings/{key}",
    scope="m.unit_id = ANY({p})",
    search="m.search_key LIKE {p}",
    order="-starts",
    columns=(
        Column("title", lazy("Cuộc họp"), "m.title", sort="m.title"),
        Column("starts", lazy("Bắt đầu"), "m.starts_at", kind="datetime", sort="m.starts_at"),
        Column("place", lazy("Địa điểm"), "m.place"),
        Column("chair", lazy("Chủ trì"), "m.chair"),
        Column("invited", lazy("Mời"), "g.invited", kind="number", sort="g.invited"),
        Column("accepted", lazy("Tham dự"), "g.accepted", kind="number", sort="g.accepted"),
        Column("declined", lazy("Vắng mặt"), "g.declined", kind="number", sort="g.declined"),
        Column("waiting", lazy("Chưa trả lời"), "g.waiting", kind="number", sort="g.waiting"),
        Column("status", lazy("Tình trạng"), "m.status", kind="tag", sort="m.status", tags=STATUS_TAGS),
        Column("tentative", lazy("Chưa chắc"), "g.tentative", kind="number", visible=False),
        Column("kind", lazy("Loại"), "m.kind", kind="tag", tags=KIND_TAGS, visible=False),
        Column("ends", lazy("Kết thúc"), "m.ends_at", kind="datetime", sort="m.ends_at", visible=False),
        Column("convener", lazy("Nơi mời"), "m.convener", sort="m.convener", visible=False),
    ),
    filters=(
        Filter("from", lazy("Từ ngày"), "m.starts_at >= {p}", kind="date"),
        Filter("to", lazy("Đến ngày"), "m.starts_at < {p}::timestamptz + interval '1 day'", kind="date"),
        Filter(
            "status",
            lazy("Tình trạng"),
            "m.status = ANY({p})",
            kind="multi",
            choices=tuple(Choice(status, tag.label) for status, tag in STATUS_TAGS.items()),
        ),
        Filter(
            "kind",
            lazy("Loại"),
            "m.kind = ANY({p})",
            kind="multi",
            choices=tuple(Choice(kind, title) for kind, title in KINDS.items()),
        ),
        Filter("unanswered", lazy("Còn người chưa trả lời"), "g.waiting > 0 AND m.status = 'called'", kind="flag"),
    ),
    create=(lazy("Mời họp"), "/staff/meetings/new", "meetings.call"),
    empty=(
        lazy("Chưa có cuộc họp nào"),
        lazy("Bấm “Mời họp” để gửi giấy mời qua thư điện tử; câu trả lời sẽ tự về đây."),
    ),
)
