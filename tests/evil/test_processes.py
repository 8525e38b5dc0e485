"""The real server and the real worker among sick plugins."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.evil.wickedness import INFO, distribution
from tests.processes import ROOT, installation, wait_until

HEALTHY = """
from litestar import get
from core.contributions import JobKind
from core.jobs import Payload
from core.web.access import public

class Write(Payload, frozen=True, tag="healthy.write"):
    word: str

async def write(payload, act):
    from core import db
    await db.execute("INSERT INTO public.healthy VALUES ($1)", payload.word)

@get("/healthy", guards=[public], sync_to_thread=False)
def page() -> str:
    return "well"

@hookimpl
def route_handlers():
    return [page]

@hookimpl
def jobs():
    return [JobKind(Write, write)]
"""

DOOR = """
from litestar import get

@get("/sick/open", sync_to_thread=False)
def door() -> str:
    return ""

@hookimpl
def route_handlers():
    return [door]
"""

LIFESPAN = """
from contextlib import asynccontextmanager

@asynccontextmanager
async def listen(app):
    raise LookupError("no line")
    yield

@hookimpl
def lifespans():
    return [listen]
"""

HOOK = """
@hookimpl
def nav_items():
    raise LookupError("no menu")
"""

SICK = {
    "sick_import": "raise LookupError('out of paper')",
    "sick_exit": "import sys; sys.exit(9)",
    "sick_hook": INFO + HOOK,
    "sick_door": INFO + DOOR,
    "sick_lifespan": INFO + LIFESPAN,
}

JOBS = """
from core.contributions import JobKind
from core.jobs import Payload

class Leave(Payload, frozen=True, tag="sick_job.leave"):
    pass

async def leave(payload, act):
    raise SystemExit(7)

@hookimpl
def jobs():
    return [JobKind(Leave, leave, attempts=1)]
"""

ENQUEUE = """
from core.cli import with_database
from core.jobs import enqueue
from sick_job_package.plugin import Leave
from healthy_package.plugin import Write

async def work():
    await enqueue(Leave())
    for number in range(3):
        await enqueue(Write(word=str(number)))

with_database(work)
"""

BLOCKED = """
import asyncio, time
from core.watchdog import watchdog

def wicked_loop():
    time.sleep(60)

async def main():
    async with watchdog(1.0):
        await asyncio.sleep(1.5)
        print("a loop that turns is left alone", flush=True)
        wicked_loop()

asyncio.run(main())
"""


@pytest.mark.slow
def test_the_server_serves_among_sick_plugins_and_names_them(own_database: str, tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    for name, source in {**SICK, "healthy": INFO + HEALTHY}.items():
        distribution(folder, name, source.replace("NAME", f'"{name}"'))
    office = installation(tmp_path, own_database, plugins=(*SICK, "healthy"), packages=(folder,))
    with office.web() as web:
        assert httpx.get(f"{web.url}/healthy").text == "well"
        state = httpx.get(f"{web.url}/staff/operations", headers=office.log_in("admin", "duc-hoa"))
        assert state.status_code == 200
        reasons = ("out of paper", "SystemExit: 9", "no menu", "/sick/open", "no line")
        assert [word for word in (*SICK, *reasons) if word not in state.text] == []
        assert httpx.get(f"{web.url}/health/ready").json()["status"] == "degraded"


@pytest.mark.slow
def test_the_worker_works_on_after_a_job_that_wants_to_end_it(own_database: str, tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    distribution(folder, "sick_job", (INFO + JOBS).replace("NAME", '"sick_job"'))
    distribution(folder, "healthy", (INFO + HEALTHY).replace("NAME", '"healthy"'))
    office = installation(tmp_path, own_database, plugins=("sick_job", "healthy"), packages=(folder,))
    office.rows("CREATE TABLE public.healthy (word text)")
    with office.worker() as worker:
        office.python(ENQUEUE)
        wait_until(
            lambda: office.value("SELECT count(*) FROM public.healthy") == 3, 20, lambda: office.log("worker"), worker
        )
        held = "SELECT count(*) FROM jobs.pgqueuer WHERE status = 'failed' AND entrypoint = 'sick_job.leave'"
        wait_until(lambda: office.value(held) == 1, 20, lambda: office.log("worker"), worker)


def test_a_process_whose_loop_stands_still_ends_and_says_where() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], cwd=ROOT, check=False, capture_output=True, text=True, timeout=50
    )
    assert "a loop that turns is left alone" in done.stdout
    assert done.returncode == 1
    assert "wicked_loop" in done.stderr
