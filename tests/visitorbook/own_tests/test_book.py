"""The plugin's own tests, as its author would write them, with the fixtures of `pytest -p core.testing`."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from visitorbook import commands
from visitorbook.jobs import CloseBook
from visitorbook.schemas import NewVisitor

from core import db as database
from core import events
from core.clock import FixedClock
from core.contracts.events import DossierReceived
from core.errors import Forbidden, Missing
from core.events import publish
from core.jobs import enqueue
from core.registry import Registry

pytestmark = pytest.mark.anyio

LogIn = Callable[..., Awaitable[httpx.AsyncClient]]
ActFor = Callable[..., Awaitable[Any]]
HOA = {"name": "Đặng Thị  Hòa", "purpose": "Gặp địa chính"}


async def left(visitor_id: int) -> bool:
    found = await database.value("SELECT left_at FROM visitorbook.visitorbook_visitor WHERE id = $1", visitor_id)
    return found is not None


async def test_a_visitor_is_written_listed_found_and_counted(login: LogIn) -> None:
    clerk = await login("clerk", "huu-thanh")
    written = await clerk.post("/staff/visitors/new", data=HOA)
    assert (written.status_code, written.headers["location"]) == (303, "/staff/visitors")
    book = (await clerk.get("/staff/visitors")).text
    assert "Đặng Thị Hòa" in book
    assert 'href="/staff/visitors" aria-current="page"' in book
    assert "Đặng Thị Hòa" in (await clerk.get("/staff/visitors?q=dang+thi+hoa")).text
    assert "Đặng Thị Hòa" in (await clerk.get("/staff/search?q=thi hoa")).text
    assert "1 người" in (await clerk.get("/staff")).text
    english = (await clerk.get("/en/staff")).text
    assert "1 person" in english
    assert "Visitor book" in english


async def test_what_is_missing_is_said_beside_its_field(login: LogIn) -> None:
    clerk = await login("clerk", "huu-thanh")
    answer = await clerk.post("/staff/visitors/new", data={"name": "", "purpose": "Gặp địa chính"})
    assert answer.status_code == 422
    assert "Chưa điền: Tên khách." in answer.text
    assert "Gặp địa chính" in answer.text


async def test_another_commune_sees_nothing_of_it(login: LogIn, act_for: ActFor) -> None:
    act = await act_for("clerk", "huu-thanh")
    visitor_id = await commands.welcome(NewVisitor(**HOA), act)
    other = await login("clerk", "duc-lap-thuong")
    for path in ("/staff/visitors", "/staff/search?q=hoa", "/staff", "/staff/visitors?format=csv"):
        assert "Hòa" not in (await other.get(path)).text.replace("Đức Hòa", "")
    with pytest.raises(Missing):
        await commands.see_off(visitor_id, await act_for("clerk", "duc-lap-thuong"))
    assert not await left(visitor_id)


async def test_only_who_may_write_writes(act_for: ActFor) -> None:
    with pytest.raises(Forbidden):
        await commands.welcome(NewVisitor(**HOA), await act_for("leader", "huu-thanh"))


async def test_every_change_is_in_the_log(act_for: ActFor) -> None:
    act = await act_for("clerk", "huu-thanh")
    await commands.see_off(await commands.welcome(NewVisitor(**HOA), act), act)
    done = await database.rows(
        "SELECT action, who FROM audit.audit_entry WHERE action LIKE 'visitorbook.%' ORDER BY id"
    )
    assert [tuple(row) for row in done] == [
        ("visitorbook.welcome", "clerk.huu-thanh"),
        ("visitorbook.see_off", "clerk.huu-thanh"),
    ]


async def test_a_received_dossier_is_heard_while_somebody_is_in_the_house(
    act_for: ActFor, run_jobs: Callable[[], Awaitable[int]], registry: Registry
) -> None:
    act = await act_for("clerk", "huu-thanh")
    event = DossierReceived(
        dossier_id=1,
        code="900000001",
        procedure_code="1.0",
        procedure="Chứng thực",
        unit_id=act.who.unit_id,
        channel="desk",
        received_at=act.at,
        promised_at=None,
    )
    await publish(event, act)
    await run_jobs()
    await commands.welcome(NewVisitor(**HOA), act)
    await publish(event, act)
    await run_jobs()
    assert await database.value("SELECT count(*) FROM visitorbook.visitorbook_note") == 1
    handler = registry.subscriptions[DossierReceived][-1].key
    last = await database.value(
        "SELECT id FROM core.core_event WHERE type LIKE '%DossierReceived' ORDER BY seq DESC LIMIT 1"
    )
    await events.deliver(events.Deliver(event_id=str(last), handler=handler), act)
    assert await database.value("SELECT count(*) FROM visitorbook.visitorbook_note") == 1, "told twice, one effect"


async def test_the_book_is_closed_in_the_evening(
    act_for: ActFor, run_jobs: Callable[[], Awaitable[int]], clock: FixedClock
) -> None:
    act = await act_for("clerk", "huu-thanh")
    visitor_id = await commands.welcome(NewVisitor(**HOA), act)
    await enqueue(CloseBook())
    await run_jobs()
    assert not await left(visitor_id), "just came"
    clock.move(timedelta(hours=4))
    await enqueue(CloseBook())
    await run_jobs()
    assert await left(visitor_id)


async def test_the_command_counts(registry: Registry) -> None:
    assert "visitorbook" in {item.command.name for item in registry.all("commands")}
