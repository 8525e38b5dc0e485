"""Data sets as files."""

from typing import Any, Literal
from zoneinfo import ZoneInfo

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from core import audit
from core.acting import Act, Principal
from core.exports.csv_files import csv_stream
from core.exports.datasets import chosen, columns_of, offered
from core.exports.xlsx_files import xlsx_stream
from core.registry import current
from core.web.access import logged_in
from core.web.pages import page

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportController(Controller):
    """What may be taken out, and taking it."""

    path = "/staff/exports"
    guards = [logged_in]  # noqa: RUF012 -- Litestar's own way to declare guards; each data set has its permission
    include_in_schema = False

    @get()
    async def datasets(self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]) -> Response[str]:
        """Show the data sets that the reader may take."""
        return page("exports/datasets.html", request, datasets=offered(principal))

    @get("/{name:str}/{form:str}")
    async def take(
        self, name: FromPath[str], form: FromPath[Literal["csv", "xlsx"]], act: NamedDependency[Act]
    ) -> Response[Any]:
        """Send a data set as a file, and log that it was taken."""
        spec = chosen(name, act.who)
        header, rows = await spec.load(act.who)
        await audit.record(
            act, "exports.take", subject="exports", subject_id=name, after={"rows": len(rows), "as": form}
        )
        columns = columns_of(header, rows)
        zone = ZoneInfo(current().settings.time_zone)
        file_name = f"{name.replace('.', '-')}-{act.at.astimezone(zone):%Y%m%d}.{form}"
        headers = {"content-disposition": f'attachment; filename="{file_name}"', "cache-control": "private, no-store"}
        if form == "csv":
            return Stream(csv_stream(columns, rows, zone=zone), media_type=CSV_TYPE, headers=headers)
        body = xlsx_stream(columns, rows, title=str(spec.title), zone=zone, at=act.at)
        return Stream(body, media_type=XLSX_TYPE, headers=headers)
