"""Background work: at least once, one effect, nothing lost; held for a person when it fails; one job for each slot."""

import asyncio
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from core import contributions as c
from core import db as database
from core import jobs, worker
from core.acting import Act, system_act
from core.clock import FixedClock
from core.registry import Registry
from core.settings import Settings
from tests.core.web.desk import plugin
from tests.evil.wickedness import INFO, distribution
from tests.processes import Installation, installation, wait_until

NOW = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)

WORKSHOP = """
import asyncio
from core import db
from core.contributions import JobKind, Subscription
from core.events import Event
from core.jobs import Payload

class Saw(Payload, frozen=True, tag="workshop.saw"):
    number: int
    seconds: float = 0.0

class Glue(Payload, frozen=True, tag="workshop.glue"):
    "Needs glue, and says so when there is none."

class Ordered(Event, frozen=True):
    number: int

async def saw(payload, act):
    await db.execute("INSERT INTO public.bench (what, number) VALUES ('saw begun', $1)", payload.number)
    await asyncio.sleep(payload.seconds)
    await db.execute("INSERT INTO public.bench (what, number) VALUES ('saw done', $1)", payload.number)

async def glue(payload, act):
    if not await db.value("SELECT EXISTS (SELECT 1 FROM public.bench WHERE what = 'glue pot')"):
        raise LookupError("the glue pot is empty")
    await db.execute("INSERT INTO public.bench (what, number) VALUES ('glue done', 0)")

async def note(event, act):
    await db.execute("INSERT INTO public.bench (what, number) VALUES ('noted', $1)", event.number)
    await asyncio.sleep(0.5)

@hookimpl
def jobs():
    return [JobKind(Saw, saw), JobKind(Glue, glue, attempts=2)]

@hookimpl
def subscriptions():
    return [Subscription(Ordered, note)]
"""

# a worker whose heart beats fast, so that a dead one is missed soon
HASTY = """
from datetime import timedelta
from core import worker
from core.cli import main
worker.HEARTBEAT = timedelta(seconds=3)
main(["worker"])
"""

# a worker that asks often whether notices arrive, and that is slow to begin to listen
LISTENER = """
import asyncio
from datetime import timedelta
from pgqueuer.core import listeners
from core import worker
from core.cli import main
worker.LISTENING = timedelta(seconds=1)
begin = listeners.initialize_notice_event_listener
async def late(*arguments):
    await asyncio.sleep(2)
    return await begin(*arguments)
listeners.initialize_notice_event_listener = late
main(["worker"])
"""

FILL = """
import sys
from core import db
from core.acting import system_act
from core.cli import with_database
from core.clock import system_clock
from core.events import publish
from core.jobs import enqueue
from workshop_package.plugin import Glue, Ordered, Saw

async def work():
    act = system_act(system_clock.now())
    async with db.transaction():
        for number in range(int(sys.argv[1])):
            await enqueue(Saw(number=number, seconds=float(sys.argv[2])))
            await publish(Ordered(number=number), act)
        if "glue" in sys.argv:
            await enqueue(Glue())

with_database(work)
"""


@pytest.fixture
def workshop(own_database: str, tmp_path: Path) -> Installation:
    distribution(tmp_path / "packages", "workshop", (INFO + WORKSHOP).replace("NAME", '"workshop"'))
    made = installation(tmp_path, own_database, plugins=("workshop",), packages=(tmp_path / "packages",))
    made.rows("CREATE TABLE public.bench (what text, number bigint, at timestamptz DEFAULT now())")
    return made


def bench(workshop: Installation, what: str) -> list[int]:
    return [number for (number,) in workshop.rows("SELECT number FROM public.bench WHERE what = $1 ORDER BY 1", what)]


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_its_work_loses_nothing_and_doubles_no_delivery(
    workshop: Installation,
) -> None:
    workshop.python(FILL, "6", "1.5")
    with workshop.process("hasty", code=HASTY) as first:
        wait_until(lambda: bench(workshop, "saw begun"), 60, lambda: workshop.log("hasty"), first)
        os.killpg(first.pid, signal.SIGKILL)
    assert bench(workshop, "saw done") == []
    with workshop.process("hasty", code=HASTY) as second:
        wait_until(
            lambda: set(bench(workshop, "saw done")) == set(range(6)) and len(bench(workshop, "noted")) >= 6,
            60,
            lambda: workshop.log("hasty"),
            second,
        )
        wait_until(lambda: workshop.value("SELECT count(*) FROM jobs.pgqueuer") == 0, 30, lambda: workshop.log("hasty"))
    assert len(bench(workshop, "saw begun")) > 6, "work that was cut off began again"
    assert bench(workshop, "noted") == list(range(6)), "each event had one effect"


@pytest.mark.slow
def test_a_worker_that_is_asked_to_stop_finishes_what_it_has_in_hand(workshop: Installation) -> None:
    workshop.python(FILL, "1", "2")
    with workshop.worker() as running:
        wait_until(lambda: bench(workshop, "saw begun"), 30, lambda: workshop.log("worker"), running)
        running.terminate()
        assert running.wait(30) == 0
    assert bench(workshop, "saw done") == [0]


@pytest.mark.slow
def test_a_worker_that_is_slow_to_listen_lives_and_a_deaf_one_ends(workshop: Installation) -> None:
    ears = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"""
    with workshop.process("listener", code=LISTENER) as running:
        workshop.python(FILL, "1", "0")
        wait_until(lambda: bench(workshop, "saw done"), 60, lambda: workshop.log("listener"), running)
        time.sleep(12)  # the library's own check gives up after 10 s
        assert running.poll() is None, workshop.log("listener")
        assert workshop.rows(ears) == [(True,)]
        assert running.wait(60) != 0
    assert "no notice arrives any more" in workshop.log("listener")


@pytest.mark.slow
def test_a_job_that_fails_is_held_with_its_reason_shown_and_run_again(workshop: Installation) -> None:
    workshop.python(FILL, "0", "0", "glue")
    held = "SELECT id FROM jobs.pgqueuer WHERE status = 'failed'"
    with workshop.worker() as running, workshop.web() as web:
        wait_until(lambda: workshop.rows(held), 30, lambda: workshop.log("worker"), running)
        job_id = workshop.value(held)
        admin = httpx.Client(base_url=web.url, headers=workshop.log_in("admin", "duc-hoa"))
        page = admin.get("/staff/operations").text
        for word in ("workshop.glue", f"#{job_id}", "<td>2</td>", "LookupError: the glue pot is empty", "in glue"):
            assert word in page, word
        clerk = httpx.Client(base_url=web.url, headers=workshop.log_in("clerk", "duc-hoa"))
        assert clerk.post(f"/staff/operations/jobs/{job_id}/again").status_code == 403
        workshop.rows("INSERT INTO public.bench (what, number) VALUES ('glue pot', 0)")
        assert admin.post(f"/staff/operations/jobs/{job_id}/again").status_code == 303
        wait_until(lambda: bench(workshop, "glue done"), 30, lambda: workshop.log("worker"), running)
        assert "the glue pot is empty" not in admin.get("/staff/operations").text
    done = workshop.rows("SELECT who, subject_id FROM audit.audit_entry WHERE action = 'operations.requeue'")
    assert done == [("admin.duc-hoa", str(job_id))]


class Sweep(jobs.Payload, frozen=True, tag="guest.sweep"):
    """Scheduled work."""


class Count(jobs.Payload, frozen=True, tag="guest.count"):
    """Work with a limit."""


async def nothing(_payload: Any, _act: Act) -> None: ...


def due(cron: str, clock: FixedClock) -> Any:
    """Return what the queue calls when a schedule is due, and the registry that it is in."""
    guest = plugin(
        "guest",
        jobs=lambda: [c.JobKind(Sweep, nothing)],
        schedules=lambda: [c.Schedule(cron, Sweep())],
    )
    queuer = worker.build(Registry(Settings(), (guest,)), clock)
    (executor,) = queuer.sm.registry.values()
    return executor.parameters.func


async def queued() -> int:
    return int(await database.value("SELECT count(*) FROM jobs.pgqueuer WHERE entrypoint = 'guest.sweep'"))


async def take() -> None:
    await database.execute("DELETE FROM jobs.pgqueuer WHERE entrypoint = 'guest.sweep'")


@pytest.mark.anyio
async def test_a_slot_is_one_job_however_many_workers_and_however_early_they_are_called(committed_db: str) -> None:
    clock = FixedClock(NOW + timedelta(seconds=1))
    workers = [due("*/5 * * * *", clock) for _ in range(4)]
    await asyncio.gather(*(call(None) for call in workers))
    assert await queued() == 1
    await take()
    for seconds in (1, 60, 298.999):  # again in the same slot, up to a breath before the next
        clock.at = NOW + timedelta(seconds=seconds)
        await asyncio.gather(*(call(None) for call in workers))
    assert await queued() == 0
    clock.at = NOW + timedelta(minutes=5)  # to the microsecond
    await asyncio.gather(*(call(None) for call in workers))
    assert await queued() == 1


@pytest.mark.anyio
async def test_slots_that_nobody_was_there_for_are_made_up_for_once(committed_db: str) -> None:
    clock = FixedClock(NOW)
    call = due("0 * * * *", clock)
    await call(None)
    await take()
    clock.move(timedelta(days=3))
    await call(None)
    await call(None)
    assert await queued() == 1


@pytest.mark.anyio
async def test_a_slow_job_does_not_pile_up_behind_itself(committed_db: str) -> None:
    clock = FixedClock(NOW)
    call = due("* * * * *", clock)
    for _ in range(5):
        clock.move(timedelta(minutes=1))
        await call(None)
    assert await queued() == 1


@pytest.mark.anyio
async def test_a_clock_that_was_put_back_runs_nothing_twice(committed_db: str) -> None:
    clock = FixedClock(NOW)
    call = due("* * * * *", clock)
    await call(None)
    await take()
    clock.move(timedelta(hours=-1))
    await call(None)
    assert await queued() == 0


@pytest.mark.anyio
async def test_a_job_acts_as_the_system_at_the_present_moment(clock: FixedClock) -> None:
    seen: list[Act] = []

    async def work(_payload: Count, act: Act) -> None:
        seen.append(act)

    await worker.run_one(c.JobKind(Count, work), b'{"job": "guest.count"}', clock, 42)
    assert seen == [system_act(clock.now(), "job-42")]


@pytest.mark.anyio
async def test_a_job_whose_payload_changed_shape_fails_instead_of_guessing(clock: FixedClock) -> None:
    with pytest.raises(Exception, match="Invalid value"):
        await worker.run_one(c.JobKind(Count, nothing), b'{"job": "guest.other"}', clock)


@pytest.mark.anyio
async def test_the_worker_refuses_a_database_of_another_version(committed_db: str, registry: Registry) -> None:
    await database.execute("DELETE FROM migration WHERE app_name = 'audit'")
    with pytest.raises(RuntimeError, match="older"):
        await worker.run(registry)
