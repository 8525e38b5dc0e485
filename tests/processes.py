"""Real processes for tests: commands, web and worker on a database of their own; each is ended by its own number."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from core.testing import SECRET, clone_database, drop_database

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
END_SECONDS = 20

LOG_IN = """
import sys
import httpx
from core.accounts import testing
from core.cli import with_database
from core.clock import system_clock

async def work():
    at = system_clock.now()
    who = await testing.staff(sys.argv[1], sys.argv[2], at)
    client = await testing.log_in(httpx.AsyncClient(base_url="http://nowhere"), who, at)
    (name, value), = client.cookies.items()
    print(f"{name}={value}", client.headers["x-csrf-token"])

with_database(work)
"""


@pytest.fixture
def own_database(server_url: str, registry: Any) -> Iterator[str]:
    """Address of a migrated database that only this test and its processes use; for tests that are not async."""
    address = asyncio.run(clone_database(server_url, registry))
    yield address
    asyncio.run(drop_database(server_url, address))


@pytest.fixture(scope="module")
def server_folder() -> Iterator[Path]:
    """A folder for a server's data: under root the server is another user, who may not enter pytest's own folders."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Installation:
    """A folder with settings and logs, and the environment of the processes that use them."""

    folder: Path
    environment: dict[str, str]

    @property
    def database(self) -> str:
        return self.environment["MOTCUA_DATABASE_URL"]

    def run(self, *arguments: str, seconds: float = START_SECONDS) -> subprocess.CompletedProcess[str]:
        """Run a `motcua` command to its end; both outputs as text."""
        return subprocess.run(
            [sys.executable, "-m", "core", *arguments],
            check=False,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
        )

    def python(self, code: str, *arguments: str, seconds: float = START_SECONDS) -> str:
        """Run a piece of Python in the installation's environment; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            check=False,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()

    def log_in(self, role: str, unit: str) -> dict[str, str]:
        """Log somebody in who holds a role in a unit; return the headers that the person's pages send."""
        cookie, token = self.python(LOG_IN, role, unit).splitlines()[-1].split(" ", 1)
        return {"cookie": cookie, "x-csrf-token": token}

    def rows(self, statement: str, *values: Any) -> list[Any]:
        """Ask the installation's database, on a connection of its own."""

        async def ask() -> list[Any]:
            connection = await asyncpg.connect(self.database)
            try:
                return [tuple(row) for row in await connection.fetch(statement, *values)]
            finally:
                await connection.close()

        return asyncio.run(ask())

    def value(self, statement: str, *values: Any) -> Any:
        """Return the first column of the first row."""
        return self.rows(statement, *values)[0][0]

    @contextmanager
    def process(self, *arguments: str, code: str = "") -> Iterator[subprocess.Popen[bytes]]:
        """Run a `motcua` process, or a piece of Python, during the block; its log is `<first argument>.log`."""
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            started = subprocess.Popen(
                [sys.executable, "-c", code] if code else [sys.executable, "-m", "core", *arguments],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield started
        finally:
            end(started)

    @contextmanager
    def web(self) -> Iterator["Web"]:
        """Serve the pages for the length of the block."""
        port = free_port()
        with self.process("web", "--port", str(port)) as started:
            site = Web(f"http://127.0.0.1:{port}", started)
            wait_until(lambda: site.answers("/health/live"), START_SECONDS, lambda: self.log("web"), started)
            yield site

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run queued work for the length of the block."""
        before = self.log("worker").count("worker started")
        with self.process("worker") as started:
            wait_until(
                lambda: self.log("worker").count("worker started") > before,
                START_SECONDS,
                lambda: self.log("worker"),
                started,
            )
            yield started

    def log(self, name: str) -> str:
        """Return what a kind of process has written so far."""
        path = self.folder / f"{name}.log"
        return path.read_text("utf-8", errors="replace") if path.exists() else ""


@dataclass
class Web:
    """A serving process."""

    url: str
    process: subprocess.Popen[bytes]

    def answers(self, path: str) -> bool:
        """Tell whether a path is answered with 200 right now."""
        try:
            return httpx.get(self.url + path, timeout=5).status_code == 200
        except httpx.HTTPError:
            return False


def installation(
    folder: Path,
    database_url: str,
    *,
    plugins: tuple[str, ...] = (),
    packages: tuple[Path, ...] = (),
    settings: str = "",
) -> Installation:
    """Return an installation. packages: folders with further distributions; settings: more lines of its TOML file."""
    names = ", ".join(f'"{name}"' for name in plugins)
    text = f'environment = "production"\nplugins = [{names}]\ndata_dir = "{folder / "data"}"\n{settings}\n'
    (folder / "motcua.toml").write_text(text, "utf-8")
    path = os.pathsep.join(str(p) for p in (*packages, ROOT))
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MOTCUA_", "DATABASE_URL"))}
    return Installation(
        folder,
        kept
        | {
            "MOTCUA_CONFIG": str(folder / "motcua.toml"),
            "MOTCUA_DATABASE_URL": database_url,
            "MOTCUA_SECRET_KEY": SECRET,
            "PYTHONPATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )


def free_port() -> int:
    """Return a TCP port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(
    true: Callable[[], Any],
    seconds: float,
    why: Callable[[], str] = lambda: "",
    process: "subprocess.Popen[bytes] | None" = None,
) -> None:
    """Wait until something is true. Fails with `why()` when it takes too long, or when the process has ended."""
    deadline = time.monotonic() + seconds
    while not true():
        ended = process is not None and process.poll() is not None
        if ended or time.monotonic() > deadline:
            what = f"the process ended with {process.returncode}" if ended and process else f"not within {seconds:g} s"
            raise AssertionError(f"{what}\n{why()[-3000:]}")
        time.sleep(0.05)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process that a test started, and what it started itself: they share a session of their own."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
