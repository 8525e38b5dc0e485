from typing import Any

from litestar import Controller, Request, Response, get, post

from core import audit, db, jobs
from core.acting import Act, Principal
from core.operations.health import findings
from core.registry import current
from core.web.access import logged_in, requires
from core.web.pages import page, redirect
from core.web.panels import draw_panels


class HomeController(Controller):
    """The first page after the log-in: what waits for me, drawn by the plugins."""

    path = "/staff"
    guards = [logged_in]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def home(self, request: Request[Any, Any, Any], principal: Principal) -> Response[str]:
        """Show the panels of the slot "staff.dashboard" that this person may see."""
        return page("operations/home.html", request, panels=await draw_panels("staff.dashboard", request, principal))


class OperationsController(Controller):
    """How the platform itself is doing."""

    path = "/staff/operations"
    guards = [requires("operations.read")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def state(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Show health checks, installed plugins and held jobs."""
        registry = current()
        return page(
            "operations/state.html",
            request,
            checks=await findings(registry),
            plugins=registry.plugins,
            faults=registry.faults,
            held=await jobs.held(),
            waiting=await jobs.waiting(),
        )

    @post("/jobs/{job_id:int}/again", guards=[requires("operations.requeue")], status_code=303)
    async def again(self, job_id: int, act: Act) -> Response[Any]:
        """Put a held job back into the queue."""
        async with db.transaction():
            await jobs.run_again(job_id)
            await audit.record(act, "operations.requeue", subject="job", subject_id=job_id)
        return redirect("/staff/operations")
