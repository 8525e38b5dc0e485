"""Statistics on screen: the article's figures, the periodic report, and the dossiers behind each figure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core import exports
from core.acting import Principal
from core.clock import VIETNAM
from core.errors import Missing
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.charts import Slice
from core.web.lists import list_response
from core.web.pages import page
from plugins.onestop.access import VIEW, scope
from plugins.onestop.domain.figures import Measure, Period, months
from plugins.onestop.statistics import queries
from plugins.onestop.statistics.asked import Asked, presets, read_asked, read_period
from plugins.onestop.statistics.domain.quality import in_force, scores
from plugins.onestop.statistics.listing import behind
from plugins.onestop.statistics.quality import MEASURED, TITLES, indexes, inputs
from plugins.onestop.statistics.queries import ORDER, Figures
from plugins.onestop.statistics.wording import DIMENSIONS, MEASURES, REPORT

PATH = "/staff/statistics"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# what the article tells, each with its tone
ARTICLE: Sequence[tuple[Measure, str]] = (
    ("received", ""),
    ("resolved", ""),
    ("early", "good"),
    ("on_time", "good"),
    ("late", "bad"),
    ("pending", "warning"),
)
MOST_BARS = 15


class StatisticsPages(Controller):
    """What came in, what was settled and when."""

    path = PATH
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def summary(self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]) -> Response[str]:
        """Show the figures as the article reports them: in all, by month, and by field, agency or procedure."""
        now = request.app.state.clock.now()
        asked = _asked(request, now)
        narrowing = asked.narrowing(scope(principal))
        whole = await queries.total(asked.period, now, narrowing)
        lines = await queries.figures([asked.period], now, narrowing, asked.by)
        each = _each_month(asked.period, await queries.figures(months(asked.period), now, narrowing))
        return page(
            "onestop/statistics/summary.html",
            request,
            whole=whole,
            lines=lines,
            each=each,
            article=[(name, MEASURES[name], tone) for name, tone in ARTICLE],
            outcomes=_outcomes(whole),
            largest=_largest(lines),
            monthly=_monthly(each),
            **await _frame(asked, principal, now, PATH),
        )

    @get("/report")
    async def report(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """Show the periodic report with all its columns; with `?format=xlsx` or `csv` as a file."""
        now = request.app.state.clock.now()
        asked = _asked(request, now)
        narrowing = asked.narrowing(scope(principal))
        lines = await queries.figures([asked.period], now, narrowing, asked.by)
        whole = await queries.total(asked.period, now, narrowing)
        wanted = request.query_params.get("format", "")
        if wanted in {"csv", "xlsx"}:
            return _file(asked, lines, whole, wanted, now)
        frame = await _frame(asked, principal, now, f"{PATH}/report")
        return page("onestop/statistics/report.html", request, lines=lines, whole=whole, columns=REPORT, **frame)

    @get("/quality")
    async def quality(self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]) -> Response[str]:
        """Show the index of service quality: each formula, its inputs, and how the points come out."""
        now = request.app.state.clock.now()
        asked = _asked(request, now)
        index = in_force(indexes(), asked.period.last)
        if index is None:
            raise Missing
        narrowing = asked.narrowing(scope(principal))
        whole = await queries.total(asked.period, now, narrowing)
        return page(
            "onestop/statistics/quality.html",
            request,
            index=index,
            groups=scores(index, await inputs(whole, asked.period, narrowing)),
            whole=whole,
            titles=TITLES,
            measured=MEASURED,
            **await _frame(asked, principal, now, f"{PATH}/quality"),
        )

    @get("/dossiers/{measure:str}/{first:str}/{last:str}")
    async def dossiers(
        self,
        request: Request[Any, Any, Any],
        principal: NamedDependency[Principal],
        measure: FromPath[str],
        first: FromPath[str],
        last: FromPath[str],
    ) -> Response[Any] | Stream:
        """List the dossiers that a figure counts."""
        period = read_period(first, last)
        if measure not in ORDER or period is None:
            raise Missing
        now = request.app.state.clock.now()
        asked = read_asked({**request.query_params, "first": first, "last": last}, now.astimezone(VIETNAM).date())
        counted = (await queries.total(period, now, asked.narrowing(scope(principal))))[measure]
        view = behind(measure, period, now)
        return await list_response(view, request, principal, counted=counted, asked=asked, title=MEASURES[measure])


def _asked(request: Request[Any, Any, Any], now: datetime) -> Asked:
    return read_asked(request.query_params, now.astimezone(VIETNAM).date())


async def _frame(asked: Asked, principal: Principal, now: datetime, path: str) -> dict[str, Any]:
    """Return what every page of the statistics shows around its figures."""
    today: date = now.astimezone(VIETNAM).date()
    return {
        "asked": asked,
        "path_here": path,
        "fields": await queries.fields(),
        "agencies": await queries.agencies(scope(principal)),
        "dimensions": DIMENSIONS,
        "presets": [
            (title, asked.address(path, first=period.first, last=period.last), period == asked.period)
            for title, period in presets(today)
        ],
    }


def _outcomes(whole: Figures) -> list[Slice]:
    """Return how the resolved dossiers ended, as parts of a whole."""
    parts = [
        Slice(_("Trước hạn"), whole["early"], "good"),
        Slice(_("Đúng hạn"), whole["on_time"], "info"),
        Slice(_("Trễ hạn"), whole["late"], "bad"),
        Slice(_("Không có hạn"), whole["unlimited"], "neutral"),
    ]
    return [part for part in parts if part.value]


def _largest(lines: Sequence[Figures]) -> list[Slice]:
    """Return the lines with the most dossiers received, as bars."""
    found = sorted((line for line in lines if line["received"]), key=lambda line: -line["received"])
    return [Slice(line.label, line["received"]) for line in found[:MOST_BARS]]


def _each_month(period: Period, lines: Sequence[Figures]) -> list[tuple[Period, Figures]]:
    """Return every month with its figures, months without dossiers included."""
    found = {line.place: line for line in lines}
    return [(month, found.get(place, queries.NOTHING)) for place, month in enumerate(months(period), start=1)]


def _monthly(each: Sequence[tuple[Period, Figures]]) -> dict[str, Any]:
    """Return the months as columns of a drawing; the year stands at the first column and at each January."""
    days = [month.first for month, _line in each]
    return {
        "labels": [f"{day:%m/%Y}" if day.month == 1 or day == days[0] else f"{day:%m}" for day in days],
        "series": [
            (str(MEASURES["received"]), [line["received"] for _month, line in each], "info"),
            (str(MEASURES["resolved"]), [line["resolved"] for _month, line in each], "good"),
        ],
    }


def _file(asked: Asked, lines: Sequence[Figures], whole: Figures, wanted: str, now: datetime) -> Stream:
    """Return the report as a file, the sum in the last line."""
    columns: list[exports.Column[Figures]] = [
        exports.Column(str(DIMENSIONS[asked.by]), lambda line: line.label or _("Tổng số"), width=44)
    ]
    for group, parts in REPORT:
        for name, title in parts:
            columns.append(exports.Column(f"{group}: {title}", _count_of(name), "number"))
    rows = [*lines, whole]
    file_name = f"bao-cao-{asked.period.first:%Y%m%d}-{asked.period.last:%Y%m%d}.{wanted}"
    headers = {"content-disposition": f'attachment; filename="{file_name}"', "cache-control": "no-store"}
    if wanted == "csv":
        return Stream(exports.csv_stream(columns, rows, zone=VIETNAM), media_type="text/csv", headers=headers)
    body = exports.xlsx_stream(columns, rows, title=_("Báo cáo"), zone=VIETNAM, at=now)
    return Stream(body, media_type=XLSX, headers=headers)


def _count_of(name: Measure) -> Any:
    return lambda line: line[name]
