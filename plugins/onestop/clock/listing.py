"""The list of steps by when they are due."""

from collections.abc import Sequence
from typing import Final

from core.acting import Principal
from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag
from plugins.onestop.access import VIEW
from plugins.onestop.listing import STATES

_RUNS: Final = "d.closed_at IS NULL AND d.settled_at IS NULL AND d.clock = 'runs' AND d.state = s.state"
_MINUTES: Final = "extract(epoch FROM s.due_at - {now}) / 60"
SOON_HOURS: Final = 24
OVER: Final = "s.due_at < {now}"
SOON: Final = f"s.due_at >= {{now}} AND s.due_at < {{now}} + interval '{SOON_HOURS} hours'"
_STANDING: Final = f"CASE WHEN {OVER} THEN 'over' WHEN {SOON} THEN 'soon' ELSE 'later' END"

STANDINGS: Final = {
    "over": Tag(lazy("Quá hạn bước"), "bad"),
    "soon": Tag(lazy("Sắp đến hạn"), "warning"),
    "later": Tag(lazy("Còn thời gian"), "info"),
}
BOUNDS: Final = {
    "budget": Tag(lazy("Hạn của bước"), "neutral"),
    "limit": Tag(lazy("Hạn của cả hồ sơ"), "neutral"),
}


async def _me(principal: Principal) -> Sequence[Choice]:
    return [Choice(str(principal.person_id), lazy("Tôi"))] if principal.person_id else []


DEADLINES: Final = ListView(
    name="onestop.deadlines",
    title=lazy("Hạn từng bước"),
    path="/staff/deadlines",
    permission=VIEW,
    source="""onestop.onestop_step_clock s JOIN onestop.onestop_dossier d ON d.id = s.dossier
              JOIN onestop.onestop_procedure p ON p.id = d.procedure""",
    key="d.code",
    href="/staff/dossiers/{key}",
    scope="d.unit_ids && {p}::bigint[]",
    where=_RUNS,
    search="d.owner_key LIKE {p} OR lower(d.code) LIKE {p} OR p.search_key LIKE {p}",
    order="due",
    columns=(
        Column("code", lazy("Mã hồ sơ"), "d.code", kind="code", sort="d.id"),
        Column("standing", lazy("Tình trạng"), _STANDING, kind="tag", tags=STANDINGS, sort="s.due_at"),
        Column("due", lazy("Hạn bước"), "s.due_at", kind="datetime", sort="s.due_at"),
        Column("state", lazy("Bước"), "d.state", kind="tag", tags=STATES, sort="d.state"),
        Column("holder", lazy("Người giữ"), "d.holder_name", sort="d.holder_name"),
        Column("procedure", lazy("Thủ tục"), "p.name", sort="p.search_key"),
        Column("promised", lazy("Hẹn trả"), "d.promised_at", kind="datetime", sort="d.promised_at"),
        Column("since", lazy("Vào bước lúc"), "s.entered_at", kind="datetime", sort="s.entered_at", visible=False),
        Column("bound", lazy("Theo"), "s.bound", kind="tag", tags=BOUNDS, visible=False),
        Column("owner", lazy("Chủ hồ sơ"), "d.owner_name", sort="d.owner_key", visible=False),
    ),
    filters=(
        Filter("over", lazy("Quá hạn bước"), OVER, kind="flag"),
        Filter("soon", lazy("Đến hạn trong 24 giờ tới"), SOON, kind="flag"),
        Filter(
            "state",
            lazy("Bước"),
            "d.state = ANY({p})",
            kind="multi",
            choices=tuple(Choice(code, tag.label) for code, tag in STATES.items()),
        ),
        Filter("holder", lazy("Người giữ"), "d.holder_id = {p}", choices=_me, number=True),
    ),
    empty=(lazy("Không có bước nào đang chạy"), lazy("Hồ sơ đang giải quyết hiện ở đây, bước gấp nhất ở trên.")),
    page_size=25,
    template="onestop/clock/deadlines.html",
)
LISTS: Final = (DEADLINES,)
