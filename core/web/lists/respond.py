"""Answer a list's address: the page, or the whole filtered set as CSV or XLSX."""

import math
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request
from litestar.response import Response, Stream
from markupsafe import Markup, escape

from core import db, exports
from core.acting import Principal
from core.clock import VIETNAM
from core.errors import Missing
from core.registry import current
from core.text.i18n import gettext as _
from core.text.i18n import language
from core.web.lists import draw, kept
from core.web.lists.ask import Asked, only_known, read_question
from core.web.lists.describe import Column, ListView
from core.web.lists.prefs import Prefs
from core.web.lists.query import COUNT_CAP, export_sql, page_sql
from core.web.lists.rows import draw_rows
from core.web.lists.settings import choices_of, plain, prefs_and_choices
from core.web.pages import base_context, form_token, html
from core.web.templates import render

EXPORT_LIMIT = 200_000


async def list_response(
    view: ListView, request: Request[Any, Any, Any], principal: Principal, **context: Any
) -> Response[Any] | Stream:
    """Return the list as a page, or with `?format=csv` / `xlsx` as a file. context: more for the template."""
    query = {name: request.query_params.getall(name) for name in request.query_params}
    asked = read_question(view, query)
    wanted = next(iter(query.get("format", ())), "")
    if wanted in {"csv", "xlsx"}:
        return await _file(view, asked, principal, wanted, request.app.state.clock.now())
    async with db.one_connection():
        found = await _asked(view, asked, principal, request.app.state.clock.now())
    return _drawn(view, found, request, principal, context)


class _Found(msgspec.Struct, frozen=True):
    """What a question to a list found. choices: of each filter, as values and words."""

    asked: Asked
    prefs: Prefs
    choices: Mapping[str, tuple[tuple[str, str], ...]]
    visible: tuple[Column, ...]
    records: Sequence[Any]
    total: int
    size: int


async def load_page(view: ListView, asked: Asked, principal: Principal, at: datetime) -> draw.ListPage:
    """Query one page and return it ready to be drawn. at: the present moment, aware."""
    found = await _asked(view, asked, principal, at)
    return _page_of(view, found, principal, draw_rows(view, found.visible, found.records, pick=_picks(view, principal)))


async def _asked(view: ListView, asked: Asked, principal: Principal, at: datetime) -> _Found:
    prefs, choices = await prefs_and_choices(view, principal)
    visible = visible_columns(view, asked, prefs)
    asked = only_known(view, asked, choices)
    size = asked.rows or view.page_size
    found, total = await _rows(view, asked, principal, visible, at)
    if not found and asked.page > 1:
        # the page does not exist (any more): the last one does
        first = msgspec.structs.replace(asked, page=1)
        total = (await _rows(view, first, principal, visible, at))[1]
        asked = msgspec.structs.replace(asked, page=max(1, math.ceil(min(total, COUNT_CAP) / size)))
        found, total = await _rows(view, asked, principal, visible, at)
    return _Found(asked, prefs, plain(choices), visible, found, total, size)


def _drawn(
    view: ListView, found: _Found, request: Request[Any, Any, Any], principal: Principal, context: dict[str, Any]
) -> Response[str]:
    """Return the page; only its rows are drawn when the rest of it is kept from an earlier look."""

    def whole() -> str:
        values = base_context(request)
        values["csrf_token"] = values["csrf_token"] and kept.TOKEN
        values["view"] = _page_of(view, found, principal, [Markup(kept.ROWS)] if found.records else [])  # noqa: S704 -- our own marker
        return render(current(), view.template, values | context)

    rows = draw_rows(view, found.visible, found.records, pick=_picks(view, principal))
    holes = {kept.ROWS: "\n".join(rows), kept.TOKEN: escape(form_token(principal))}
    owners = (current(), principal.grants)
    return html(kept.filled(_key(view, found, request, principal, context), owners, whole, holes), principal)


def _key(
    view: ListView, found: _Found, request: Request[Any, Any, Any], principal: Principal, context: Mapping[str, Any]
) -> bytes | None:
    """Return all that the page depends on but its rows, its token and what the reader may do; None: not to be kept."""
    if current().settings.environment == "development":  # templates change under way
        return None
    who = (principal.account_id, principal.display_name, principal.person_id, principal.unit_id, principal.everything)
    where = (view.name, view.template, language.get(), request.scope["path"])
    columns = [column.key for column in found.visible]
    shown = (bool(found.records), found.total, found.size, principal.login_id is None)
    said = (request.scope["query_string"], found.asked, found.prefs, found.choices, context)
    try:
        return msgspec.msgpack.encode((who, where, columns, shown, said))
    except TypeError:  # the page was told something that is no plain value
        return None


def _picks(view: ListView, principal: Principal) -> bool:
    return any(principal.may(action.permission) for action in view.bulk)


def _page_of(view: ListView, found: _Found, principal: Principal, rows: Sequence[Markup]) -> draw.ListPage:
    asked = found.asked
    fields = draw.draw_filters(view, asked, found.choices)
    title, hint = view.empty or (_("Chưa có dòng nào"), "")
    return draw.ListPage(
        name=view.name,
        title=str(view.title),
        path=view.path,
        columns=draw.draw_heads(view, asked, found.visible),
        rows=rows,
        filters=fields,
        chips=draw.draw_chips(view, asked, fields),
        search=asked.search,
        searchable=bool(view.search),
        sort=asked.sort,
        page=asked.page,
        pages=max(1, math.ceil(found.total / found.size)),
        total=found.total,
        total_text=draw.total_words(found.total),
        page_size=found.size,
        exports=[draw.Download(f.upper(), asked.address(view.path, format=f)) for f in ("csv", "xlsx")],
        bulk_actions=[
            draw.Bulk(b.key, str(b.title), b.path, b.danger) for b in view.bulk if principal.may(b.permission)
        ],
        saved_views=found.prefs.saved(view.path, asked.address(view.path)),
        density=found.prefs.density,
        create=(str(view.create[0]), view.create[1]) if view.create and principal.may(view.create[2]) else None,
        empty_title=str(title),
        empty_hint=str(hint),
        narrowed=asked.narrowed,
        reset=view.path,
        problems=asked.problems,
        asked=asked,
    )


async def _rows(
    view: ListView, asked: Asked, principal: Principal, visible: tuple[Column, ...], at: datetime
) -> tuple[list[Any], int]:
    """Return the rows of a page, and how many there are on all pages, counted up to the cap; 0 for an empty page."""
    sql, parameters = page_sql(view, asked, principal, visible, at)
    found = await db.rows(sql, *parameters)
    return found, found[0][len(visible) + 1] if found else 0


def visible_columns(view: ListView, asked: Asked, prefs: Prefs) -> tuple[Column, ...]:
    """Return the columns to show: those asked for in the address, else the reader's own choice, else the default."""
    for chosen in (asked.columns, prefs.columns):
        columns = tuple(c for key in chosen or () if (c := view.column(key)) is not None)
        if columns:
            return columns
    return tuple(c for c in view.columns if c.visible)


_KINDS: dict[str, exports.Kind] = {
    "number": "number",
    "money": "money",
    "days": "number",
    "date": "date",
    "datetime": "moment",
}


async def _file(view: ListView, asked: Asked, principal: Principal, wanted: str, at: datetime) -> Stream:
    """Stream the filtered set. Raises Missing when nothing may be taken out."""
    columns = tuple(c for c in view.columns if c.export)
    if not columns:
        raise Missing(_("Danh sách này không xuất ra tệp được."))
    choices = {i.key: await choices_of(i, principal) for i in view.filters if i.key in asked.values}
    asked = only_known(view, asked, choices)
    sql, parameters = export_sql(view, asked, principal, columns, at, EXPORT_LIMIT)
    out = [exports.Column(str(c.title), _value_of(at, c), _KINDS.get(c.kind, "text")) for at, c in enumerate(columns)]
    name = view.name.replace(".", "-")
    headers = {"content-disposition": f'attachment; filename="{name}.{wanted}"', "cache-control": "no-store"}
    rows = _stream(sql, parameters)
    if wanted == "csv":
        return Stream(exports.csv_stream(out, rows, zone=VIETNAM), media_type="text/csv", headers=headers)
    body = exports.xlsx_stream(out, rows, title=str(view.title), zone=VIETNAM, at=at)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Stream(body, media_type=kind, headers=headers)


def _value_of(at: int, column: Column) -> Any:
    tags = {value: str(tag.label) for value, tag in column.tags.items()}
    if tags:
        return lambda record: tags.get(str(record[at]), record[at])
    return lambda record: record[at]


async def _stream(sql: str, parameters: list[Any]) -> AsyncIterator[Any]:
    """Yield records from a server-side cursor: constant memory however long the list is."""
    async with db.connection() as lent, lent.transaction():
        async for record in lent.cursor(sql, *parameters, prefetch=500):
            yield record
