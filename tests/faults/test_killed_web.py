"""A request that was answered with 2xx survives the death of the process that answered it."""

import os
import signal
from pathlib import Path

import pytest

from tests.faults.ledger import HALF, TABLES, Clients, install
from tests.processes import Installation, installation, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def office(own_database: str, tmp_path: Path) -> Installation:
    made = installation(tmp_path, own_database, plugins=("ledger",), packages=(install(tmp_path / "packages"),))
    for statement in TABLES:
        made.rows(statement)
    return made


def booked(office: Installation) -> set[int]:
    return {number for (number,) in office.rows("SELECT id FROM public.ledger")}


def test_what_was_promised_is_there_after_kill_9_and_nothing_is_half_done(office: Installation) -> None:
    with office.web() as web, Clients(web.url) as clients:
        wait_until(lambda: len(clients.promised) > 50, 60, lambda: office.log("web"), web.process)
        os.killpg(web.process.pid, signal.SIGKILL)
    assert len(clients.promised) > 50
    assert clients.refused == []
    assert clients.promised <= booked(office), "a promise was broken"
    assert office.rows(HALF) == []
    with office.web() as web, Clients(web.url, 1) as later, office.worker():
        wait_until(lambda: later.promised, 30, lambda: office.log("web"), web.process)
        wait_until(
            lambda: {n for (n,) in office.rows("SELECT id FROM public.ledger_counted")} >= clients.promised,
            60,
            lambda: office.log("worker"),
        )
    assert not later.promised & clients.promised, "no number was given twice"
