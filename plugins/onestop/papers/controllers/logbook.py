"""The logbook: on screen, as a workbook, on paper."""

from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Response, Stream

from core import audit, offices
from core.acting import Act
from core.clock import VIETNAM
from core.contracts.offices import Unit
from core.errors import Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.lists import list_response
from plugins.onestop.access import IDENTITY, VIEW, scope
from plugins.onestop.papers.commands.printing import Pdf, typeset
from plugins.onestop.papers.contents import agency_heading
from plugins.onestop.papers.controllers.answers import pdf_response
from plugins.onestop.papers.domain.forms import Form
from plugins.onestop.papers.forms import forms
from plugins.onestop.papers.listing import LOGBOOK
from plugins.onestop.papers.logbook import LogLine, log_line, period_words, printed_rows
from plugins.onestop.papers.logbook_xlsx import Cover, logbook_stream
from plugins.onestop.papers.queries.logbook import log_rows

MOST_PRINTED = 1_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Day = Annotated[str, QueryParameter(max_length=10)]


class LogbookPages(Controller):
    """One row a dossier, in the order of reception."""

    path = "/staff/logbook"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def book(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any] | Stream:
        """List the dossiers as the book has them."""
        today = act.at.astimezone(VIETNAM).date()
        return await list_response(LOGBOOK, request, act.who, first=today.replace(month=1, day=1), last=today)

    @get("/xlsx")
    async def workbook(self, act: NamedDependency[Act], first: Day = "", last: Day = "") -> Stream:
        """Send the book of a period as a workbook that looks like the form; a year is not too much."""
        begin, end = _period(first, last, act)
        form, authority = _form(begin), await _authority(act)
        cover = Cover(authority.agency, form.spec.title, form.mark, period_words(begin, end), act.at)
        await _note(act, authority, begin, end, "xlsx")
        rows = log_rows(begin, end, scope(act.who), phones=act.who.may(IDENTITY))
        name = f"so-theo-doi-{begin:%Y%m%d}-{end:%Y%m%d}.xlsx"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}
        return Stream(logbook_stream(rows, cover), media_type=XLSX, headers=headers)

    @get("/pdf")
    async def paper(self, act: NamedDependency[Act], first: Day = "", last: Day = "") -> Response[bytes]:
        """Print the book of a period, up to 1,000 dossiers. Raises Refused for more."""
        begin, end = _period(first, last, act)
        form, authority = _form(begin), await _authority(act)
        lines: list[LogLine] = []
        async for row in log_rows(begin, end, scope(act.who), phones=act.who.may(IDENTITY)):
            lines.append(log_line(row, len(lines) + 1))
            if len(lines) > MOST_PRINTED:
                message = _(
                    "In được nhiều nhất %(n)s hồ sơ một lần. Hãy chọn ít ngày hơn hoặc tải XLSX.", n=MOST_PRINTED
                )
                raise Refused(Problem(message, "last"))
        heading = await agency_heading(authority, act.at)
        words = {"title": form.spec.title, "form_mark": form.mark, "period": period_words(begin, end)}
        content = await typeset(form, authority.id, heading | words | {"rows": printed_rows(lines)}, act)
        await _note(act, authority, begin, end, "pdf")
        return pdf_response(Pdf(f"so-theo-doi-{begin:%Y%m%d}-{end:%Y%m%d}.pdf", content))


def _period(first: str, last: str, act: Act) -> tuple[date, date]:
    """Return the days asked for: this year up to now when none are. Raises Refused with the field that is wrong."""
    today = act.at.astimezone(VIETNAM).date()
    begin = _day(first, "first") or today.replace(month=1, day=1)
    end = _day(last, "last") or today
    if end < begin:
        raise Refused(Problem(_("Ngày cuối phải từ ngày đầu trở đi."), "last"))
    return begin, end


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(Problem(_("Ngày phải là ngày hợp lệ, ví dụ 2017-11-30."), field)) from None


def _form(day: date) -> Form:
    form = forms().form("logbook", day)
    if form is None:
        raise Missing
    return form


async def _authority(act: Act) -> Unit:
    """Return whose book it is: the authority of the reader's unit, the topmost one for who has no unit."""
    tree = await offices.tree()
    unit_id = act.who.unit_id or next(iter(tree)).id
    return tree.authority(unit_id)


async def _note(act: Act, authority: Unit, first: date, last: date, form: str) -> None:
    await audit.record(
        act,
        "onestop.take_logbook",
        subject="onestop.logbook",
        subject_id=f"{first}/{last}",
        unit_id=authority.id,
        after={"as": form},
    )
