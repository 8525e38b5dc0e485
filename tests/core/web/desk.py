"""A tiny office on the bare web kernel: no part is installed, people are known by name, handlers fail on demand."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, NoReturn, Protocol

import asyncpg
import httpx
import pytest
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException, ValidationException

from core import contributions as c
from core import db as database
from core import errors, registry
from core.acting import ANONYMOUS, Act, Principal
from core.app import _build
from core.clock import FixedClock
from core.contracts.identity import Authenticator
from core.hookspecs import hookimpl
from core.plugins import load_one, new_manager
from core.settings import Settings
from core.text.i18n import lazy
from core.text.viet import search_key
from core.web.access import logged_in, public, requires
from core.web.errors import explain_constraint
from core.web.lists import BulkAction, Choice, Column, Filter, ListView, Tag, list_response
from core.web.lists.controllers import ListChoices
from core.web.middleware import Frame
from core.web.pages import known_page
from core.web.panels import draw_panels

BASE_URL = "https://testserver"
HUU_THANH, DUC_HOA_HA = 1, 2


def _person(name: str, account_id: int, **grants: set[int]) -> Principal:
    held = {f"desk.{key}": frozenset(units) for key, units in grants.items()}
    return Principal(username=name, display_name=name.title(), account_id=account_id, grants=held)


PEOPLE = {
    person.username: person
    for person in (
        _person("lan", 1, read={HUU_THANH}, write={HUU_THANH}),
        _person("minh", 2, read={DUC_HOA_HA}),
        _person("thanh", 3, read={HUU_THANH, DUC_HOA_HA}),
        _person("khach", 4),
    )
}


class Doorman:
    """Knows people by their cookie `who`, or by a bearer token that is their name."""

    def __init__(self) -> None:
        self.refusals: list[tuple[str, str]] = []

    async def identify(self, connection: Any) -> Principal:
        bearer = connection.headers.get("authorization", "").removeprefix("Bearer ")
        return PEOPLE.get(bearer or connection.cookies.get("who", ""), ANONYMOUS)

    def csrf_token(self, principal: Principal) -> str:
        return f"token of {principal.username}" if principal.username else ""

    def is_session(self, connection: Any) -> bool:
        return "who" in connection.cookies and "authorization" not in connection.headers

    async def note_refusal(self, _connection: Any, principal: Principal, wanted: str) -> None:
        self.refusals.append((principal.username, wanted))


STATES = {"new": Tag(lazy("Mới"), "info"), "done": Tag(lazy("Xong"), "good")}


async def _guests(_who: Principal) -> list[Choice]:
    return [Choice("1", "Hữu Thạnh"), Choice("2", "Đức Hòa Hạ")]


VISITS = ListView(
    name="desk.visits",
    title=lazy("Sổ khách"),
    path="/staff/visits",
    permission="desk.read",
    source="desk_visit v",
    key="v.id",
    href="/staff/visits/{key}",
    scope="v.unit_id = ANY({p})",
    search="v.search_key LIKE {p}",
    order="name",
    page_size=5,
    create=(lazy("Thêm"), "/staff/visits/new", "desk.write"),
    columns=(
        Column("name", lazy("Tên"), "v.name", sort="v.search_key"),
        Column("state", lazy("Trạng thái"), "v.state", kind="tag", sort="v.state", tags=STATES),
        Column("fee", lazy("Lệ phí"), "v.fee", kind="money", sort="v.fee"),
        Column("came", lazy("Đến lúc"), "v.came", kind="datetime", sort="v.came"),
        Column("unit", lazy("Đơn vị"), "v.unit_id", kind="number", visible=False),
        Column("secret", lazy("Ghi chú riêng"), "v.note", export=False, visible=False),
    ),
    filters=(
        Filter(
            "state",
            lazy("Trạng thái"),
            "v.state = ANY({p})",
            kind="multi",
            choices=tuple(Choice(key, tag.label) for key, tag in STATES.items()),
        ),
        Filter("unit", lazy("Đơn vị"), "v.unit_id = {p}", choices=_guests, number=True),
        Filter("since", lazy("Từ ngày"), "v.came >= {p}", kind="date"),
        Filter("name", lazy("Tên có"), "v.name ILIKE '%' || {p} || '%'", kind="text"),
        Filter("paid", lazy("Có lệ phí"), "v.fee > 0", kind="flag"),
        Filter("fee", lazy("Lệ phí đúng"), "v.fee = {p}", kind="text", number=True),
    ),
    bulk=(BulkAction("done", lazy("Xong"), "/staff/visits/done", "desk.write"),),
    empty=(lazy("Chưa có khách"), lazy("Khách đến sẽ hiện ở đây.")),
)

TABLE = """
CREATE TEMPORARY TABLE desk_visit (
    id bigint PRIMARY KEY, name text NOT NULL, search_key text NOT NULL, state text NOT NULL,
    fee integer NOT NULL, came timestamptz NOT NULL, unit_id bigint NOT NULL, note text NOT NULL,
    CONSTRAINT desk_visit_name_v1 UNIQUE (name)
) ON COMMIT DROP
"""

FAILURES: dict[str, Exception] = {
    "refused": errors.Refused(errors.Problem("Chưa nhập tên.", "name"), errors.Problem("Chưa nhập số.", "number")),
    "missing": errors.Missing("Không có."),
    "forbidden": errors.Forbidden("Không được."),
    "login": errors.NeedsLogin("Hãy đăng nhập."),
    "conflict": errors.Conflict(errors.Problem("Người khác vừa sửa.", "version")),
    "stale": errors.Stale(errors.Problem("Phiên bản cũ.", "If-Match")),
    "too-many": errors.TooMany("Chậm lại.", 90),
    "away": asyncpg.ConnectionDoesNotExistError("gone"),
    "starting": asyncpg.CannotConnectNowError("starting up"),
    "no-socket": ConnectionError("no socket"),
    "pool": TimeoutError(),
    "deadlock": asyncpg.DeadlockDetectedError("deadlock"),
    "bug": LookupError("secret detail of a bug"),
    "invalid": ValidationException(extra=[{"key": "fee", "message": "Expected int"}]),
    "teapot": HTTPException(status_code=418, detail="secret detail"),
}


@get("/fails/{kind:str}", guards=[public])
async def fails(kind: str) -> NoReturn:
    """Fail as asked."""
    raise FAILURES[kind]


@get("/api/fails/{kind:str}", guards=[public])
async def api_fails(kind: str) -> NoReturn:
    """Fail as asked, for a program."""
    raise FAILURES[kind]


@get("/open", guards=[public])
async def open_page(request: Request[Any, Any, Any]) -> Response[str]:
    """Show a public page that says who is logged in."""
    return await known_page("core/error.html", request, error={"status": 200, "title": "Mở", "problems": ()})


@post("/open", guards=[public], status_code=200)
async def open_write() -> dict[str, str]:
    """Take a write from anybody."""
    return {"done": "yes"}


@get("/staff/mine", guards=[logged_in])
async def mine(principal: Principal) -> dict[str, str]:
    """Say who asks."""
    return {"who": principal.username}


@get("/staff/visits", guards=[requires("desk.read")])
async def visits(request: Request[Any, Any, Any], principal: Principal) -> Response[Any]:
    """Show the list."""
    return await list_response(VISITS, request, principal)


@get("/staff/panels", guards=[logged_in])
async def panels(request: Request[Any, Any, Any], principal: Principal) -> dict[str, Any]:
    """Draw the slot of the tests."""
    drawn = await draw_panels("desk.slot", request, principal, number=7)
    return {"panels": [[panel.name, str(panel.html), panel.failed] for panel in drawn]}


@post("/staff/visits", guards=[requires("desk.write")], status_code=200)
async def write(act: Act) -> dict[str, str]:
    """Add a visit under a name that is there already."""
    async with database.transaction():
        await database.execute("INSERT INTO desk_visit VALUES (99, 'An', 'an', 'new', 0, now(), 1, '')")
    return {"who": act.who.username, "address": act.address, "at": act.at.isoformat(), "request": act.request_id}


@post("/staff/echo", guards=[requires("desk.write")], status_code=200)
async def echo(act: Act) -> dict[str, str]:
    """Say under which act a command would run."""
    return {"who": act.who.username, "address": act.address, "at": act.at.isoformat(), "request": act.request_id}


@get("/staff/visits/{visit_id:int}", guards=[requires("desk.read")])
async def one(visit_id: int) -> dict[str, str]:
    """Show one visit; the number goes into the database as it came."""
    name = await database.value("SELECT name FROM desk_visit WHERE id = $1", visit_id)
    if name is None:
        raise errors.Missing
    return {"name": name}


@get("/staff/fees", guards=[requires("desk.read")])
async def fees(fee: int) -> dict[str, int]:
    """Count visits of a fee: a 4-byte column, a number from the address."""
    return {"count": await database.value("SELECT count(*) FROM desk_visit WHERE fee = $1", fee)}


HANDLERS = [
    fails,
    api_fails,
    open_page,
    open_write,
    mine,
    visits,
    panels,
    write,
    echo,
    one,
    fees,
    ListChoices,
]


class _Hooks(Protocol):
    def __call__(self) -> Any: ...


def plugin(name: str = "desk", **hooks: _Hooks) -> Any:
    """Return a loaded plugin made of hook functions."""
    module = ModuleType(f"{name}.plugin")
    hooks.setdefault("plugin_info", lambda: c.PluginInfo(name, name.title(), "1.0", package="core.web"))
    for hook, function in hooks.items():
        setattr(module, hook, hookimpl(function))
    return load_one(new_manager(), name, lambda _name: module)


def office(settings: Settings, clock: FixedClock, *guests: Any) -> Litestar:
    """Return the bare kernel's application with the desk and further plugins, installed as the current registry."""
    own = plugin(
        route_handlers=lambda: HANDLERS,
        services=lambda: [c.Service(Authenticator, Doorman())],
        permissions=lambda: [c.Permission("desk.read", "Xem"), c.Permission("desk.write", "Ghi")],
        nav_items=lambda: [c.NavItem(VISITS.title, "/staff/visits", "book", "desk.read")],
    )
    return _build(registry.Registry(settings, (own, *guests)), clock, open_database=False)


@pytest.fixture
def desk(settings: Settings, clock: FixedClock, app: Litestar) -> Iterator[Any]:
    """Build the office; `desk(*plugins)` builds it with guests. The session's own registry comes back afterwards."""
    before = registry.current()
    explain_constraint("desk_visit_name_v1", 409, lazy("Tên này đã có trong sổ."))
    yield lambda *guests: office(settings, clock, *guests)
    registry.install(before)


@pytest.fixture
async def visitor(desk: Any, db: None) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at the desk, with twelve visits in the book; nobody is logged in."""
    await database.execute(TABLE)
    names = ("An", "Bình", "Châu", "Dũng", "Đức", "Giang", "Hà", "Hòa", "=1+1", "Khánh", "Lan", "Đặng Thị Hòa")
    for number, name in enumerate(names, 1):
        unit = HUU_THANH if number <= 8 else DUC_HOA_HA
        state = "done" if number % 3 == 0 else "new"
        came = datetime(2017, 11, 1 + number, 2, tzinfo=UTC)
        await database.execute(
            "INSERT INTO desk_visit VALUES ($1, $2, $3, $4, $5, $6, $7, 'riêng')",
            number,
            name,
            search_key(name),
            state,
            (number % 4) * 5000,
            came,
            unit,
        )
    async with browse(desk()) as client:
        yield client


@asynccontextmanager
async def browse(app: Litestar, trusted: tuple[str, ...] = (), peer: str = "192.0.2.9") -> AsyncIterator[Any]:
    """Yield a client on the framed application."""
    transport = httpx.ASGITransport(app=Frame(app, trusted), raise_app_exceptions=False, client=(peer, 4711))  # type: ignore[arg-type]
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
        yield client


def as_person(name: str) -> dict[str, str]:
    """Return the headers of a page's own request of a logged-in person."""
    return {"cookie": f"who={name}", "x-csrf-token": f"token of {name}"}
