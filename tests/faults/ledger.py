"""A plugin that writes one thing in every way at once (row, log, event, job), and clients who note every promise."""

import threading
from pathlib import Path
from typing import Self

import httpx

from tests.evil.wickedness import INFO, distribution

PLUGIN = """
from litestar import get, post
from litestar.di import NamedDependency
from core import audit, db
from core.acting import Act
from core.contributions import JobKind
from core.events import Event, publish
from core.jobs import Payload, enqueue
from core.web.access import public

class Booked(Event, frozen=True):
    entry_id: int

class Count(Payload, frozen=True, tag="ledger.count"):
    entry_id: int

async def count(payload, act):
    await db.execute("INSERT INTO public.ledger_counted VALUES ($1) ON CONFLICT DO NOTHING", payload.entry_id)

@post("/ledger", guards=[public], status_code=201)
async def book(act: NamedDependency[Act]) -> dict[str, int]:
    async with db.transaction():
        entry_id = await db.value("INSERT INTO public.ledger DEFAULT VALUES RETURNING id")
        await audit.record(act, "ledger.book", subject="ledger", subject_id=entry_id)
        await publish(Booked(entry_id=entry_id), act)
        await enqueue(Count(entry_id=entry_id))
    return {"id": entry_id}

@get("/ledger/slow", guards=[public])
async def slow() -> str:
    await db.execute("SELECT pg_sleep(5)")
    return "done"

@hookimpl
def route_handlers():
    return [book, slow]

@hookimpl
def jobs():
    return [JobKind(Count, count)]
"""

TABLES = (
    "CREATE TABLE public.ledger (id bigserial PRIMARY KEY)",
    "CREATE TABLE public.ledger_counted (id bigint PRIMARY KEY)",
)

# every booked row has its log entry, its event and its job (or the job is done)
HALF = """
SELECT l.id FROM public.ledger l
WHERE NOT EXISTS (SELECT 1 FROM audit.audit_entry a WHERE a.action = 'ledger.book' AND a.subject_id = l.id::text)
   OR NOT EXISTS (SELECT 1 FROM core.core_event e WHERE e.body::jsonb->>'entry_id' = l.id::text)
   OR NOT EXISTS (
          SELECT 1 FROM jobs.pgqueuer q
          WHERE q.entrypoint = 'ledger.count'
            AND convert_from(q.payload, 'UTF8')::jsonb->>'entry_id' = l.id::text)
      AND NOT EXISTS (SELECT 1 FROM public.ledger_counted c WHERE c.id = l.id)
UNION ALL
SELECT a.id FROM audit.audit_entry a WHERE a.action = 'ledger.book'
   AND NOT EXISTS (SELECT 1 FROM public.ledger l WHERE l.id::text = a.subject_id)
"""


def install(folder: Path) -> Path:
    """Write the plugin's distribution; return the folder for `sys.path`."""
    distribution(folder, "ledger", (INFO + PLUGIN).replace("NAME", '"ledger"'))
    return folder


class Clients:
    """Clients who book as fast as they can, and note every promise (a 2xx with a number) and every other answer."""

    def __init__(self, url: str, count: int = 4) -> None:
        self.url = url
        self.promised: set[int] = set()
        self.refused: list[httpx.Response] = []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._book, daemon=True) for _ in range(count)]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join(30)

    def _book(self) -> None:
        with httpx.Client(timeout=20) as client:
            while not self.stopping.is_set():
                try:
                    answer = client.post(f"{self.url}/ledger", headers={"accept": "application/json"})
                except httpx.HTTPError:
                    self.stopping.wait(0.05)  # nobody is there: nothing was promised
                    continue
                if answer.status_code == 201:
                    self.promised.add(answer.json()["id"])
                else:
                    self.refused.append(answer)
                    self.stopping.wait(0.05)
