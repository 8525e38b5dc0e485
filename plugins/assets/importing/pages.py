"""Imports on screen: send a file, say what its columns are, see what each row does, write, take out again."""

import secrets
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core.acting import Act, Principal
from core.clock import VIETNAM
from core.errors import Conflict, Problem, Refused
from core.exports import Column, xlsx_stream
from core.files import content_disposition
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.assets.importing import queries
from plugins.assets.importing.commands import uploading
from plugins.assets.importing.domain.headers import FIELDS as ALL_FIELDS
from plugins.assets.importing.listing import PATH, STATE_TAGS, imports_view
from plugins.assets.importing.reading import MOST_ROWS, SUFFIXES
from plugins.assets.importing.schemas import Batch, Line, Upload
from plugins.assets.importing.words import ENCODINGS, FIELDS, OUTCOMES, VERDICTS, change_words
from plugins.assets.inventory.commands import EDIT
from plugins.assets.inventory.queries import code_names
from plugins.assets.inventory.views import unit_choices

Web = Request[Any, Any, Any]
PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportPages(Controller):
    """Pages below /staff/imports."""

    path = PATH
    guards = [requires(EDIT)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """Show the imports."""
        return await list_response(imports_view(), request, principal)

    @get("/new")
    async def new(self, request: Web, principal: NamedDependency[Principal]) -> Response[str]:
        """Show the form for a file."""
        return await _upload_page(request, principal, None)

    @post("/new", status_code=303)
    async def upload(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Keep the file and show what it would do; a file that is no table is refused with the reason."""
        form = await read_form(request, Upload)
        sent = next(iter(form.files.get("file", [])), None)
        try:
            if sent is None:
                form.problems.append(Problem(_("Hãy chọn tệp Excel hoặc CSV."), "file", "missing"))
            data = form.checked()
            assert sent is not None  # noqa: S101 -- checked() refuses without a file
            number = await uploading.upload(data, sent.filename, await sent.read(), act)
        except Refused as error:
            form.refuse(Refused(*(problem for problem in error.problems if problem not in form.problems)))
            return await _upload_page(request, act.who, form)
        return redirect(f"{PATH}/{number}")

    @get("/{number:int}")
    async def one(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Show an import: its columns and what each row does, will do or has done."""
        return await _page(request, act, number)

    @post("/{number:int}/columns", status_code=303)
    async def columns(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Take over what the columns are and judge the rows anew."""
        sent = await request.form()
        batch = await queries.batch(number, act.who)
        chosen = [str(sent.get(f"column.{at}", "")) for at in range(len(batch.headers))]
        try:
            await uploading.choose_columns(number, chosen, act)
        except Refused as error:
            return await _page(request, act, number, problems=error.problems, chosen=chosen)
        return redirect(f"{PATH}/{number}#rows")

    @post("/{number:int}/apply", status_code=303)
    async def apply(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Start the writing."""
        try:
            await uploading.apply(number, act)
        except Refused as error:
            return await _page(request, act, number, problems=error.problems)
        return redirect(f"{PATH}/{number}")

    @post("/{number:int}/undo", status_code=303)
    async def undo(self, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Start to take the import out again."""
        await uploading.undo(number, act)
        return redirect(f"{PATH}/{number}")

    @post("/{number:int}/drop", status_code=303)
    async def drop(self, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Give a draft up."""
        await uploading.drop(number, act)
        return redirect(PATH)

    @get("/{number:int}/wrong.xlsx")
    async def wrong(self, act: NamedDependency[Act], number: FromPath[int]) -> Stream:
        """Send the rows that were not or could not be written, as they came, with the reason in the first column."""
        batch = await queries.batch(number, act.who)
        lines = await queries.lines(number, "wrong", None, MOST_ROWS, 0)
        columns: list[Column[Line]] = [Column(_("Lý do"), lambda line: line.reason, width=48)]
        columns += [Column(header, _cell(at)) for at, header in enumerate(batch.headers)]
        return Stream(
            xlsx_stream(columns, lines, title=_("Dòng có lỗi"), zone=VIETNAM, at=act.at),
            media_type=XLSX,
            headers={"content-disposition": content_disposition(f"dong-co-loi-{number}.xlsx")},
        )


def _cell(at: int) -> Any:
    return lambda line: line.cells[at] if at < len(line.cells) else ""


async def _upload_page(request: Web, principal: Principal, form: Form[Upload] | None) -> Response[str]:
    units = await unit_choices(principal, EDIT)
    return page(
        "assets/importing/new.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        units=[(unit.value, unit.label) for unit in units],
        suffixes=",".join(SUFFIXES),
        same_file=form is not None and any(problem.code == "same_file" for problem in form.problems),
    )


async def _page(
    request: Web,
    act: Act,
    number: int,
    problems: tuple[Problem, ...] = (),
    chosen: list[str] | None = None,
) -> Response[str]:
    batch = await queries.batch(number, act.who)
    if batch.state == "dropped":
        raise Conflict(Problem(_("Lần nhập này đã bỏ."), "state", "dropped"))
    verdict = request.query_params.get("verdict")
    verdict = verdict if verdict in VERDICTS else None
    outcome = "conflict" if request.query_params.get("outcome") == "conflict" else None
    at = request.query_params.get("page", "1")
    current = max(int(at), 1) if at.isdecimal() and len(at) < 6 else 1
    lines = await queries.lines(number, verdict, outcome, PAGE + 1, (current - 1) * PAGE)
    names = await code_names()
    return page(
        "assets/importing/import.html",
        request,
        status_code=422 if problems else 200,
        problems=problems,
        mapping=chosen or batch.mapping,
        fields=[(field, str(FIELDS[field])) for field in ALL_FIELDS],
        lines=[(line, VERDICTS[line.verdict], _does(line, names)) for line in lines[:PAGE]],
        more=len(lines) > PAGE,
        current=current,
        verdict=verdict,
        outcome=outcome,
        verdicts=[(key, str(words), tone, batch.counts.get(key, 0)) for key, (words, tone) in VERDICTS.items()],
        outcomes=await queries.outcomes(number),
        outcome_words=OUTCOMES,
        **_shared(batch),
    )


def _shared(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch,
        "state": STATE_TAGS[batch.state],
        "encoding": ENCODINGS.get(batch.encoding, batch.encoding),
        "legacy": [(name, ENCODINGS[kind]) for name, kind in batch.legacy.items()],
        "total": sum(batch.counts.get(kind, 0) for kind in ("new", "update")),
        "rows": sum(batch.counts.values()),
    }


def _does(line: Line, names: dict[str, dict[str, str]]) -> str:
    """Return what a row changes, in words; of a new thing what it says."""
    changes = {field: pair for field, pair in (line.changes or {}).items() if pair[0] != pair[1]}
    if not changes or line.verdict == "wrong":
        return ""
    if line.verdict == "new":  # what the row says stands beside it; what was read out of it or added is told
        changes = {field: pair for field, pair in changes.items() if pair[1] not in line.cells}
    return change_words(changes, names, only_after=line.verdict == "new")
