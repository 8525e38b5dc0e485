"""Events: stored with the writer's transaction, told at once or later, with the act under which they happened."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from litestar import Litestar

from core import contributions as c
from core import db as database
from core import events, registry
from core.acting import Act, Principal
from core.registry import Registry
from tests.core.web.desk import plugin

pytestmark = pytest.mark.anyio

ACT = Act(
    who=Principal(username="lan", display_name="Lan", person_id=7, unit_id=3, grants={"x.read": frozenset({3, 4})}),
    at=datetime(2017, 11, 22, 2, 30, 0, 123456, tzinfo=UTC),
    address="192.0.2.1",
    request_id="req-1",
)


class Moved(events.Event, frozen=True):
    """Something moved."""

    thing_id: int
    at: datetime
    to: str | None = None


EVENT = Moved(thing_id=2**62, at=ACT.at, to="Hữu Thạnh")
told: list[tuple[str, Any, Act]] = []


async def at_once(event: Moved, act: Act) -> None:
    told.append(("at once", event, act))


async def later(event: Moved, act: Act) -> None:
    told.append(("later", event, act))


@pytest.fixture
def installed(app: Litestar) -> Any:
    before = registry.current()
    told.clear()

    def with_subscriptions(*subscriptions: c.Subscription) -> Registry:
        made = Registry(before.settings, (*before.plugins, plugin("guest", subscriptions=lambda: list(subscriptions))))
        registry.install(made)
        return made

    yield with_subscriptions
    registry.install(before)


async def publish(event: events.Event = EVENT) -> None:
    async with database.transaction():
        await events.publish(event, ACT)


async def test_an_event_is_kept_whole(db: None, installed: Any) -> None:
    installed()
    await publish()
    row = await database.row("SELECT type, at, act, body FROM core.core_event ORDER BY seq DESC LIMIT 1")
    assert row is not None
    assert row["type"] == f"{__name__}.Moved"
    assert row["at"] == ACT.at
    assert msgspec.json.decode(row["act"], type=Act) == ACT
    assert msgspec.json.decode(row["body"], type=Moved) == EVENT


async def test_both_kinds_of_subscribers_get_the_same_event_and_act(db: None, installed: Any, run_jobs: Any) -> None:
    installed(c.Subscription(Moved, at_once, "in_transaction"), c.Subscription(Moved, later))
    await publish()
    assert told == [("at once", EVENT, ACT)]
    await run_jobs()
    assert told == [("at once", EVENT, ACT), ("later", EVENT, ACT)]


async def test_nobody_hears_of_what_was_rolled_back(db: None, installed: Any, run_jobs: Any) -> None:
    installed(c.Subscription(Moved, later))
    before = await database.value("SELECT count(*) FROM core.core_event")
    with pytest.raises(LookupError):
        async with database.transaction():
            await events.publish(EVENT, ACT)
            raise LookupError
    await run_jobs()
    assert told == []
    assert await database.value("SELECT count(*) FROM core.core_event") == before


async def test_only_subscribers_of_the_very_type_are_told(db: None, installed: Any, run_jobs: Any) -> None:
    class MovedFar(Moved, frozen=True):
        """Another event, although its class is derived."""

    installed(c.Subscription(Moved, at_once, "in_transaction"), c.Subscription(Moved, later))
    await publish(MovedFar(thing_id=1, at=ACT.at))
    await run_jobs()
    assert told == []


async def test_what_a_later_subscriber_wrote_before_it_failed_is_gone_and_it_may_try_again(
    db: None, installed: Any
) -> None:
    tries = 0

    async def fails_once(_event: Moved, act: Act) -> None:
        nonlocal tries
        tries += 1
        await database.execute("INSERT INTO moved VALUES ($1)", act.who.username)
        if tries == 1:
            raise LookupError

    await database.execute("CREATE TEMP TABLE moved (who text) ON COMMIT DROP")
    made = installed(c.Subscription(Moved, fails_once))
    await publish()
    payload = events.Deliver(
        event_id=str(await database.value("SELECT id FROM core.core_event ORDER BY seq DESC LIMIT 1")),
        handler=made.all("subscriptions")[-1].key,
    )
    with pytest.raises(LookupError):
        await events.deliver(payload, ACT)
    for _ in range(3):
        await events.deliver(payload, ACT)
    assert tries == 2
    assert await database.value("SELECT count(*) FROM moved") == 1


async def test_an_event_that_was_tidied_away_is_nothing_to_tell(db: None, installed: Any) -> None:
    made = installed(c.Subscription(Moved, later))
    lost = events.Deliver(event_id="00000000-0000-0000-0000-00000000dead", handler=made.all("subscriptions")[-1].key)
    await events.deliver(lost, ACT)
    assert told == []
