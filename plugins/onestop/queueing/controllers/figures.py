"""What waiting was like: by service and by hour, over a stretch of days."""

from datetime import date, timedelta
from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Response

from core import offices
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Missing
from core.web.access import requires
from core.web.charts import Slice
from core.web.pages import page
from plugins.onestop.access import VIEW
from plugins.onestop.queueing.domain.history import Figures, all_of, by_hour, by_service
from plugins.onestop.queueing.queries import tickets
from plugins.onestop.queueing.queries.desk import desks_with_queue
from plugins.onestop.queueing.views import local_day

LONGEST_DAYS = 366
LONG_WAIT = 15


class QueueFigures(Controller):
    """Figures of one desk."""

    path = "/staff/queue/figures"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def show(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        unit: Annotated[int, QueryParameter()] = 0,
        first: Annotated[str, QueryParameter(name="from")] = "",
        last: Annotated[str, QueryParameter(name="to")] = "",
    ) -> Response[str]:
        """Show the days from `from` to `to`, this day when neither makes sense."""
        mine = await offices.units([one for one in await desks_with_queue() if act.who.may(VIEW, one)])
        if unit and unit not in mine:
            raise Missing
        chosen = unit or (act.who.unit_id if act.who.unit_id in mine else next(iter(mine), 0))
        today = local_day(act.at)
        until = _day(last) or today
        since = max(_day(first) or until, until - timedelta(days=LONGEST_DAYS))
        past = await tickets.past(chosen, since, until) if chosen else []
        return page(
            "onestop/queueing/figures.html",
            request,
            units=[(one.id, one.name) for one in mine.values()],
            unit=mine.get(chosen),
            since=since,
            until=until,
            total=all_of(past),
            services=by_service(past),
            hours=by_hour(past, VIETNAM),
            waited=[_bar(one.waited, one) for one in by_service(past)],
            served=[_bar(one.served, one) for one in by_service(past)],
            waited_by_hour=[_bar(one.waited, one, ":00") for one in by_hour(past, VIETNAM)],
        )


def _bar(minutes: float | None, figures: Figures, suffix: str = "") -> Slice:
    value = round(minutes or 0.0, 1)
    return Slice(figures.name + suffix, value, "warning" if value > LONG_WAIT else "info")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
