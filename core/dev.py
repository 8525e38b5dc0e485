"""`motcua dev`: the whole product on one machine, with living demonstration data; ends everything that it started."""

import asyncio
import ctypes
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import rich_click as click

from core import devdb
from core.settings import Settings, load_settings

DATABASE = "motcua"
SHORTEST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
_PR_SET_PDEATHSIG = 1


def run(home: Path, port: int) -> int:
    """Start database, web and worker; serve until Ctrl-C or SIGTERM; return the exit code."""
    home.mkdir(parents=True, exist_ok=True)
    with only_one(home):
        _refuse_taken(port)
        return _run(home, port)


def _run(home: Path, port: int) -> int:
    stopping = Stopping()
    embedded = not (os.environ.get("DATABASE_URL") or os.environ.get("MOTCUA_DATABASE_URL"))
    children: list[subprocess.Popen[bytes]] = []
    try:
        with step("database"):
            url = _embedded_database(home) if embedded else load_settings().database_url
        environment = _environment(home, url, port)
        os.environ.update(environment)
        settings = load_settings()
        with step("tables and demonstration data"):
            asyncio.run(_prepare(settings, home))
        if stopping.asked:
            return 0
        with step("web and worker"):
            children.append(_child("web", "--port", str(port)))
            _wait_until_ready(port, children, stopping)
            children.append(_child("worker"))  # only now: it has much to do at first, and people wait for the pages
        _greet(home)
        return _watch(children, stopping)
    finally:
        _end(children)
        if embedded:
            devdb.stop(home / "postgres")
        click.echo("stopped")


class RunsAlready(click.ClickException):
    """Somebody else's `motcua dev` has the folder."""


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Keep a second one off the same folder: it would stop the database of the first when it ends."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (home / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunsAlready(f"motcua dev runs already in {home}; its address is in dev.json there") from error
        yield


@contextmanager
def database(home: Path) -> Iterator[Settings]:
    """Keep the development database of a folder up for the block, as `motcua dev` would; return its settings.

    For commands that need a database where none is set. One that `motcua dev` runs is used and left running.
    """
    home.mkdir(parents=True, exist_ok=True)
    try:
        with only_one(home):
            try:
                yield _settings_of(home)
            finally:
                devdb.stop(home / "postgres")
    except RunsAlready:
        yield _settings_of(home)


def _settings_of(home: Path) -> Settings:
    os.environ.update(_environment(home, _embedded_database(home), 8000))
    return load_settings()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise click.ClickException(f"port {port} is taken; try another: PORT={port + 10}") from error


class Stopping:
    """Remembers that Ctrl-C or SIGTERM came; a second one is not obeyed faster, so nothing is left running."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print a line for a step and how long it took."""
    started = time.monotonic()
    if sys.stdout.isatty():
        click.echo(f"  … {title}", nl=False)
    yield
    done = f"  ✓ {title} ({time.monotonic() - started:.1f} s)"
    click.echo(f"\r{done}" if sys.stdout.isatty() else done)


def _embedded_database(home: Path) -> str:
    server = devdb.start(home / "postgres")
    asyncio.run(_ensure_database(server))
    return devdb.database_url(server, DATABASE)


async def _ensure_database(server: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(server)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
            await connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
    finally:
        await connection.close()


def _environment(home: Path, url: str, port: int) -> dict[str, str]:
    """Return the settings of a development installation as environment variables; its secret is made once."""
    secret = home / "secret"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(48), "ascii")
    return {
        "MOTCUA_ENVIRONMENT": "development",
        "MOTCUA_DATABASE_URL": url,
        "MOTCUA_SECRET_KEY": secret.read_text("ascii"),
        "MOTCUA_BASE_URL": f"http://127.0.0.1:{port}",
        "MOTCUA_DATA_DIR": str(home / "data"),
    }


async def _prepare(settings: Settings, home: Path) -> None:
    from core import db, demo, migrate, registry
    from core.clock import system_clock

    installed = registry.build_registry(settings)
    registry.install(installed)
    await db.open_pool(settings.database_url, statement_seconds=None)
    try:
        if await migrate.pending(installed):
            await migrate.migrate(installed)
        if await demo.is_empty():
            context = await demo.load(installed, system_clock.now())
            facts = {"logins": context.shared.get("logins", []), "api_token": context.shared.get("api_token", "")}
            _write_private(home / "dev.json", {"url": settings.base_url, **facts})
        else:
            _write_private(home / "dev.json", {**_known(home), "url": settings.base_url})
    finally:
        await db.close_pool()


def _known(home: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((home / "dev.json").read_text("utf-8")))
    except FileNotFoundError:
        return {"logins": [], "api_token": ""}


def _write_private(path: Path, values: dict[str, Any]) -> None:
    path.touch(mode=0o600)
    path.write_text(json.dumps(values, ensure_ascii=False, indent=2), "utf-8")


def _child(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a motcua process that ends by itself when this one is killed."""
    command = [sys.executable, "-m", "core", *arguments]
    # this process has one thread, so running code between fork and exec is safe
    return subprocess.Popen(command, preexec_fn=_die_with_parent(), start_new_session=True)  # noqa: PLW1509, S603


def _die_with_parent() -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask_the_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask_the_kernel


def _wait_until_ready(port: int, children: list[subprocess.Popen[bytes]], stopping: Stopping) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not stopping.asked:
        for child in children:
            if child.poll() is not None:
                raise click.ClickException(f"a process ended with code {child.returncode}; its message is above")
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    if not stopping.asked:
        raise click.ClickException(f"no answer on port {port} within a minute")


def _greet(home: Path) -> None:
    known = _known(home)
    click.echo(f"\nmotcua is at {known['url']}\n")
    for login in known["logins"]:
        click.echo(f"  {login['role']:<14} {login['username']:<20} {login['password']:<18} TOTP {login['totp_secret']}")
    click.echo(f"\nStaff log in at {known['url']}/login; the same logins and an API token are in {home / 'dev.json'}.")
    click.echo("Ctrl-C stops everything.\n")


def _watch(children: list[subprocess.Popen[bytes]], stopping: Stopping) -> int:
    """Wait for the end; a worker that ends by itself (the database restarted) is started again, ever more slowly."""
    pause, started = SHORTEST_PAUSE, time.monotonic()
    while not stopping.asked:
        time.sleep(0.1)
        if children[0].poll() is not None:
            click.echo(f"web ended with code {children[0].returncode}", err=True)
            return 1
        lived = time.monotonic() - started
        if children[1].poll() is not None and lived > pause:
            pause = SHORTEST_PAUSE if lived > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
            children[1], started = _child("worker"), time.monotonic()
    return 0


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
