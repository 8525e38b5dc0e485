"""Hand-over lists: what one person gave to another on a day, made into a numbered list and printed."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Response

from core.acting import Act
from core.clock import VIETNAM
from core.errors import Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import read_form
from core.web.pages import page, redirect
from plugins.onestop.access import RECEIVE, scope
from plugins.onestop.papers.commands.lists import make_list
from plugins.onestop.papers.queries import papers
from plugins.onestop.papers.queries.lists import piles
from plugins.onestop.papers.schemas import HandoverList, Pick


class HandoverListPages(Controller):
    """The piles of a day, and the lists that were made."""

    path = "/staff/handover-lists"
    guards = [requires(RECEIVE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        day: Annotated[str, QueryParameter(max_length=10)] = "",
    ) -> Response[str]:
        """Show what was handed over on a day, today when none is named, and the newest lists."""
        try:
            chosen = date.fromisoformat(day) if day else act.at.astimezone(VIETNAM).date()
        except ValueError:
            raise Refused(Problem(_("Ngày phải là ngày hợp lệ, ví dụ 2017-11-30."), "day")) from None
        units = scope(act.who, RECEIVE)
        made = await papers.handover_lists(units)
        listed = [(paper, msgspec.json.decode(paper.particulars, type=HandoverList)) for paper in made]
        return page("onestop/papers/piles.html", request, day=chosen, piles=await piles(chosen, units), lists=listed)

    @post(status_code=303)
    async def make(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Make a list of a pile; it is printed from the page."""
        form = await read_form(request, Pick)
        picked = form.checked()
        await make_list(picked, act, form.key)
        return redirect(f"/staff/handover-lists?day={picked.day.isoformat()}#lists")
