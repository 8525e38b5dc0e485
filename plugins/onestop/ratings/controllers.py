"""How citizens rate the leader's own units: figures, people, words."""

from datetime import timedelta
from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Response

from core.acting import Act
from core.contracts.dossiers import DUTIES
from core.contracts.ratings import SCORES
from core.web.access import requires
from core.web.pages import page
from plugins.onestop.access import SIGN, scope
from plugins.onestop.ratings import figures


class RatingPages(Controller):
    """Only for those who lead a unit, only of that unit; nothing of it is public."""

    path = "/staff/ratings"
    guards = [requires(SIGN)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        days: Annotated[int, QueryParameter(ge=1, le=3660)] = 90,
    ) -> Response[str]:
        """Show the last days: how often each score was given, by whom the dossiers were handled, what was said."""
        since, units = act.at - timedelta(days=days), scope(act.who, SIGN)
        given = await figures.scores(since, units)
        total = sum(given.values())
        return page(
            "onestop/ratings/ratings.html",
            request,
            days=days,
            scores=[(score, str(title), given.get(score, 0)) for score, title in SCORES.items()],
            total=total,
            average=sum(score * count for score, count in given.items()) / total if total else None,
            people=await figures.people(since, units),
            duties=DUTIES,
            said=await figures.said(since, units),
        )
