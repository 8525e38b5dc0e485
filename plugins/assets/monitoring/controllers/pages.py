"""Monitoring on screen: the communes at a glance, and how one thing is asked."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from core.acting import Act
from core.errors import Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.assets.monitoring import queries, watching
from plugins.assets.monitoring.overview import overview
from plugins.assets.monitoring.schemas import Watch
from plugins.assets.monitoring.words import CLASS_OF_CATEGORY, CLASSES

Web = Request[Any, Any, Any]


class OverviewPages(Controller):
    """/staff/monitoring: what an officer opens first in the morning."""

    path = "/staff/monitoring"
    guards = [requires("assets.read")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def all(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """Show the communes, those with devices down first, and the devices that are down."""
        return page("assets/monitoring.html", request, now=act.at, **await overview(act))

    @get("/state")
    async def state(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """Send the part of the page that changes; the page asks for it again and again."""
        return page("assets/monitoring_state.html", request, now=act.at, **await overview(act))


class WatchPages(Controller):
    """How one thing is monitored."""

    path = "/staff/assets/{code:str}"
    guards = [requires("assets.monitor")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/monitoring")
    async def form(self, request: Web, code: FromPath[str], act: NamedDependency[Act]) -> Response[str]:
        """Show the form that puts a thing under monitoring, or changes how it is asked."""
        return await _watch_page(request, code, act, None)

    @post("/monitoring")
    async def watch(self, request: Web, code: FromPath[str], act: NamedDependency[Act]) -> Response[Any]:
        """Monitor a thing from now on as the form says."""
        form = await read_form(request, Watch)
        try:
            await watching.watch(code, form.checked(), act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _watch_page(request, code, act, form)
        return redirect(f"/staff/assets/{code}")

    @post("/monitoring/stop")
    async def stop(self, code: FromPath[str], act: NamedDependency[Act]) -> Response[Any]:
        """Stop asking a thing."""
        await watching.unwatch(code, act)
        return redirect(f"/staff/assets/{code}")

    @post("/poll")
    async def poll(self, code: FromPath[str], act: NamedDependency[Act]) -> Response[Any]:
        """Have a thing asked at once."""
        await watching.poll_now(code, act)
        return redirect(f"/staff/assets/{code}?asked=1")


async def _watch_page(request: Web, code: str, act: Act, form: Form[Watch] | None) -> Response[str]:
    found = await queries.watched(code, act.who)
    if found is None:
        raise Missing(_("Không có thiết bị mang mã này."))
    asset_id, name, category = found
    device = await queries.device_of(asset_id)
    return page(
        "assets/watch.html",
        request,
        status_code=422 if form else 200,
        form=form,
        code=code,
        name=name,
        device=device,
        suggested=CLASS_OF_CATEGORY.get(category, "other"),
        classes=[(key, str(title)) for key, title in CLASSES.items()],
    )
