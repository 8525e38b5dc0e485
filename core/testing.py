"""Fixtures for the platform's tests and for plugin authors: `pytest -p core.testing`.

`db` is a migrated database whose changes are rolled back after each test; `committed_db` is a clone of its own for
tests that need real commits (several connections, processes). Async tests run under anyio: mark them
`pytest.mark.anyio` and put a session-scoped fixture `anyio_backend` that answers "asyncio" into your conftest.py
(anyio's own is module-scoped).
"""

import hashlib
import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx
    from litestar import Litestar

    from core.clock import FixedClock
    from core.registry import Registry
    from core.settings import Settings

BASE_URL = "https://testserver"
NOW = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)  # a Wednesday, 09:30 in Vietnam
SECRET = "test-secret-key-of-more-than-32-characters"  # noqa: S105 -- of the tests' own throw-away database


def pytest_configure() -> None:
    """Log without local variables in tracebacks: drawing them takes seconds, longer than some time limits."""
    import structlog

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """Address of a PostgreSQL server: TEST_DATABASE_URL, else the embedded one, kept running between runs."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    from core import devdb

    yield devdb.start(_server_folder())


def _server_folder() -> Path:
    given = os.environ.get("MOTCUA_TEST_PG")
    return Path(given) if given else Path(tempfile.gettempdir()) / f"motcua-test-pg-{os.getuid()}"


def pytest_unconfigure() -> None:
    """Stop the embedded server where nobody comes back to it, and not before the last of several workers is done."""
    from core import devdb

    if os.environ.get("CI") and not {"PYTEST_XDIST_WORKER", "TEST_DATABASE_URL"} & os.environ.keys():
        devdb.stop(_server_folder())


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> "Settings":
    """Settings of a test installation with every plugin that is there."""
    from core.settings import Settings

    return Settings(
        environment="test",
        base_url=BASE_URL,
        secret_key=SECRET,
        data_dir=str(tmp_path_factory.mktemp("data")),
        strict_plugins=True,
        plugins=tuple(filter(None, os.environ["MOTCUA_TEST_PLUGINS"].split(",")))
        if "MOTCUA_TEST_PLUGINS" in os.environ
        else Settings().plugins,
    )


@pytest.fixture(scope="session")
def clock() -> "FixedClock":
    """The tests' clock: stands at Wednesday 22 November 2017, 09:30 in Vietnam. Put it back after moving it."""
    from core.clock import FixedClock

    return FixedClock(NOW)


@pytest.fixture(autouse=True)
def _clock_stands(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "clock" in request.fixturenames:
        request.getfixturevalue("clock").at = NOW


@pytest.fixture(scope="session")
def app(settings: "Settings", clock: "FixedClock") -> "Litestar":
    """The application, built once; its database is the test's."""
    from core.app import create_app

    return create_app(settings, clock=clock, open_database=False)


@pytest.fixture(scope="session")
def registry(app: "Litestar") -> "Registry":
    """What is installed."""
    return app.state.registry  # type: ignore[no-any-return]


async def _template(server: str, registry: "Registry") -> str:
    """Return the name of a migrated database, made once for each state of the migrations and of the role matrix."""
    import asyncpg

    from core import db, devdb, migrate

    matrix = repr(sorted((p.name, sorted(p.roles)) for p in registry.permissions.values()))
    name = f"motcua_template_{migrate.fingerprint(registry)}_{hashlib.sha256(matrix.encode()).hexdigest()[:6]}"
    admin = await asyncpg.connect(server)
    try:
        # several runs may want the template at once: the first makes it, under a lock
        await admin.execute("SELECT pg_advisory_lock(42)")
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", f"{name}_ready"):
            await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
            await db.open_pool(devdb.database_url(server, name))
            await migrate.migrate(registry)
            await db.close_pool()
            await admin.execute(f'ALTER DATABASE "{name}" RENAME TO "{name}_ready"')
    finally:
        await admin.close()
    return f"{name}_ready"


async def clone_database(server: str, registry: "Registry") -> str:
    """Make a fresh migrated database; return its address. `drop_database` removes it."""
    import asyncpg

    from core import devdb

    template = await _template(server, registry)
    name = f"motcua_test_{uuid.uuid4().hex[:12]}"
    admin = await asyncpg.connect(server)
    try:
        await admin.execute("SELECT pg_advisory_lock(43)")  # a template may have one copier at a time
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    finally:
        await admin.close()
    return devdb.database_url(server, name)


async def drop_database(server: str, address: str) -> None:
    """Remove a database made by `clone_database`."""
    import asyncpg

    name = address.partition("?")[0].rpartition("/")[2]
    admin = await asyncpg.connect(server)
    try:
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await admin.close()


@pytest.fixture(scope="session")
async def database_url(server_url: str, registry: "Registry") -> AsyncIterator[str]:
    """Address of this session's migrated database, with the pool open on it."""
    from core import db

    address = await clone_database(server_url, registry)
    await db.open_pool(address)
    yield address
    await db.close_pool()
    await drop_database(server_url, address)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[None]:
    """A transaction around the test; commands inside it use savepoints, and all is rolled back at the end."""
    from core import db as database

    class _Undo(Exception):
        pass

    try:
        async with database.transaction():
            yield
            raise _Undo
    except _Undo:
        pass


@pytest.fixture
async def committed_db(server_url: str, registry: "Registry", database_url: str) -> AsyncIterator[str]:
    """A database of the test's own, with the pool on it and real commits; returns its address."""
    from core import db as database

    address = await clone_database(server_url, registry)
    await database.close_pool()
    await database.open_pool(address)
    yield address
    await database.close_pool()
    await drop_database(server_url, address)
    await database.open_pool(database_url)


@pytest.fixture
async def client(app: "Litestar", db: None) -> AsyncIterator["httpx.AsyncClient"]:
    """A browser without scripts: httpx on the application, in the test's transaction."""
    async for made in _client(app):
        yield made


async def _client(app: "Litestar") -> AsyncIterator["httpx.AsyncClient"]:
    import httpx

    from core.text.i18n import load_catalogues
    from core.web.middleware import Frame

    # a test of the catalogues may have put others in their place
    load_catalogues(["core", *(plugin.package for plugin in app.state.registry.plugins)])
    transport = httpx.ASGITransport(app=Frame(app), raise_app_exceptions=False)  # type: ignore[arg-type]
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url=BASE_URL) as made:
        yield made


@pytest.fixture
async def committed_client(app: "Litestar", committed_db: str) -> AsyncIterator["httpx.AsyncClient"]:
    """As `client`, with real commits."""
    async for made in _client(app):
        yield made


@pytest.fixture
def run_jobs(registry: "Registry", clock: "FixedClock") -> Callable[[], Awaitable[int]]:
    """Run what is queued now, inline, until nothing is due; returns how many ran. A failing job raises."""
    from core import db as database
    from core import worker

    async def run_due() -> int:
        kinds = {kind.name: kind for kind in worker.kinds(registry)}
        done = 0
        while True:
            job = await database.row(
                "DELETE FROM jobs.pgqueuer WHERE id = (SELECT id FROM jobs.pgqueuer WHERE status = 'queued'"
                " AND execute_after <= now() ORDER BY priority DESC, id LIMIT 1) RETURNING id, entrypoint, payload"
            )
            if job is None:
                return done
            await worker.run_one(kinds[job["entrypoint"]], job["payload"], clock, job["id"])
            done += 1

    return run_due


@pytest.fixture
def count_queries(db: None) -> Callable[[], Any]:
    """Collect the statements that a block sends: use it as a context manager, `with count_queries() as sent`.

    The driver tells of a statement one turn of the loop later: end the block with `await asyncio.sleep(0)`.
    """
    from contextlib import contextmanager

    from core.piccolo_conf import DB

    @contextmanager
    def counted() -> Iterator[list[str]]:
        sent: list[str] = []
        connection = DB.current_transaction.get().connection  # type: ignore[union-attr]
        raw = getattr(connection, "_con", connection)

        def note(record: Any) -> None:
            sent.append(record.query)

        raw.add_query_logger(note)
        try:
            yield sent
        finally:
            raw.remove_query_logger(note)

    return counted


@pytest.fixture
async def login(client: "httpx.AsyncClient", clock: "FixedClock") -> AsyncIterator[Callable[..., Awaitable[Any]]]:
    """Log somebody in and return a client; the person is made on first use, with that role.

    Use it as `clerk = await login("clerk", "huu-thanh")`.

    Arguments: role, code of the unit (config/organisation.toml; the district by default), username="".
    """
    from contextlib import AsyncExitStack

    from core.accounts import testing

    async with AsyncExitStack() as opened:

        async def log_in(role: str, unit: str = "duc-hoa", username: str = "") -> "httpx.AsyncClient":
            who = await testing.staff(role, unit, clock.now(), username)
            return await opened.enter_async_context(await testing.log_in(client, who, clock.now()))

        yield log_in


@pytest.fixture
def act_for(db: None, clock: "FixedClock") -> Callable[..., Awaitable[Any]]:
    """Return an act for commands, as in `act = await act_for("clerk", "huu-thanh")`; arguments as of `login`."""
    from core.accounts import testing

    async def act(role: str, unit: str = "duc-hoa", username: str = "") -> Any:
        return testing.act_of(await testing.staff(role, unit, clock.now(), username), clock.now())

    return act
