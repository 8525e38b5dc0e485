"""One test per hook: what a plugin declares takes effect, without a change in the core."""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, Protocol

import pytest
from litestar import Litestar, Request, get
from piccolo.conf.apps import AppConfig

from core import contributions as c
from core import db as database
from core import events, jobs, registry, worker
from core.acting import Act, Principal, system_act
from core.clock import FixedClock
from core.hookspecs import hookimpl
from core.plugins import Loaded, PluginFault, load_one, load_plugins, new_manager
from core.registry import Registry
from core.settings import Settings

NOW = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)
ACT = system_act(NOW)
ANYONE = Principal(username="lan", display_name="Lan", account_id=1, grants={"guest.read": frozenset({1})})
NOBODY = Principal(username="minh", display_name="Minh", account_id=2)


def plugin(name: str = "guest", **hooks: Callable[..., Any]) -> ModuleType:
    """Make a plugin module from hook functions; `plugin_info` is given unless it is among them."""
    module = ModuleType(f"{name}.plugin")
    hooks.setdefault("plugin_info", lambda: c.PluginInfo(name, name.title(), "1.0", package="core.web"))
    for hook, function in hooks.items():
        setattr(module, hook, hookimpl(function))
    return module


def loaded(module: ModuleType, name: str = "guest") -> Loaded:
    return load_one(new_manager(), name, lambda _: module)


@pytest.fixture
def installed(app: Litestar) -> Any:
    """Install a registry of the core's parts and one guest; put the session's own back afterwards."""
    before = registry.current()

    def with_guest(**hooks: Callable[..., Any]) -> Registry:
        made = Registry(before.settings, (*before.plugins, loaded(plugin(**hooks))))
        registry.install(made)
        return made

    yield with_guest
    registry.install(before)


def request_to(made: Registry) -> Request[Any, Any, Any]:
    scope = {"type": "http", "path": "/staff", "query_string": b"", "headers": [], "state": {}, "method": "GET"}
    return Request(scope)  # type: ignore[arg-type]


def test_hook_plugin_info() -> None:
    assert loaded(plugin()).info.title == "Guest"
    without = plugin()
    del without.plugin_info
    with pytest.raises(PluginFault, match="plugin_info"):
        loaded(without)


def test_hook_migration_app(installed: Any) -> None:
    from core.migrate import apps

    made = installed(migration_app=lambda: AppConfig(app_name="guest", migrations_folder_path="/nowhere"))
    assert [a.app_name for a in apps(made)][-1] == "guest"


def test_hook_route_handlers(settings: Settings) -> None:
    from core.app import create_app
    from core.web.access import public

    @get("/guest", guards=[public], sync_to_thread=False)
    def guest_page() -> str:
        return "hello"

    @get("/open-door", sync_to_thread=False)
    def open_door() -> str:
        return "anybody"

    before = registry.current() if registry._installed else None
    original = registry.build_registry
    try:
        for handler, refused in ((guest_page, False), (open_door, True)):
            guest = loaded(plugin(route_handlers=lambda handler=handler: [handler]))
            registry.build_registry = lambda s, guest=guest: Registry(s, (*original(s).plugins, guest))  # type: ignore[assignment]
            if refused:
                with pytest.raises(RuntimeError, match="/open-door"):
                    create_app(settings, open_database=False)
            else:
                assert any(r.path == "/guest" for r in create_app(settings, open_database=False).routes)
    finally:
        registry.build_registry = original
        if before:
            registry.install(before)


def test_hook_nav_items(installed: Any) -> None:
    from core.web.pages import navigation

    installed(nav_items=lambda: [c.NavItem("Sổ khách", "/staff/guests", "book", "guest.read")])
    assert "/staff/guests" in {line.path for line in navigation(ANYONE, "/staff")}
    assert "/staff/guests" not in {line.path for line in navigation(NOBODY, "/staff")}
    assert [line.current for line in navigation(ANYONE, "/staff/guests/7") if line.path == "/staff/guests"] == [True]


@pytest.mark.anyio
async def test_hook_panels(installed: Any) -> None:
    from core.web.panels import draw_panels

    async def broken(_request: Any) -> dict[str, Any]:
        raise LookupError("no data")

    installed(
        panels=lambda: [
            c.Panel("guest.slot", "core/nothing.html", broken, order=1),
            c.Panel("guest.slot", "core/nothing.html", broken, order=2, permission="guest.admin"),
        ]
    )
    drawn = await draw_panels("guest.slot", request_to(registry.current()), ANYONE)
    assert [(p.failed, p.html) for p in drawn] == [(True, "")], "a broken panel leaves its own gap only"


def test_hook_permissions(installed: Any) -> None:
    made = installed(permissions=lambda: [c.Permission("guest.read", "Xem sổ khách", roles=("clerk",))])
    assert made.permissions["guest.read"].roles == ("clerk",)


class Greeting(Protocol):
    def greet(self) -> str: ...


class Hello:
    def greet(self) -> str:
        return "xin chào"


def test_hook_services(installed: Any) -> None:
    assert registry.current().find(Greeting) is None  # type: ignore[type-abstract]
    made = installed(services=lambda: [c.Service(Greeting, Hello())])
    assert made.find(Greeting).greet() == "xin chào"


class GuestArrived(events.Event, frozen=True):
    name: str


@pytest.mark.anyio
async def test_hook_subscriptions(db: None, installed: Any, run_jobs: Any) -> None:
    told: list[str] = []

    async def now(event: GuestArrived, act: Act) -> None:
        told.append(f"now {event.name} {act.who.username}")

    async def later(event: GuestArrived, act: Act) -> None:
        told.append(f"later {event.name} {act.who.username}")

    made = installed(
        subscriptions=lambda: [
            c.Subscription(GuestArrived, now, "in_transaction"),
            c.Subscription(GuestArrived, later, "after_commit"),
        ]
    )
    async with database.transaction():
        await events.publish(GuestArrived(name="Hoa"), ACT)
    assert told == ["now Hoa system"]
    event_id = await database.value("SELECT id FROM core.core_event ORDER BY seq DESC LIMIT 1")
    await events.deliver(events.Deliver(event_id=str(event_id), handler=made.all("subscriptions")[-1].key), ACT)
    await events.deliver(events.Deliver(event_id=str(event_id), handler=made.all("subscriptions")[-1].key), ACT)
    assert told == ["now Hoa system", "later Hoa system"], "delivered twice, one effect"


@pytest.mark.anyio
async def test_publishing_outside_a_transaction_is_refused(committed_db: str) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        await events.publish(GuestArrived(name="Hoa"), ACT)


class Greet(jobs.Payload, frozen=True, tag="guest.greet"):
    name: str


@pytest.mark.anyio
async def test_hook_jobs(db: None, installed: Any, clock: FixedClock) -> None:
    greeted: list[str] = []

    async def greet(payload: Greet, act: Act) -> None:
        greeted.append(f"{payload.name} {act.at.isoformat()}")

    made = installed(jobs=lambda: [c.JobKind(Greet, greet)])
    first = await jobs.enqueue(Greet(name="Hoa"), dedupe="one")
    assert first is not None
    assert await jobs.enqueue(Greet(name="Hoa"), dedupe="one") is None, "a second one with the same key is not made"
    stored = await database.row("SELECT entrypoint, payload FROM jobs.pgqueuer WHERE id = $1", first)
    assert stored is not None
    kind = {k.name: k for k in worker.kinds(made)}[stored["entrypoint"]]
    await worker.run_one(kind, stored["payload"], clock)
    assert greeted == ["Hoa 2017-11-22T02:30:00+00:00"]


@pytest.mark.anyio
async def test_a_job_of_a_transaction_that_rolls_back_is_never_there(db: None) -> None:
    with contextlib.suppress(LookupError):
        async with database.transaction():
            await jobs.enqueue(Greet(name="Hoa"))
            raise LookupError
    assert await database.value("SELECT count(*) FROM jobs.pgqueuer WHERE entrypoint = 'guest.greet'") == 0


@pytest.mark.anyio
async def test_hook_schedules(committed_db: str, installed: Any) -> None:
    async def greet(payload: Greet, act: Act) -> None: ...

    made = installed(
        jobs=lambda: [c.JobKind(Greet, greet)], schedules=lambda: [c.Schedule("*/5 * * * *", Greet(name="all"))]
    )
    queuer = worker.build(made)
    assert ("guest.greet.schedule", "*/5 * * * *") in {(k.entrypoint, k.expression) for k in queuer.sm.registry}


def test_hook_commands(installed: Any) -> None:
    import rich_click as click

    made = installed(commands=lambda: [c.Command(click.Command("guest")), c.Command(click.Command("guest"), "demo")])
    assert {"guest", "demo guest"} <= {item.path for item in made.all("commands")}


@pytest.mark.anyio
async def test_hook_search_providers(installed: Any) -> None:
    from core.search.queries import search

    async def find(query: c.SearchQuery, _who: Principal) -> list[c.SearchHit]:
        return [c.SearchHit(f"found {query.key}", "/staff/guests/1")]

    async def broken(query: c.SearchQuery, _who: Principal) -> list[c.SearchHit]:
        raise LookupError

    made = installed(
        search_providers=lambda: [
            c.SearchProvider("guests", "Khách", find, "guest.read"),
            c.SearchProvider("broken", "Hỏng", broken),
        ]
    )
    assert "found duc hoa" in [h.title for g in await search(made, "Đức Hòa", ANYONE) for h in g.hits]
    assert "found duc hoa" not in [h.title for g in await search(made, "Đức Hòa", NOBODY) for h in g.hits]


@pytest.mark.anyio
async def test_hook_code_patterns(installed: Any) -> None:
    async def resolve(code: str, _who: Principal) -> str | None:
        return f"/staff/guests/{code}"

    made = installed(code_patterns=lambda: [c.CodePattern("guest", "Khách", lambda digits: len(digits) == 9, resolve)])
    pattern = next(p for p in made.all("code_patterns") if p.matches("123456789"))
    assert await pattern.resolve("123456789", ANYONE) == "/staff/guests/123456789"


@pytest.mark.anyio
async def test_hook_notice_channels(installed: Any) -> None:
    sent: list[tuple[str, str, str]] = []

    async def send(address: str, subject: str, text: str) -> None:
        sent.append((address, subject, text))

    made = installed(notice_channels=lambda: [c.NoticeChannel("pigeon", send)])
    channel = next(item for item in made.all("notice_channels") if item.name == "pigeon")
    await channel.send("0900000000", "", "Hồ sơ đã xong")
    assert sent == [("0900000000", "", "Hồ sơ đã xong")]


@pytest.mark.anyio
async def test_hook_health_checks(db: None, installed: Any) -> None:
    from core.operations.health import findings

    async def full() -> str | None:
        return "the shelf is full"

    async def broken() -> str | None:
        raise LookupError("x")

    made = installed(health_checks=lambda: [c.HealthCheck("shelf", full), c.HealthCheck("broken", broken)])
    found = await findings(made)
    assert (found["shelf"], found["broken"]) == ("the shelf is full", "LookupError: x")


@pytest.mark.anyio
async def test_hook_metrics(installed: Any) -> None:
    from core.operations.health import gauges

    async def collect() -> dict[str, float]:
        return {"waiting": 3.0}

    async def broken() -> dict[str, float]:
        raise LookupError

    made = installed(
        metrics=lambda: [c.MetricSource("guests", "Guests", collect), c.MetricSource("broken", "Broken", broken)]
    )
    assert 'guests{kind="waiting"} 3.0' in (await gauges(made)).decode()


@pytest.mark.anyio
async def test_hook_exporters(installed: Any) -> None:
    async def load(_who: Principal) -> tuple[list[str], list[list[object]]]:
        return ["name"], [["Hoa"]]

    made = installed(exporters=lambda: [c.ExporterSpec("guests", "Khách", "guest.read", load)])
    spec = next(item for item in made.all("exporters") if item.name == "guests")
    assert await spec.load(ANYONE) == (["name"], [["Hoa"]])


@pytest.mark.anyio
async def test_hook_lifespans(installed: Any, app: Litestar) -> None:
    from core.app import _lifespan

    steps: list[str] = []

    @contextlib.asynccontextmanager
    async def listener(_app: Litestar) -> AsyncIterator[None]:
        steps.append("open")
        yield
        steps.append("closed")

    made = installed(lifespans=lambda: [listener])
    async with _lifespan(app, made, open_database=False):
        assert steps == ["open"]
    assert steps == ["open", "closed"]


@pytest.mark.anyio
async def test_hook_demo_data(db: None, installed: Any) -> None:
    from core import demo

    order: list[str] = []

    def loader(name: str) -> Callable[[c.DemoContext], Any]:
        async def load(context: c.DemoContext) -> None:
            order.append(f"{name} {context.random.randint(0, 10**9)}")

        return load

    guest = loaded(plugin(demo_data=lambda: [c.DemoData("b", loader("b"), 2), c.DemoData("a", loader("a"), 1)]))
    made = Registry(registry.current().settings, (guest,))
    await demo.load(made, NOW)
    first, order[:] = list(order), []
    await demo.load(made, NOW)
    assert [word.split()[0] for word in first] == ["a", "b"]
    assert first == order, "the seed is fixed"


def test_hook_identity_provider() -> None:
    answer = loaded(plugin(identity_provider=lambda: "vneid")).answers["identity_provider"]
    assert answer == "vneid"


def _slow() -> list[c.NavItem]:
    import time

    time.sleep(30)
    return []


@pytest.mark.parametrize(
    ("hooks", "reason"),
    [
        ({"nav_items": lambda: [1]}, "not NavItem"),
        ({"nav_items": lambda: "text"}, "not a list"),
        ({"nav_items": lambda: None}, "not a list"),
        ({"panels": lambda: 1 / 0}, "ZeroDivisionError"),
        ({"nav_itmes": lambda: [1]}, "no such hook"),
        ({"nav_items": lambda surprise: [surprise]}, "surprise"),
        ({"nav_items": _slow}, "no answer within"),
        ({"plugin_info": lambda: "me"}, "not PluginInfo"),
    ],
)
def test_a_plugin_that_answers_nonsense_is_named(hooks: Any, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.plugins.HOOK_SECONDS", 0.2)
    with pytest.raises(PluginFault, match=reason) as told:
        loaded(plugin(**hooks))
    assert told.value.plugin == "guest"


def _sleeps(_name: str) -> ModuleType:
    import time

    time.sleep(30)
    raise AssertionError


def _raises(_name: str) -> ModuleType:
    raise SystemExit("goodbye")


@pytest.mark.parametrize(("importer", "reason"), [(_sleeps, "no answer within"), (_raises, "SystemExit: goodbye")])
def test_a_plugin_that_cannot_be_imported_is_named(importer: Any, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.plugins.IMPORT_SECONDS", 0.2)
    with pytest.raises(PluginFault, match=reason):
        load_one(new_manager(), "guest", importer)


def test_a_sick_plugin_is_left_out_and_the_others_run() -> None:
    healthy, faults = load_plugins(Settings(plugins=("no-such-plugin",)))
    assert [f.plugin for f in faults] == ["no-such-plugin"]
    assert {"audit", "operations"} <= {p.name for p in healthy}
    with pytest.raises(PluginFault, match="not installed"):
        load_plugins(Settings(plugins=("no-such-plugin",), strict_plugins=True))


def test_two_plugins_with_one_permission_clash() -> None:
    from core.registry import _clash

    first = loaded(plugin("first", permissions=lambda: [c.Permission("p", "P")]), "first")
    second = loaded(plugin("second", permissions=lambda: [c.Permission("p", "P")]), "second")
    assert _clash((first,), second) == "permissions: p is taken already"
