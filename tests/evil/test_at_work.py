"""A plugin that goes wrong while the platform works leaves its own gap; what others wrote and show stays."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from litestar import Litestar, Request

from core import contributions as c
from core import db as database
from core import events, jobs, registry, worker
from core.acting import Act, Principal, system_act
from core.clock import FixedClock
from core.lifespans import open_lifespans
from core.operations.health import findings, gauges
from core.plugins import PluginFault
from core.registry import Registry
from core.search.queries import search
from core.settings import Settings
from core.web.panels import draw_panels
from tests.evil.wickedness import AWAITED, plugin

pytestmark = pytest.mark.anyio

ACT = system_act(datetime(2017, 11, 22, 2, 30, tzinfo=UTC))
ANYONE = Principal(username="lan", display_name="Lan", account_id=1)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in (
        "core.events.SUBSCRIBER_SECONDS",
        "core.web.panels.PANEL_SECONDS",
        "core.search.queries.PROVIDER_SECONDS",
        "core.operations.health.CHECK_SECONDS",
        "core.lifespans.OPEN_SECONDS",
        "core.lifespans.CLOSE_SECONDS",
    ):
        monkeypatch.setattr(limit, 0.5)


@pytest.fixture
def installed(app: Litestar) -> Any:
    """Install the core's parts and guests, as production does; the session's own registry comes back afterwards."""
    before = registry.current()

    def with_guests(*guests: Any) -> Registry:
        made = Registry(Settings(environment="production"), (*before.plugins, *guests))
        registry.install(made)
        return made

    yield with_guests
    registry.install(before)


class Happened(events.Event, frozen=True):
    """Something the writer tells of."""

    word: str


async def _hides_an_error(_event: Happened, _act: Act) -> None:
    await database.execute("INSERT INTO public.book VALUES ('evil')")
    with contextlib.suppress(asyncpg.PostgresError):
        await database.execute("SELECT 1 / 0")


async def _deletes_and_raises(_event: Happened, _act: Act) -> None:
    await database.execute("DELETE FROM public.book")
    raise LookupError


async def _deletes_and_hangs(_event: Happened, _act: Act) -> None:
    await database.execute("DELETE FROM public.book")
    await database.execute("SELECT pg_sleep(60)")


async def _asks_nonsense(_event: Happened, _act: Act) -> None:
    await database.execute("INSERT INTO public.book VALUES ('evil')")
    await database.execute("SELECT nonsense")


async def _leaves_its_own_savepoint_open(_event: Happened, _act: Act) -> None:
    await database.execute("SAVEPOINT mine")
    await database.execute("INSERT INTO public.book VALUES ('evil')")
    raise LookupError


SUBSCRIBERS: dict[str, Callable[..., Any]] = {
    **AWAITED,
    "hides the error of a statement": _hides_an_error,
    "deletes and raises": _deletes_and_raises,
    "deletes and hangs in the database": _deletes_and_hangs,
    "asks nonsense": _asks_nonsense,
    "leaves a savepoint open": _leaves_its_own_savepoint_open,
}


async def _neighbour(event: Happened, _act: Act) -> None:
    await database.execute("INSERT INTO public.book VALUES ($1)", f"neighbour of {event.word}")


def _told_by(evil: Callable[..., Any]) -> Callable[[], list[c.Subscription]]:
    async def evil_handler(event: Happened, act: Act) -> None:
        await evil(event, act)

    def second_neighbour(event: Happened, act: Act) -> Awaitable[None]:
        return _neighbour(event, act)

    handlers = (_neighbour, evil_handler, second_neighbour)
    return lambda: [c.Subscription(Happened, handler, "in_transaction") for handler in handlers]


async def _book() -> list[str]:
    return [row["word"] for row in await database.rows("SELECT word FROM public.book ORDER BY word")]


@pytest.mark.parametrize("kind", SUBSCRIBERS)
async def test_a_subscriber_that_goes_wrong_loses_only_its_own_writes(
    committed_db: str, installed: Any, kind: str
) -> None:
    await database.execute("CREATE TABLE public.book (word text)")
    installed(plugin(subscriptions=_told_by(SUBSCRIBERS[kind])))
    async with database.transaction():
        await database.execute("INSERT INTO public.book VALUES ('writer')")
        await events.publish(Happened(word="all"), ACT)
        await database.execute("INSERT INTO public.book VALUES ('writer, later')")
    assert await _book() == ["neighbour of all", "neighbour of all", "writer", "writer, later"]
    assert await database.value("SELECT count(*) FROM core.core_event") == 1


@pytest.mark.parametrize("statement", ["ROLLBACK", "COMMIT"])
async def test_a_write_whose_transaction_a_subscriber_ended_is_not_answered_as_saved(
    committed_db: str, installed: Any, statement: str
) -> None:
    async def ends_it(_event: Happened, _act: Act) -> None:
        await database.execute(statement)

    await database.execute("CREATE TABLE public.book (word text)")
    installed(plugin(subscriptions=lambda: [c.Subscription(Happened, ends_it, "in_transaction")]))
    with pytest.raises(database.LostTransaction):
        async with database.transaction():
            await database.execute("INSERT INTO public.book VALUES ('writer')")
            await events.publish(Happened(word="all"), ACT)
    assert await _book() == ([] if statement == "ROLLBACK" else ["writer"])
    assert await database.value("SELECT 1") == 1, "the connection is whole again"


async def test_a_caller_who_gives_up_is_not_taken_for_a_failing_subscriber(committed_db: str, installed: Any) -> None:
    await database.execute("CREATE TABLE public.book (word text)")
    installed(plugin(subscriptions=_told_by(AWAITED["hangs"])))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), database.transaction():
            await events.publish(Happened(word="all"), ACT)
    assert await _book() == []


async def test_an_after_commit_subscriber_that_fails_keeps_no_other_from_hearing(
    committed_db: str, installed: Any, clock: FixedClock
) -> None:
    await database.execute("CREATE TABLE public.book (word text)")

    async def evil(_event: Happened, _act: Act) -> None:
        await database.execute("INSERT INTO public.book VALUES ('evil')")
        raise LookupError("never")

    made = installed(
        plugin(subscriptions=lambda: [c.Subscription(Happened, evil), c.Subscription(Happened, _neighbour)])
    )
    async with database.transaction():
        await events.publish(Happened(word="all"), ACT)
    queued = await database.rows("SELECT payload FROM jobs.pgqueuer WHERE entrypoint = 'core.deliver' ORDER BY id")
    kind = {k.name: k for k in worker.kinds(made)}["core.deliver"]
    with pytest.raises(LookupError, match="never"):
        await worker.run_one(kind, queued[0]["payload"], clock)
    await worker.run_one(kind, queued[1]["payload"], clock)
    assert await _book() == ["neighbour of all"]
    assert await database.value("SELECT count(*) FROM core.core_delivery") == 1, "the evil one is not marked as told"


class Task(jobs.Payload, frozen=True, tag="evil.task"):
    """A job."""


@pytest.mark.parametrize("kind", ["raises", "exits", "cancels", "hangs", "is_not_async"])
async def test_a_job_that_goes_wrong_fails_as_any_other(clock: FixedClock, kind: str) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 -- an Exception is what the queue can hold; SystemExit is none
        await worker.run_one(c.JobKind(Task, AWAITED[kind], seconds=0.2), b'{"job": "evil.task"}', clock)


async def test_an_event_waits_for_a_plugin_that_is_left_out(committed_db: str, installed: Any) -> None:
    made = installed()
    lost = events.Deliver(event_id="00000000-0000-0000-0000-000000000001", handler="evil.subscribers.note")
    await events.deliver(lost, ACT)
    made.note_fault(PluginFault("evil", "cannot be imported"))
    with pytest.raises(LookupError, match="left out"):
        await events.deliver(lost, ACT)


def _request() -> Request[Any, Any, Any]:
    scope = {"type": "http", "path": "/staff", "query_string": b"", "headers": [], "state": {}, "method": "GET"}
    return Request(scope)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", AWAITED)
async def test_a_panel_that_goes_wrong_leaves_a_gap(installed: Any, kind: str) -> None:
    installed(plugin(panels=lambda: [c.Panel("evil.slot", "core/none.html", AWAITED[kind])]))
    (drawn,) = await draw_panels("evil.slot", _request(), ANYONE)
    assert (drawn.failed, drawn.html) == (True, "")


@pytest.mark.parametrize("kind", AWAITED)
async def test_a_search_provider_that_goes_wrong_leaves_a_gap(installed: Any, kind: str) -> None:
    async def find(query: c.SearchQuery, _who: Principal) -> list[c.SearchHit]:
        return [c.SearchHit(f"found {query.key}", "/staff/x")]

    made = Registry(
        registry.current().settings,
        (
            plugin(search_providers=lambda: [c.SearchProvider("evil", "Evil", AWAITED[kind])]),
            plugin("healthy", search_providers=lambda: [c.SearchProvider("healthy", "Healthy", find)]),
        ),
    )
    assert [hit.title for group in await search(made, "Hòa", ANYONE) for hit in group.hits] == ["found hoa"]


@pytest.mark.parametrize("kind", AWAITED)
async def test_a_health_check_that_goes_wrong_is_a_finding(kind: str) -> None:
    async def well() -> None:
        return None

    made = Registry(
        Settings(),
        (plugin(health_checks=lambda: [c.HealthCheck("evil", AWAITED[kind]), c.HealthCheck("well", well)]),),
    )
    found = await findings(made)
    assert found["well"] is None
    assert isinstance(found["evil"], str)


@pytest.mark.parametrize("kind", AWAITED)
async def test_a_metric_that_goes_wrong_is_absent(kind: str) -> None:
    async def collect() -> dict[str, float]:
        return {"waiting": 3.0}

    made = Registry(
        Settings(),
        (
            plugin(
                metrics=lambda: [
                    c.MetricSource("evil", "Evil", AWAITED[kind]),
                    c.MetricSource("well", "Well", collect),
                ]
            ),
        ),
    )
    text = (await gauges(made)).decode()
    assert 'well{kind="waiting"} 3.0' in text
    assert "evil{" not in text


@contextlib.asynccontextmanager
async def _raises_at_once(_app: Any) -> AsyncIterator[None]:
    raise LookupError("no listener")
    yield


@contextlib.asynccontextmanager
async def _exits_at_once(_app: Any) -> AsyncIterator[None]:
    raise SystemExit(3)
    yield


@contextlib.asynccontextmanager
async def _hangs_at_once(_app: Any) -> AsyncIterator[None]:
    await asyncio.sleep(60)
    yield


@contextlib.asynccontextmanager
async def _dies_in_a_group(_app: Any) -> AsyncIterator[None]:
    async def die() -> None:
        await asyncio.sleep(0.05)
        raise LookupError("listener died")

    async with asyncio.TaskGroup() as group:
        group.create_task(die())
        yield


@contextlib.asynccontextmanager
async def _hangs_at_the_end(_app: Any) -> AsyncIterator[None]:
    yield
    await asyncio.sleep(60)


@contextlib.asynccontextmanager
async def _raises_at_the_end(_app: Any) -> AsyncIterator[None]:
    yield
    raise LookupError("cannot close")


def _is_no_context(_app: Any) -> Any:
    return 5


LIFESPANS: dict[str, tuple[Any, str]] = {
    "raises at once": (_raises_at_once, "LookupError: no listener"),
    "exits at once": (_exits_at_once, "SystemExit"),
    "hangs at once": (_hangs_at_once, "not open within"),
    "is no context": (_is_no_context, "TypeError"),
    "dies in a group": (_dies_in_a_group, "ExceptionGroup"),
    "hangs at the end": (_hangs_at_the_end, "cancelled"),
    "raises at the end": (_raises_at_the_end, "LookupError: cannot close"),
}


@pytest.mark.parametrize("kind", LIFESPANS)
async def test_a_lifespan_that_goes_wrong_stops_nobody(app: Litestar, kind: str) -> None:
    steps: list[str] = []

    @contextlib.asynccontextmanager
    async def neighbour(_app: Any) -> AsyncIterator[None]:
        steps.append("open")
        yield
        steps.append("closed")

    lifespan, reason = LIFESPANS[kind]
    guests = (plugin(lifespans=lambda: [lifespan]), plugin("healthy", lifespans=lambda: [neighbour]))
    made = Registry(Settings(environment="production"), guests)
    async with open_lifespans(app, made):
        await asyncio.sleep(0.2)
        assert steps == ["open"], "the application serves"
    assert steps == ["open", "closed"]
    assert [fault.plugin for fault in made.faults] == ["evil"]
    assert reason in made.faults[0].reason


async def test_with_strict_plugins_a_lifespan_that_does_not_open_stops_the_start(app: Litestar) -> None:
    made = Registry(Settings(strict_plugins=True), (plugin(lifespans=lambda: [_raises_at_once]),))
    with pytest.raises(PluginFault, match="no listener"):
        async with open_lifespans(app, made):
            raise AssertionError
