"""What is done about notices on the page of a dossier."""

from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from core.acting import Act
from core.web.access import requires
from core.web.forms import read_form
from core.web.pages import redirect
from plugins.onestop.access import RECEIVE, VIEW
from plugins.onestop.telling.commands import sending, writing
from plugins.onestop.telling.schemas import ContactGiven


class DossierNotices(Controller):
    """The contact of whoever filed a dossier, and sending again by hand."""

    path = "/staff/dossiers/{code:str}"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @post("/contact", guards=[requires(RECEIVE)], status_code=303)
    async def contact(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Note where a citizen wants to be told from now on."""
        await writing.change_contact(code, (await read_form(request, ContactGiven)).checked(), act)
        return redirect(f"/staff/dossiers/{code}#notices")

    @post("/notices/{notice_id:int}/send", status_code=303)
    async def send_again(
        self, act: NamedDependency[Act], code: FromPath[str], notice_id: FromPath[int]
    ) -> Response[Any]:
        """Send a notice again."""
        await sending.send_again(code, notice_id, act)
        return redirect(f"/staff/dossiers/{code}#notices")
