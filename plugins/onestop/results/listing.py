"""Lists of results: all of them, what has still to be entered, and each register with the columns of its records."""

from collections.abc import Sequence
from typing import Final

from core import db
from core.acting import Principal
from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView
from core.web.lists.describe import Kind as ColumnKind
from plugins.onestop.access import VIEW, scope
from plugins.onestop.queries.conditions import REFUSED
from plugins.onestop.results.access import ENTER
from plugins.onestop.results.domain.registers import FieldSpec, Register
from plugins.onestop.results.wording import STATES

_KINDS: Final[dict[str, ColumnKind]] = {"date": "date", "number": "number", "money": "money"}


async def _years(principal: Principal) -> Sequence[Choice]:
    rows = await db.rows(
        """SELECT DISTINCT year FROM onestop.onestop_result WHERE $1::bigint[] IS NULL OR unit_ids && $1
           ORDER BY year DESC""",
        scope(principal),
    )
    return [Choice(str(row[0]), str(row[0])) for row in rows]


async def _agencies(principal: Principal) -> Sequence[Choice]:
    rows = await db.rows(
        """SELECT authority_id, min(authority_name) FROM onestop.onestop_result
           WHERE $1::bigint[] IS NULL OR unit_ids && $1 GROUP BY 1 ORDER BY 2""",
        scope(principal),
    )
    return [Choice(str(row[0]), row[1]) for row in rows]


async def _registers(_principal: Principal) -> Sequence[Choice]:
    rows = await db.rows(
        """SELECT DISTINCT ON (code) code, definition->>'title' FROM onestop.onestop_register
           ORDER BY code, version DESC"""
    )
    return [Choice(row[0], row[1]) for row in rows]


_NUMBER: Final = Column("number", lazy("Số"), "r.number_text", kind="code", sort="r.year, r.number")
_SIGNED: Final = Column("signed", lazy("Ngày ký"), "r.signed_on", kind="date", sort="r.signed_on")
_SIGNER: Final = Column("signer", lazy("Người ký"), "r.signer_name", sort="r.signer_name")
_DOSSIER: Final = Column("dossier", lazy("Mã hồ sơ"), "r.dossier_code", sort="r.dossier_code", visible=False)
_AGENCY: Final = Column("agency", lazy("Cơ quan"), "r.authority_name", visible=False)
_KEEP: Final = Column("keep", lazy("Lưu đến"), "r.keep_until", kind="date", sort="r.keep_until", visible=False)
_STATE: Final = Column("state", lazy("Tình trạng"), "r.state", kind="tag", tags=STATES, sort="r.state")
_FILTERS: Final = (
    Filter("year", lazy("Năm"), "r.year = {p}", choices=_years, number=True),
    Filter("agency", lazy("Cơ quan"), "r.authority_id = {p}", choices=_agencies, number=True),
    Filter(
        "state",
        lazy("Tình trạng"),
        "r.state = {p}",
        choices=tuple(Choice(code, tag.label) for code, tag in STATES.items()),
    ),
    Filter("from", lazy("Ký từ ngày"), "r.signed_on >= {p}", kind="date"),
)

RESULTS: Final = ListView(
    name="onestop.results",
    title=lazy("Kết quả đã vào sổ"),
    path="/staff/results",
    permission=VIEW,
    source="""onestop.onestop_result r JOIN onestop.onestop_register v ON v.id = r.version""",
    key="r.id::text",
    href="/staff/results/{key}",
    scope="r.unit_ids && {p}::bigint[]",
    search="r.search_key LIKE {p} OR lower(r.dossier_code) LIKE {p}",
    order="-entered",
    columns=(
        _NUMBER,
        Column("register", lazy("Sổ"), "v.definition->>'title'", sort="r.register"),
        Column("owner", lazy("Chủ hồ sơ"), "r.owner_name", sort="r.owner_name"),
        _SIGNED,
        _SIGNER,
        _STATE,
        Column("entered", lazy("Vào sổ lúc"), "r.entered_at", kind="datetime", sort="r.entered_at", visible=False),
        _DOSSIER,
        _AGENCY,
        _KEEP,
    ),
    filters=(Filter("register", lazy("Sổ"), "r.register = {p}", choices=_registers), *_FILTERS),
    empty=(lazy("Chưa có kết quả nào"), lazy("Kết quả được vào sổ từ trang của hồ sơ, khi hồ sơ đã có kết quả.")),
    page_size=25,
    template="onestop/results/list.html",
)
WAITING: Final = ListView(
    name="onestop.results_waiting",
    title=lazy("Kết quả chưa vào sổ"),
    path="/staff/results/waiting",
    permission=ENTER,
    source="onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure",
    key="d.code",
    href="/staff/dossiers/{key}/results/new",
    scope="d.unit_ids && {p}::bigint[]",
    where=f"""d.settled_at IS NOT NULL AND NOT {REFUSED}
              AND NOT EXISTS (SELECT 1 FROM onestop.onestop_result r WHERE r.dossier = d.id)""",  # noqa: S608 -- constants
    search="d.owner_key LIKE {p} OR lower(d.code) LIKE {p} OR p.search_key LIKE {p}",
    order="settled",
    columns=(
        Column("code", lazy("Mã hồ sơ"), "d.code", kind="code", sort="d.id"),
        Column("procedure", lazy("Thủ tục"), "p.name", sort="p.search_key"),
        Column("owner", lazy("Chủ hồ sơ"), "d.owner_name", sort="d.owner_key"),
        Column("settled", lazy("Có kết quả lúc"), "d.settled_at", kind="datetime", sort="d.settled_at"),
        Column("unit", lazy("Nơi tiếp nhận"), "d.unit_name", visible=False),
    ),
    filters=(Filter("settled", lazy("Có kết quả từ ngày"), "d.settled_at >= {p}", kind="date"),),
    empty=(lazy("Không còn kết quả nào chưa vào sổ"), lazy("Hồ sơ vừa có kết quả sẽ hiện ở đây.")),
    page_size=25,
    template="onestop/results/list.html",
)


def register_list(register: Register) -> ListView:
    """Return the list of a register with a column for each listed field. Its keys are checked names, safe in SQL."""
    return ListView(
        name=f"onestop.register.{register.code}",
        title=register.title,
        path=f"/staff/registers/{register.code}",
        permission=VIEW,
        source="onestop.onestop_result r",
        key="r.id::text",
        href="/staff/results/{key}",
        scope="r.unit_ids && {p}::bigint[]",
        where=f"r.register = '{register.code}'",
        search="r.search_key LIKE {p} OR lower(r.dossier_code) LIKE {p}",
        order="-number",
        columns=(
            _NUMBER,
            _SIGNED,
            *(_column(spec) for spec in register.field),
            _SIGNER,
            _STATE,
            _DOSSIER,
            _AGENCY,
            _KEEP,
        ),
        filters=_FILTERS,
        empty=(lazy("Sổ còn trống"), lazy("Kết quả được vào sổ từ trang của hồ sơ, khi hồ sơ đã có kết quả.")),
        page_size=25,
        template="onestop/results/register.html",
    )


def _column(spec: FieldSpec) -> Column:
    """Return the column of a field; long texts cannot be sorted by."""
    text = f"r.values->>'{spec.key}'"
    cast = {"date": "::date", "number": "::bigint", "money": "::bigint"}.get(spec.kind, "")
    value = f"({text}){cast}"
    sort = None if spec.kind == "long" else value
    return Column(
        f"f_{spec.key}", spec.label, value, kind=_KINDS.get(spec.kind, "text"), sort=sort, visible=spec.listed
    )
