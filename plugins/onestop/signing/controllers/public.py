"""Anybody checks a signed paper: by the code beside the mark, or by the file itself. Nothing is kept of either."""

import hashlib
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from msgspec import Struct

from core.acting import Act
from core.codes import SIGNED_PAPER, grouped, kind_of, normalise
from core.errors import Problem, Refused, TooMany
from core.text.i18n import gettext as _
from core.web.access import public
from core.web.forms import Form, read_form
from core.web.pages import known_page, redirect
from plugins.onestop.exchange.limits import Window
from plugins.onestop.signing import queries
from plugins.onestop.signing.checking import BIGGEST, check
from plugins.onestop.signing.commands.signing import by_code
from plugins.onestop.signing.domain.report import SignatureReport
from plugins.onestop.signing.drawing import PATH
from plugins.onestop.signing.schemas import CodeAsked
from plugins.onestop.signing.wording import ADVICE, CHANGES, TRUST, VERDICTS

CHECKS_A_MINUTE = 20
_window = Window()


class NoFields(Struct, frozen=True):
    """A form with nothing but its file."""


class VerificationPages(Controller):
    """Is this paper genuine? Says who signed, when, whether it was changed, and whether the signer is trusted."""

    path = PATH
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def ask(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Ask for the code or the file."""
        return await _page("ask.html", request, form=None, code_form=None)

    @post(status_code=200)
    async def check_file(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Check a file and show what its signatures say."""
        form = await read_form(request, NoFields)
        sent = form.files.get("file", [])
        content = await sent[0].read() if sent else b""
        if not content or len(content) > BIGGEST:
            words = _("Tệp quá lớn: nhiều nhất 20 MB.") if content else _("Hãy chọn tệp PDF cần kiểm tra.")
            form.refuse(Refused(Problem(words, "file")))
            return await _page("ask.html", request, status_code=422, form=form, code_form=None)
        _count(act)
        checked = await check(content, await queries.root_certificates(), act.at)
        tone, verdict = VERDICTS[checked.verdict]
        return await _page(
            "result.html",
            request,
            tone=tone,
            verdict=verdict,
            advice=ADVICE[checked.verdict],
            reports=[_shown(report) for report in checked.signatures],
            ours=await queries.by_sha256(hashlib.sha256(content).hexdigest()),
            sha256=checked.sha256,
            file_name=sent[0].filename[:120],
        )

    @post("/ma", status_code=303)
    async def check_code(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Go to the page of a code: typed, or scanned by a gun."""
        form = await read_form(request, CodeAsked)
        if form.value is not None:
            _count(act)
            for digits in normalise(form.value.code).codes:
                if kind_of(digits) is SIGNED_PAPER and await by_code(digits) is not None:
                    return redirect(f"{PATH}/{digits}")
            form.problems.append(Problem(_("Mã này không có trên giấy nào đã ký tại đây."), "code", "not_found"))
        return await _page("ask.html", request, status_code=422, form=None, code_form=form)

    @get("/{code:str}")
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Show what is known of the paper on which a code stands: who signed, for which office, when."""
        _count(act)
        found = await by_code(code) if kind_of(code) is SIGNED_PAPER else None
        if found is None:
            form: Form[CodeAsked] = Form({"code": code}, {}, None, [])
            form.problems.append(Problem(_("Mã này không có trên giấy nào đã ký tại đây."), "code", "not_found"))
            return await _page("ask.html", request, status_code=404, form=None, code_form=form)
        return await _page("code.html", request, signed=found, digits=grouped(code), form=None)


def _shown(report: SignatureReport) -> dict[str, Any]:
    return {"report": report, "trust": TRUST[report.trust], "change": CHANGES[report.change]}


def _count(act: Act) -> None:
    if _window.count(act.address, act.at) > CHECKS_A_MINUTE:
        raise TooMany(_("Quá nhiều lần kiểm tra. Hãy thử lại sau một phút."), 60 - act.at.second)


async def _page(
    template: str, request: Request[Any, Any, Any], *, status_code: int = 200, **context: Any
) -> Response[str]:
    """Return a page that no cache keeps: a file was sent, or a code stands in the address."""
    answer = await known_page(f"onestop/signing/{template}", request, status_code=status_code, **context)
    answer.headers["cache-control"] = "no-store"
    answer.headers["x-robots-tag"] = "noindex"
    return answer
