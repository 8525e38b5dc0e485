"""A filing as its holder sees it, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from core.contracts.online import AskedFile, FilingEvent, FilingView, FormField, FormPage, KeptFile
from core.text.i18n import language
from plugins.onestop.online.domain.filings import EDITABLE, Sent
from plugins.onestop.online.domain.forms import (
    AskedPaper,
    FormDefinition,
    Place,
    asked,
    asked_papers,
    choices_of,
    kind_of,
    translated,
)
from plugins.onestop.online.queries import filings
from plugins.onestop.online.queries.filings import FilingRow
from plugins.onestop.online.secret import secret_of
from plugins.onestop.online.wording import NOTES

# The desk's own words; what a mail was sent for is no step of the filing.
_SILENT = frozenset({"code", "link"})


async def filing_view(row: FilingRow) -> FilingView:
    """Return everything that the holder of a filing sees."""
    form, raw = row.form, row.raw
    remarks = {r.subject: r.text for r in await filings.remarks(row.id) if r.round == row.round}
    if row.state != "needs_supplement":
        remarks = {}
    sent = await filings.files(row.id)
    return FilingView(
        number=row.number,
        procedure_code=row.procedure_code,
        procedure=row.procedure_name,
        unit=row.unit_name,
        state=row.state,
        may_edit=row.state in EDITABLE,
        pages=pages(form, raw, remarks),
        papers=tuple(paper_of(form, paper, sent, remarks) for paper in asked_papers(form, raw)),
        email=row.email,
        phone=row.phone,
        result_way=row.result_way,
        post_address=row.post_address,
        code_sent=row.code_sent_at is not None,
        remark=row.remark,
        filed_at=row.filed_at,
        answer_due_at=row.answer_due_at,
        answered_at=row.answered_at,
        code=row.dossier_code,
        secret=secret_of(row.id),
        round=row.round,
        events=await _events(row),
    )


async def _events(row: FilingRow) -> tuple[FilingEvent, ...]:
    notes = await filings.notes(row.id)
    return tuple(
        FilingEvent(n.at, str(NOTES.get(n.action, n.action)), n.text) for n in notes if n.action not in _SILENT
    )


def pages(
    form: FormDefinition, raw: Mapping[str, str], remarks: Mapping[str, str] | None = None
) -> tuple[FormPage, ...]:
    """Return the pages that these answers lead to; a page on which nothing is asked is left out."""
    found = []
    for number, section in enumerate(form.layout, start=1):
        shown = page_names(form, raw, number)
        fields = tuple(_field(form, place, raw, remarks or {}) for place in section.fields if place.field in shown)
        if fields:
            title, intro = (translated(form, text, language.get()) for text in (section.title, section.intro))
            found.append(FormPage(number, title, intro, fields))
    return tuple(found)


def page_names(form: FormDefinition, raw: Mapping[str, str], page: int) -> tuple[str, ...]:
    """Return the questions of one page that these answers lead to; none for a page that there is not."""
    if not 1 <= page <= len(form.layout):
        return ()
    shown = asked(form, raw)
    return tuple(place.field for place in form.layout[page - 1].fields if place.field in shown)


def _field(form: FormDefinition, place: Place, raw: Mapping[str, str], remarks: Mapping[str, str]) -> FormField:
    rules: Mapping[str, Any] = form.properties.get(place.field, {})
    lang = language.get()
    return FormField(
        name=place.field,
        kind=kind_of(rules),
        title=translated(form, str(rules.get("title", place.field)), lang),
        hint=translated(form, place.hint, lang),
        required=place.field in form.required,
        choices=tuple((value, translated(form, title, lang)) for value, title in choices_of(rules)),
        width=place.width,
        longest=int(rules.get("maxLength", 300)),
        value=raw.get(place.field, ""),
        remark=remarks.get(place.field, ""),
    )


def paper_of(
    form: FormDefinition, paper: AskedPaper, sent: list[Sent] | None = None, remarks: Mapping[str, str] | None = None
) -> AskedFile:
    """Return a paper with the files that were sent as it."""
    lang = language.get()
    return AskedFile(
        key=paper.key,
        title=translated(form, paper.title, lang),
        hint=translated(form, paper.hint, lang),
        required=paper.required,
        files=tuple(KeptFile(f.attachment, f.name, f.size) for f in sent or () if f.paper == paper.key),
        remark=(remarks or {}).get(paper.key, ""),
    )
