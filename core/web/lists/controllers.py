"""Where a list's own choices are posted; every other address of a list belongs to its plugin."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, post

from core.acting import Principal
from core.text.i18n import lazy
from core.web.access import logged_in
from core.web.forms import read_form
from core.web.lists.prefs import save_prefs
from core.web.pages import redirect

LOCAL = r"^/(?!/)[A-Za-z0-9/_.-]*(\?[^\s]*)?$"  # a path of this site, never "//host"


class Chosen(msgspec.Struct, frozen=True):
    """A change of choices; back: the list's address to return to."""

    back: Annotated[str, msgspec.Meta(pattern=LOCAL, extra={"label": lazy("Trang danh sách")})]
    columns: tuple[str, ...] | None = None
    density: str | None = None
    save: Annotated[str, msgspec.Meta(max_length=60, extra={"label": lazy("Tên cách xem")})] | None = None
    remove: str | None = None


class ListChoices(Controller):
    """Columns, density and saved views of a list."""

    path = "/staff/lists"
    guards = [logged_in]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @post("/{name:str}", status_code=303)
    async def choose(self, request: Request[Any, Any, Any], name: str, principal: Principal) -> Response[Any]:
        """Keep the choices and go back to the list."""
        chosen = (await read_form(request, Chosen)).checked()
        path, _, query = chosen.back.partition("?")
        await save_prefs(
            principal,
            name,
            columns=chosen.columns,
            density=chosen.density,
            save=(chosen.save, query) if chosen.save else None,
            remove=chosen.remove,
        )
        return redirect(f"{path}?{query}" if query else path)
