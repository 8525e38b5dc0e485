"""Registers: all of them, one as a list, its pages on paper."""

from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Response, Stream

from core import audit
from core.acting import Act, Principal
from core.clock import VIETNAM
from core.errors import Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.lists import list_response
from core.web.pages import page
from plugins.onestop.access import VIEW, scope
from plugins.onestop.results import queries
from plugins.onestop.results.listing import register_list
from plugins.onestop.results.printing import register_pdf

MOST_LINES = 1_000
Number = Annotated[int, QueryParameter(ge=1, le=2**31 - 1)]


class RegisterPages(Controller):
    """The books of the office."""

    path = "/staff/registers"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def registers(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show every register with how much is in it and how long it is kept."""
        today = act.at.astimezone(VIETNAM).date()
        return page(
            "onestop/results/registers.html",
            request,
            registers=[known.register for known in await queries.registers(today)],
            counts=await queries.counts(scope(act.who), today.year),
            year=today.year,
        )

    @get("/{code:str}")
    async def register(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        principal: NamedDependency[Principal],
        code: FromPath[str],
    ) -> Response[Any] | Stream:
        """List a register's lines with the columns of its records."""
        today = act.at.astimezone(VIETNAM).date()
        known = await _known(code, act)
        books = await queries.books(code, scope(act.who))
        return await list_response(
            register_list(known), request, principal, register=known, books=books, year=today.year
        )

    @get("/{code:str}/print")
    async def paper(
        self,
        act: NamedDependency[Act],
        code: FromPath[str],
        agency: Annotated[int, QueryParameter(ge=1, le=2**62)],
        year: Number,
        first: Number = 1,
        last: Number = MOST_LINES,
    ) -> Response[bytes]:
        """Print lines of a book; printing is written into the log. At most a thousand lines at once."""
        if not 0 <= last - first < MOST_LINES:
            raise Refused(_("Mỗi lần in từ 1 đến %(most)s dòng.", most=MOST_LINES))
        known = await _known(code, act)
        books = await queries.books(code, scope(act.who))
        if not any((book.agency, book.year) == (agency, year) for book in books):
            raise Missing
        lines = await queries.book(code, agency, year, first, last, scope(act.who))
        await audit.record(
            act,
            "onestop.print_register",
            subject="onestop.register",
            subject_id=code,
            after={"agency": agency, "year": year, "first": first, "lines": len(lines)},
        )
        headers = {"content-disposition": f'inline; filename="{code}-{year}.pdf"', "cache-control": "no-store"}
        pdf = await register_pdf(known, lines, year, act.at)
        return Response(pdf, media_type="application/pdf", headers=headers)


async def _known(code: str, act: Act) -> Any:
    known = await queries.register(code, act.at.astimezone(VIETNAM).date())
    if known is None:
        raise Missing
    return known.register
