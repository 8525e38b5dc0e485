"""The list behind a figure: the dossiers that it counts, chosen by the same condition."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from core.acting import Principal
from core.contracts.dossiers import STANDINGS
from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag
from core.web.lists.describe import Tone
from plugins.onestop.access import VIEW, scope
from plugins.onestop.domain.figures import Measure, Period
from plugins.onestop.listing import STATES
from plugins.onestop.queries.conditions import OUTCOMES, within
from plugins.onestop.statistics import queries
from plugins.onestop.statistics.queries import Name
from plugins.onestop.statistics.wording import MEASURES

_TONES: Final[dict[str, Tone]] = {"early": "good", "on_time": "good", "late": "bad", "no_limit": "neutral"}
_OUTCOME: Final = " ".join(f"WHEN {condition} THEN '{name}'" for name, condition in OUTCOMES.items())


def _choices(names: Sequence[Name]) -> Sequence[Choice]:
    return [Choice(str(name.key), name.label) for name in names]


async def _fields(_principal: Principal) -> Sequence[Choice]:
    return _choices(await queries.fields())


async def _agencies(principal: Principal) -> Sequence[Choice]:
    return _choices(await queries.agencies(scope(principal)))


async def _procedures(_principal: Principal) -> Sequence[Choice]:
    return _choices(await queries.procedures())


BEHIND: Final = ListView(
    name="onestop.figure",
    title=lazy("Hồ sơ của một số liệu"),
    path="/staff/statistics/dossiers",
    permission=VIEW,
    source="onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure",
    key="d.code",
    href="/staff/dossiers/{key}",
    scope="d.unit_ids && {p}::bigint[]",
    search="d.owner_key LIKE {p} OR lower(d.code) LIKE {p} OR p.search_key LIKE {p}",
    order="received",
    columns=(
        Column("code", lazy("Mã hồ sơ"), "d.code", kind="code", sort="d.id"),
        Column("procedure", lazy("Thủ tục"), "p.name", sort="p.search_key"),
        Column("owner", lazy("Chủ hồ sơ"), "d.owner_name", sort="d.owner_key"),
        Column("received", lazy("Tiếp nhận"), "d.received_at", kind="datetime", sort="d.received_at"),
        Column("due", lazy("Hẹn trả"), "d.promised_at", kind="datetime", sort="d.promised_at"),
        Column("settled", lazy("Có kết quả"), "d.settled_at", kind="datetime", sort="d.settled_at"),
        Column(
            "outcome",
            lazy("So với hẹn"),
            f"CASE WHEN d.settled_at IS NOT NULL THEN CASE {_OUTCOME} END END",
            kind="tag",
            tags={name: Tag(STANDINGS.get(name), _TONES[name]) for name in OUTCOMES},
        ),
        Column("state", lazy("Bước"), "d.state", kind="tag", tags=STATES, sort="d.state"),
        Column("unit", lazy("Nơi tiếp nhận"), "d.unit_name", visible=False),
    ),
    filters=(
        Filter("field", lazy("Lĩnh vực"), "p.field = {p}", choices=_fields, number=True),
        Filter("agency", lazy("Cơ quan"), "d.authority_id = {p}", choices=_agencies, number=True),
        Filter("procedure", lazy("Thủ tục"), "d.procedure = {p}", choices=_procedures, number=True),
    ),
    empty=(lazy("Không có hồ sơ nào"), lazy("Trong kỳ này không có hồ sơ nào thuộc số liệu này.")),
    page_size=25,
    template="onestop/statistics/dossiers.html",
)


def behind(measure: Measure, period: Period, now: datetime) -> ListView:
    """Return the list of what a figure counts in a period, seen from an aware moment."""
    return replace(
        BEHIND,
        title=MEASURES[measure],
        path=f"{BEHIND.path}/{measure}/{period.first}/{period.last}",
        where=within(measure, period, now),
    )
