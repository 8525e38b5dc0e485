from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, post

from core.acting import Act, Principal
from core.errors import Missing
from core.notices import commands, queries
from core.notices.views import MAILS, STATES
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import read_form
from core.web.lists import list_response
from core.web.pages import page, redirect


class Chosen(msgspec.Struct, frozen=True):
    """The mails to send again."""

    key: Annotated[tuple[int, ...], msgspec.Meta(min_length=1, max_length=200)]


class MailController(Controller):
    """What went out by mail, what did not, and why."""

    path = "/staff/mail"
    guards = [requires("notices.read")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def mails(self, request: Request[Any, Any, Any], principal: Principal) -> Response[Any]:
        """List the mails of the reader's units."""
        return await list_response(MAILS, request, principal)

    @get("/{mail_id:int}")
    async def mail(self, request: Request[Any, Any, Any], mail_id: int, principal: Principal) -> Response[Any]:
        """Show one mail: to whom, in which state, what the server said."""
        found = await queries.mail_line(mail_id)
        if found is None or not principal.may("notices.read", found.unit_id):
            raise Missing(_("Không có thư này."))
        return page("notices/mail.html", request, mail=found, state=STATES[found.state])

    @post("/send", status_code=303, guards=[requires("notices.resend")])
    async def send_again(self, request: Request[Any, Any, Any], act: Act) -> Response[Any]:
        """Send the chosen mails again, as they were built."""
        chosen = (await read_form(request, Chosen)).checked()
        for mail_id in chosen.key:
            await commands.send_again(mail_id, act)
        return redirect(f"/staff/mail/{chosen.key[0]}" if len(chosen.key) == 1 else "/staff/mail")
