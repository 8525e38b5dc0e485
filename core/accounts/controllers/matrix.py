"""The matrix on screen: a row for each permission, a column for each role."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Response

from core import db
from core.accounts import queries
from core.accounts.commands.matrix import KEPT, change_matrix
from core.acting import Act
from core.offices.wording import role_titles
from core.registry import current
from core.text.i18n import ngettext
from core.web.access import requires
from core.web.pages import page, redirect


class MatrixController(Controller):
    """What each role may do."""

    path = "/staff/roles"
    guards = [requires("accounts.matrix")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def show(self, request: Request[Any, Any, Any], changed: FromQuery[int | None] = None) -> Response[Any]:
        """Show the matrix."""
        version = await db.value("SELECT version FROM accounts.accounts_state WHERE id = 1")
        flash = [] if changed is None else [{"text": ngettext("Đã sửa %(num)s ô.", "Đã sửa %(num)s ô.", changed)}]
        return page(
            "accounts/matrix.html",
            request,
            version=version,
            matrix=await queries.matrix(version),
            roles=await role_titles(),
            groups=_groups(),
            kept=KEPT,
            flashes=flash,
        )

    @post(status_code=303)
    async def save(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Make exactly the ticked cells allowed."""
        form = await request.form()
        cells = {(role, name) for role, _, name in (str(cell).partition(":") for cell in form.getall("cell", []))}
        changed = await change_matrix(
            cells, str(form.get("version", "")), await role_titles(), current().permissions, act
        )
        return redirect(f"/staff/roles?changed={changed}")


def _groups() -> list[tuple[str, list[Any]]]:
    """Return (title of the plugin, its permissions) for every plugin that has some."""
    registry = current()
    found = [(str(p.info.title), list(p.answers.get("permissions", ()))) for p in registry.plugins]
    return [(title, permissions) for title, permissions in found if permissions]
