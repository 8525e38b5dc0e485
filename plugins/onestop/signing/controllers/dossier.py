"""Files and signatures on the page of a dossier."""

from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from msgspec import Struct

from core.acting import Act
from core.errors import Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import read_form
from core.web.pages import redirect
from plugins.onestop.access import SIGN, VIEW
from plugins.onestop.attachments import attach
from plugins.onestop.signing.commands import signing
from plugins.onestop.signing.schemas import ToSign, Withdrawal


class NoFields(Struct, frozen=True):
    """A form with nothing but its file."""


class DossierSignatures(Controller):
    """Attach a file to a dossier, sign one, withdraw one that was signed."""

    path = "/staff/dossiers/{code:str}"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @post("/files", status_code=303)
    async def attach_file(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Attach a file."""
        sent = (await read_form(request, NoFields)).files.get("file", [])
        if not sent:
            raise Refused(Problem(_("Hãy chọn một tệp."), "file", "missing"))
        await attach(code, sent[0].filename, await sent[0].read(), act)
        return redirect(f"/staff/dossiers/{code}#files")

    @post("/signatures", guards=[requires(SIGN)], status_code=303)
    async def sign(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Sign a file of the dossier."""
        form = await read_form(request, ToSign)
        await signing.sign(code, form.checked(), act, form.key)
        return redirect(f"/staff/dossiers/{code}#files")

    @post("/signatures/{signature_id:int}/withdraw", guards=[requires(SIGN)], status_code=303)
    async def withdraw(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        code: FromPath[str],
        signature_id: FromPath[int],
    ) -> Response[Any]:
        """Say that the office no longer stands by a signed paper."""
        given = (await read_form(request, Withdrawal)).checked()
        await signing.withdraw(code, signature_id, given.reason, act)
        return redirect(f"/staff/dossiers/{code}#files")
