"""The work list and the other lists of the one-stop desk, described as data."""

from collections.abc import Sequence
from typing import Final

import msgspec

from core import db, offices
from core.acting import Principal
from core.contracts.dossiers import DUTIES
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.lists import BulkAction, Choice, Column, Filter, ListView, Tag
from core.web.lists.describe import SqlChoices, Tone
from plugins.onestop.access import ASSIGN, MANAGE, RECEIVE, VIEW
from plugins.onestop.domain.workflow import State, Workflow
from plugins.onestop.domain.workflows import SHIPPED
from plugins.onestop.queries.conditions import DAYS_LEFT, DUE_TODAY, LATE, ZONE
from plugins.onestop.queries.figures import NEWEST_WORKFLOW
from plugins.onestop.wording import FAULTS

SOON_DAYS: Final = 2
DUE_SOON: Final = f"d.clock = 'runs' AND {DAYS_LEFT} BETWEEN 0 AND {SOON_DAYS}"


def state_tag(state: State) -> Tag:
    """Return how a state is shown in lists: what waits for the citizen, for a signature, for the result's owner."""
    tone: Tone = "info"
    if state.final:
        tone = "bad" if state.settles else "neutral"
    elif state.settles:
        tone = "good"
    elif state.holder == "citizen":
        tone = "warning"
    elif state.holder in {"head", "leader", "registry"} or state.code == "signed":
        tone = "special"
    return Tag(lazy(state.title), tone)


# Those that ship, and those that this process has read since from what was published here.
STATES: Final = {state.code: state_tag(state) for workflow in SHIPPED for state in workflow.states}
_read_up_to: list[int] = [0]


async def refresh_states(newest: int | None = None) -> None:
    """Add the states of workflows that were published since. newest: the last one's id, when it was just read."""
    if newest is None:
        newest = int(await db.value(f"SELECT {NEWEST_WORKFLOW}"))
    if newest == _read_up_to[0]:
        return
    for row in await db.rows("SELECT definition::text FROM onestop.onestop_workflow ORDER BY id"):
        for state in msgspec.json.decode(row[0], type=Workflow).states:
            STATES[state.code] = state_tag(state)
    _read_up_to[0] = newest


async def _states(_principal: Principal) -> Sequence[Choice]:
    """Return all known states; the pages with this filter have refreshed them when they counted."""
    return [Choice(code, str(tag.label)) for code, tag in STATES.items()]


FIELDS: Final = SqlChoices("SELECT id, name FROM onestop.onestop_field ORDER BY name")


async def _reader_first(principal: Principal, found: Sequence[Choice]) -> Sequence[Choice]:
    """Return the reader first, then whoever else holds an open dossier in the reader's units."""
    mine = [Choice(str(principal.person_id), _("Tôi"))] if principal.person_id else []
    return mine + [choice for choice in found if choice.value != str(principal.person_id)]


_HOLDERS: Final = SqlChoices(
    """SELECT DISTINCT holder_id, holder_name FROM onestop.onestop_dossier
       WHERE closed_at IS NULL AND holder_id IS NOT NULL AND ({units} IS NULL OR unit_ids && {units})
       ORDER BY holder_name LIMIT 200""",
    VIEW,
    _reader_first,
)


async def _own_unit(principal: Principal, found: Sequence[Choice]) -> Sequence[Choice]:
    """Return the reader's own unit: the dossiers that it has or had. found: the version of the agency tree."""
    unit = (await offices.tree(str(found[0].label))).get(principal.unit_id) if principal.unit_id else None
    return [Choice(str(unit.id), unit.name)] if unit else []


_UNIT: Final = SqlChoices(f"SELECT 0, {offices.TREE_VERSION}", finish=_own_unit)


# What still runs comes first, the most urgent on top; what waits for the citizen or for the desk comes after.
_URGENCY: Final = "CASE WHEN d.clock = 'runs' THEN d.promised_at END"
_COLUMNS: Final = (
    Column("code", lazy("Mã hồ sơ"), "d.code", kind="code", sort="d.id"),
    Column("left", lazy("Còn lại"), f"CASE WHEN d.clock = 'runs' THEN {DAYS_LEFT} END", kind="days", sort=_URGENCY),
    Column("due", lazy("Hẹn trả"), "d.promised_at", kind="datetime", sort="d.promised_at"),
    Column("procedure", lazy("Thủ tục"), "p.name", sort="p.search_key"),
    Column("owner", lazy("Chủ hồ sơ"), "d.owner_name", sort="d.owner_key"),
    Column("state", lazy("Bước"), "d.state", kind="tag", tags=STATES, sort="d.state"),
    Column("holder", lazy("Người giữ"), "d.holder_name", sort="d.holder_name"),
    Column("received", lazy("Tiếp nhận"), "d.received_at", kind="datetime", sort="d.received_at", visible=False),
    Column("unit", lazy("Nơi tiếp nhận"), "d.unit_name", visible=False),
    Column("fee", lazy("Phí, lệ phí"), "d.fee_due", kind="money", visible=False),
)
_FILTERS: Final = (
    Filter(
        "state",
        lazy("Bước"),
        "d.state = ANY({p})",
        kind="multi",
        choices=_states,
    ),
    Filter(
        "turn",
        lazy("Đang chờ"),
        "d.holder_duty = ANY({p})",
        kind="multi",
        choices=tuple(Choice(code, title) for code, title in DUTIES.items() if code != "nobody"),
    ),
    Filter("field", lazy("Lĩnh vực"), "p.field = {p}", choices=FIELDS, number=True),
    Filter("holder", lazy("Người giữ"), "d.holder_id = {p}", choices=_HOLDERS, number=True),
    Filter("unit", lazy("Đơn vị"), "d.unit_ids @> ARRAY[{p}::bigint]", choices=_UNIT, number=True),
    Filter("late", lazy("Quá hạn"), LATE, kind="flag"),
    Filter("soon", lazy("Sắp đến hạn"), DUE_SOON, kind="flag"),
    Filter("today", lazy("Đến hạn hôm nay"), DUE_TODAY, kind="flag"),
    Filter("received", lazy("Tiếp nhận từ ngày"), f"(d.received_at {ZONE})::date >= {{p}}", kind="date"),
)
_BULK: Final = (
    BulkAction("step", lazy("Làm một bước…"), "/staff/desk/step", VIEW),
    BulkAction("reassign", lazy("Giao lại…"), "/staff/desk/reassign", ASSIGN),
    BulkAction("print", lazy("In giấy tiếp nhận…"), "/staff/desk/print", RECEIVE),
)
_SOURCE: Final = "onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure"
_SEARCH: Final = "d.owner_key LIKE {p} OR lower(d.code) LIKE {p} OR p.search_key LIKE {p}"

OPEN: Final = ListView(
    name="onestop.open",
    title=lazy("Hồ sơ đang giải quyết"),
    path="/staff/dossiers",
    permission=VIEW,
    source=_SOURCE,
    key="d.code",
    href="/staff/dossiers/{key}",
    scope="d.unit_ids && {p}::bigint[]",
    where="d.closed_at IS NULL",
    search=_SEARCH,
    order="left",
    columns=_COLUMNS,
    filters=_FILTERS,
    bulk=_BULK,
    create=(lazy("Tiếp nhận hồ sơ"), "/staff/dossiers/new", RECEIVE),
    empty=(
        lazy("Không có hồ sơ nào đang giải quyết"),
        lazy("Hồ sơ vừa tiếp nhận sẽ hiện ở đây, hồ sơ gấp nhất ở trên."),
    ),
    page_size=25,
    template="onestop/worklist.html",
)
ALL: Final = ListView(
    name="onestop.all",
    title=lazy("Tất cả hồ sơ"),
    path="/staff/dossiers/all",
    permission=VIEW,
    source=_SOURCE,
    key="d.code",
    href="/staff/dossiers/{key}",
    scope="d.unit_ids && {p}::bigint[]",
    search=_SEARCH,
    order="-received",
    columns=_COLUMNS,
    filters=_FILTERS,
    create=(lazy("Tiếp nhận hồ sơ"), "/staff/dossiers/new", RECEIVE),
    empty=(lazy("Chưa có hồ sơ nào"), lazy("Mọi hồ sơ đã tiếp nhận, kể cả đã trả, sẽ hiện ở đây.")),
    page_size=25,
    template="onestop/worklist.html",
)
PROCEDURES: Final = ListView(
    name="onestop.procedures",
    title=lazy("Danh mục thủ tục"),
    path="/staff/procedures",
    permission=VIEW,
    source="""onestop.onestop_procedure p JOIN onestop.onestop_field f ON f.id = p.field
              JOIN onestop.onestop_procedure_version v ON v.procedure = p.id AND v.effective_to IS NULL""",
    key="p.code",
    href="/staff/procedures/{key}",
    search="p.search_key LIKE {p}",
    order="code",
    columns=(
        Column("code", lazy("Mã"), "p.code", kind="code", sort="p.code"),
        Column("name", lazy("Tên thủ tục"), "p.name", sort="p.search_key"),
        Column("field", lazy("Lĩnh vực"), "f.name", sort="f.name"),
        Column(
            "faults",
            lazy("Điều nghi ngờ"),
            "jsonb_array_length(v.faults)",
            kind="number",
            sort="jsonb_array_length(v.faults)",
        ),
        Column("version", lazy("Phiên bản"), "v.number", kind="number", sort="v.number"),
        Column("from", lazy("Áp dụng từ"), "v.effective_from", kind="date", sort="v.effective_from"),
    ),
    filters=(
        Filter("field", lazy("Lĩnh vực"), "p.field = {p}", choices=FIELDS, number=True),
        Filter("doubtful", lazy("Có điều nghi ngờ"), "jsonb_array_length(v.faults) > 0", kind="flag"),
        Filter(
            "fault",
            lazy("Loại nghi ngờ"),
            "v.faults @> jsonb_build_array(jsonb_build_object('kind', {p}::text))",
            choices=tuple(Choice(kind, title) for kind, title in FAULTS.items()),
        ),
        Filter("unverified", lazy("Chưa kiểm chứng"), "v.facts->>'verified' <> 'source'", kind="flag"),
        Filter("cases", lazy("Có nhiều trường hợp"), "jsonb_array_length(v.facts->'cases') > 0", kind="flag"),
    ),
    create=(lazy("Nạp danh mục"), "/staff/procedures/uploads", MANAGE),
    empty=(lazy("Danh mục còn trống"), lazy("Quản trị viên tải tệp danh mục lên, xem trước rồi nạp.")),
    page_size=25,
    template="onestop/procedures.html",
)
LISTS: Final = (OPEN, ALL, PROCEDURES)
