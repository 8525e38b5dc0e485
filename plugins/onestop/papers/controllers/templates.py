"""The forms of this installation, and an office's own wording of them: edited with a preview, kept in versions."""

import base64
from typing import Any

import anyio
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core import offices
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Missing, Refused
from core.printing import TemplateFaultError, foreign_pdf, foreign_png
from core.web.access import requires
from core.web.forms import Form as SentForm
from core.web.forms import read_form
from core.web.pages import page, redirect
from plugins.onestop.papers.access import TEMPLATES
from plugins.onestop.papers.commands.printing import Pdf
from plugins.onestop.papers.commands.templates import editing_authority, save_template, shipped_path
from plugins.onestop.papers.controllers.answers import pdf_response
from plugins.onestop.papers.domain.forms import OWN, Form
from plugins.onestop.papers.forms import forms
from plugins.onestop.papers.queries import templates
from plugins.onestop.papers.samples import sample
from plugins.onestop.papers.schemas import Edit
from plugins.onestop.papers.typst_words import fault_sentence

OWN_ADDRESS = "rieng"
PAGES_SHOWN = 3


class TemplatePages(Controller):
    """What there is, where it is from, whether anybody checked it, and what this office made of it."""

    path = "/staff/paper-templates"
    guards = [requires(TEMPLATES)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def all_forms(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show the sets of forms with their dates, sources and doubts."""
        known = forms()
        newest = sorted(known.sets, key=lambda item: item.effective_from, reverse=True)
        return page(
            "onestop/papers/templates.html",
            request,
            sets=newest,
            own_forms=known.own,
            in_force=known.in_force(act.at.astimezone(VIETNAM).date()).code,
            own=await templates.own(await editing_authority(act)),
            own_address=OWN_ADDRESS,
        )

    @get("/{set_code:str}/{kind:str}")
    async def edit(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        set_code: FromPath[str],
        kind: FromPath[str],
        version: FromQuery[int] = 0,
    ) -> Response[str]:
        """Show the template's text with a preview. version: an older one to begin with, 0 for the newest."""
        return await _edit_page(request, act, _form(set_code, kind), None, version)

    @post("/{set_code:str}/{kind:str}", status_code=303)
    async def save(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        set_code: FromPath[str],
        kind: FromPath[str],
    ) -> Response[Any]:
        """Save a new version if it compiles; with faults, show the text again as it was sent."""
        form = _form(set_code, kind)
        sent = await _read(request)
        try:
            data = sent.checked()
            await save_template(form, data.source, data.base, data.note, sample(form), act)
        except Refused as error:
            if not sent.problems:
                sent.refuse(error)
            return await _edit_page(request, act, form, sent)
        return redirect(f"/staff/paper-templates/{set_code}/{kind}")

    @post("/{set_code:str}/{kind:str}/shipped", status_code=303)
    async def shipped(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        set_code: FromPath[str],
        kind: FromPath[str],
    ) -> Response[Any]:
        """Go back to the shipped template; the office's versions stay."""
        data = (await read_form(request, Edit)).checked()
        form = _form(set_code, kind)
        await save_template(form, None, data.base, data.note, {}, act)
        return redirect(f"/staff/paper-templates/{set_code}/{kind}")

    @post("/{set_code:str}/{kind:str}/preview", status_code=200)
    async def preview(
        self, request: Request[Any, Any, Any], set_code: FromPath[str], kind: FromPath[str]
    ) -> Response[str]:
        """Return the pages of a made-up paper as pictures, or the faults; nothing is saved."""
        source = (await _read(request)).checked().source
        return page("onestop/papers/preview.html", request, **await _preview(_form(set_code, kind), source))

    @post("/{set_code:str}/{kind:str}/pdf", status_code=200)
    async def pdf(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], set_code: FromPath[str], kind: FromPath[str]
    ) -> Response[bytes]:
        """Return a made-up paper as PDF. Raises Refused with the faults."""
        form = _form(set_code, kind)
        source = (await _read(request)).checked().source
        try:
            content = await foreign_pdf(source, sample(form), act.at)
        except TemplateFaultError as error:
            raise Refused(*(fault_sentence(fault) for fault in error.faults)) from error
        return pdf_response(Pdf(f"mau-{kind}.pdf", content))


def _form(address: str, kind: str) -> Form:
    """Return the form that an address names. Raises Missing."""
    set_code = OWN if address == OWN_ADDRESS else address
    found = (form for form in forms().everything() if (form.set_code, form.spec.kind) == (set_code, kind))
    form = next(found, None)
    if form is None:
        raise Missing
    return form


async def _read(request: Request[Any, Any, Any]) -> SentForm[Edit]:
    """Read the editor's form; the text is taken as it was sent, since cleaning would change a template."""
    sent = await read_form(request, Edit)
    if sent.value is not None:
        text = (await request.form()).get("source", "")
        source = text.replace("\r\n", "\n") if isinstance(text, str) else ""
        sent.value = Edit(source, sent.value.base, sent.value.note)
    return sent


async def _edit_page(
    request: Request[Any, Any, Any], act: Act, form: Form, sent: SentForm[Edit] | None, version: int = 0
) -> Response[str]:
    authority = await editing_authority(act)
    versions = await templates.versions(authority, form.set_code, form.spec.kind)
    shipped = await anyio.Path(shipped_path(form.spec.kind)).read_text("utf-8")
    begun = next((v for v in versions if v.version == version), versions[0] if versions else None)
    source = sent.value.source if sent and sent.value else (begun.source if begun and begun.source else shipped)
    return page(
        "onestop/papers/template.html",
        request,
        status_code=422 if sent else 200,
        paper=form,
        address=f"/staff/paper-templates/{form.set_code or OWN_ADDRESS}/{form.spec.kind}",
        authority=(await offices.tree()).unit(authority).agency,
        versions=versions,
        own=bool(versions and versions[0].source is not None),
        base=versions[0].version if versions else 0,
        begun=begun.version if begun else 0,
        source=source,
        form=sent,
        fields=sorted(sample(form)),
        **await _preview(form, source),
    )


async def _preview(form: Form, source: str) -> dict[str, Any]:
    """Return pictures of the pages as data addresses, or the faults with the lines they are in."""
    lines = source.split("\n")
    try:
        pages = await foreign_png(source, sample(form))
    except TemplateFaultError as error:
        faults = [
            {"said": fault_sentence(fault), "line": lines[fault.line - 1] if 0 < fault.line <= len(lines) else ""}
            for fault in error.faults
        ]
        return {"pictures": [], "faults": faults, "page_count": 0}
    pictures = [f"data:image/png;base64,{base64.b64encode(picture).decode()}" for picture in pages[:PAGES_SHOWN]]
    return {"pictures": pictures, "faults": [], "page_count": len(pages)}
