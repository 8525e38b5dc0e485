"""A real snmpd is polled, dies, and comes back: states, samples, alerts, log; and what two pollers do to each other."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from core import db
from core.acting import Act, system_act
from core.clock import FixedClock
from core.errors import Conflict, Forbidden, Missing, Refused
from core.testing import NOW
from plugins.assets.inventory.commands import register
from plugins.assets.monitoring import jobs, queries
from plugins.assets.monitoring.payloads import Poll, PollCommune
from plugins.assets.monitoring.schemas import Watch
from plugins.assets.monitoring.watching import poll_now, unwatch, watch
from tests.assets.conftest import Communes, insert_communes, officer_of, printer
from tests.assets.snmp_agents import COMMUNITY, Snmpd, snmpd

__all__ = ["snmpd"]
pytestmark = pytest.mark.anyio
ActIn = Callable[..., Act]
Minute = timedelta(minutes=1)


def asked(agent_port: int, **changes: object) -> Watch:
    facts: dict[str, object] = {
        "address": "127.0.0.1",
        "port": agent_port,
        "secret": COMMUNITY,
        "device_class": "linux",
        "interval_min": 1,
        "failures_to_down": 2,
    }
    return Watch(**(facts | changes))  # type: ignore[arg-type]


async def cycle(run_jobs: Callable[[], Awaitable[int]], clock: FixedClock) -> None:
    """Do what the schedule does each minute."""
    await jobs.poll(Poll(), system_act(clock.now()))
    await run_jobs()
    clock.move(Minute)


async def event_types() -> list[str]:
    found = await db.rows("SELECT type FROM core.core_event ORDER BY seq")
    return [record["type"].rpartition(".")[2] for record in found]


async def test_device_goes_up_down_and_up_again(
    communes: Communes, act_in: ActIn, snmpd: Snmpd, run_jobs: Callable[[], Awaitable[int]], clock: FixedClock
) -> None:
    made = await register(printer(communes.east), act_in())
    await watch(made.code, asked(snmpd.port), act_in())
    await cycle(run_jobs, clock)
    device = await queries.device_of(made.id)
    assert device is not None
    assert (device.state, device.failures, device.since, device.seen_at) == ("up", 0, NOW, NOW)
    assert device.rtt_ms is not None
    assert device.reading is not None
    assert device.reading.sys_name == "may-chu-thu"

    snmpd.stop()
    await cycle(run_jobs, clock)
    device = await queries.device_of(made.id)
    assert device is not None
    assert (device.state, device.failures, device.failure) == ("up", 1, "timeout")
    await cycle(run_jobs, clock)
    device = await queries.device_of(made.id)
    assert device is not None
    assert (device.state, device.since, device.seen_at) == ("down", NOW + 2 * Minute, NOW)
    assert device.reading is not None  # the last one stays to be looked at

    snmpd.start()
    await cycle(run_jobs, clock)
    device = await queries.device_of(made.id)
    assert device is not None
    assert (device.state, device.since, device.failures) == ("up", NOW + 3 * Minute, 0)

    assert await event_types() == ["EquipmentAlertRaised", "EquipmentAlertCleared"]
    changes = [(line.before, line.after) for line in await queries.changes(device.id)]
    assert changes == [("down", "up"), ("up", "down"), ("unknown", "up")]
    logged = await db.rows(
        "SELECT action, unit_id FROM audit.audit_entry WHERE action LIKE 'assets.alert%' ORDER BY id"
    )
    assert [tuple(record) for record in logged] == [
        ("assets.alert_raised", communes.east),
        ("assets.alert_cleared", communes.east),
    ]
    assert await db.value("SELECT count(*) FROM assets.assets_sample") == 4


async def test_credential_is_sealed_at_rest_and_hidden_in_the_log(
    communes: Communes, act_in: ActIn, snmpd: Snmpd
) -> None:
    made = await register(printer(communes.east), act_in())
    await watch(made.code, asked(snmpd.port), act_in())
    stored = await db.value("SELECT credential FROM assets.assets_device")
    assert stored.startswith("v1.")
    everything = await db.value(
        "SELECT string_agg(t::text, ' ') FROM (SELECT row_to_json(d)::text AS t FROM assets.assets_device d"
        " UNION ALL SELECT row_to_json(e)::text FROM audit.audit_entry e"
        " UNION ALL SELECT row_to_json(v)::text FROM core.core_event v) all_rows"
    )
    assert COMMUNITY not in everything


async def test_changing_the_address_keeps_the_stored_credential(
    communes: Communes, act_in: ActIn, snmpd: Snmpd, run_jobs: Callable[[], Awaitable[int]], clock: FixedClock
) -> None:
    made = await register(printer(communes.east), act_in())
    await watch(made.code, asked(1), act_in())
    device = await queries.device_of(made.id)
    assert device is not None
    await watch(made.code, asked(snmpd.port, secret=None, version=device.version), act_in())
    await cycle(run_jobs, clock)
    assert (await queries.states_count())["up"] == 1


async def test_the_way_to_a_device_is_no_loop_and_stays_in_the_unit(communes: Communes, act_in: ActIn) -> None:
    first, second = [(await register(printer(communes.east, serial=f"W{n}"), act_in())).code for n in (1, 2)]
    other = (await register(printer(communes.west, serial="W3"), act_in())).code
    for code in (first, second, other):
        await watch(code, asked(9), act_in())
    await watch(second, asked(9, through=first, version=2), act_in())
    for code, through in ((first, second), (first, first), (first, other)):
        with pytest.raises(Refused) as refused:
            await watch(code, asked(9, through=through, version=2), act_in())
        assert refused.value.problems[0].field == "through"


async def test_stale_form_about_monitoring_is_refused(communes: Communes, act_in: ActIn, snmpd: Snmpd) -> None:
    made = await register(printer(communes.east), act_in())
    await watch(made.code, asked(snmpd.port), act_in())
    with pytest.raises(Conflict):
        await watch(made.code, asked(snmpd.port, interval_min=9), act_in())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address": "127.0.0.1:161"}, "address"),
        ({"address": "không phải máy"}, "address"),
        ({"secret": None}, "secret"),
        ({"protocol": "3", "secret": "mon:SHA:short"}, "secret"),
        ({"through": "4820260700123"}, "through"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    communes: Communes, act_in: ActIn, changes: dict[str, object], field: str
) -> None:
    made = await register(printer(communes.east), act_in())
    with pytest.raises(Refused) as refused:
        await watch(made.code, asked(161, **changes), act_in())
    assert refused.value.problems[0].field == field
    assert await db.value("SELECT count(*) FROM assets.assets_device") == 0


async def test_monitoring_is_for_those_who_may(communes: Communes, act_in: ActIn) -> None:
    made = await register(printer(communes.west), act_in())
    with pytest.raises(Missing):
        await watch(made.code, asked(161), act_in(communes.east))
    with pytest.raises(Forbidden):
        await watch(made.code, asked(161), act_in(communes.west, permissions=("assets.read", "assets.edit")))


async def test_poll_now_asks_once_however_often_it_is_pressed(
    communes: Communes, act_in: ActIn, snmpd: Snmpd, run_jobs: Callable[[], Awaitable[int]], clock: FixedClock
) -> None:
    made = await register(printer(communes.east), act_in())
    await watch(made.code, asked(snmpd.port), act_in())
    assert await poll_now(made.code, act_in())
    assert not await poll_now(made.code, act_in())
    assert await run_jobs() == 1
    assert await db.value("SELECT count(*) FROM assets.assets_sample") == 1
    assert await poll_now(made.code, act_in())


async def test_device_that_is_no_longer_asked_is_unknown_and_its_alert_is_over(
    communes: Communes, act_in: ActIn, run_jobs: Callable[[], Awaitable[int]], clock: FixedClock
) -> None:
    made = await register(printer(communes.east), act_in())
    await watch(made.code, asked(9, failures_to_down=1), act_in())
    await cycle(run_jobs, clock)
    assert (await queries.states_count())["down"] == 1
    await unwatch(made.code, act_in())
    assert (await queries.states_count())["unknown"] == 1
    assert await event_types() == ["EquipmentAlertRaised", "EquipmentAlertCleared"]
    assert await queries.units_due(NOW + timedelta(days=1)) == []


async def test_poller_that_stands_still_makes_states_unknown(
    communes: Communes, act_in: ActIn, snmpd: Snmpd, run_jobs: Callable[[], Awaitable[int]], clock: FixedClock
) -> None:
    made = await register(printer(communes.east), act_in())
    await watch(made.code, asked(snmpd.port), act_in())
    await cycle(run_jobs, clock)
    clock.move(timedelta(minutes=10))
    await jobs.poll(Poll(), system_act(clock.now()))
    device = await queries.device_of(made.id)
    assert device is not None
    assert (device.state, device.since) == ("unknown", NOW + 11 * Minute)
    await run_jobs()
    assert (await queries.states_count())["up"] == 1


async def test_cycle_never_overlaps_itself(communes: Communes, act_in: ActIn, clock: FixedClock) -> None:
    made = await register(printer(communes.east), act_in())
    await watch(made.code, asked(9), act_in())
    for _ in range(3):
        await jobs.poll(Poll(), system_act(clock.now()))
        clock.move(Minute)
    assert await db.value("SELECT count(*) FROM jobs.pgqueuer WHERE entrypoint = 'assets.poll_commune'") == 1


async def test_two_pollers_at_once_store_each_sample_once(committed_db: str, snmpd: Snmpd, clock: FixedClock) -> None:
    units = await insert_communes()
    act = Act(who=officer_of(units.east), at=NOW)
    for number in range(6):
        made = await register(printer(units.east, serial=f"S{number}"), act)
        await watch(made.code, asked(snmpd.port), act)
    payload = PollCommune(unit_id=units.east, due_at=NOW)
    await asyncio.gather(*(jobs.poll_commune(payload, system_act(NOW)) for _ in range(3)))
    await jobs.poll_commune(payload, system_act(NOW))
    assert await db.value("SELECT count(*) FROM assets.assets_sample") == 6
    assert await db.value("SELECT count(DISTINCT device) FROM assets.assets_sample WHERE at = $1 AND up", NOW) == 6
    assert await queries.states_count() == {"up": 6, "down": 0, "unknown": 0}


async def test_alert_and_state_are_stored_together_or_not_at_all(
    communes: Communes, act_in: ActIn, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await register(printer(communes.east), act_in())
    await watch(made.code, asked(9, failures_to_down=1), act_in())

    async def line_is_cut(*_args: object) -> None:
        raise ConnectionError("the line is cut")

    monkeypatch.setattr("plugins.assets.monitoring.judging.publish", line_is_cut)
    with pytest.raises(ConnectionError):
        async with db.transaction():
            await jobs.poll_commune(PollCommune(unit_id=communes.east, due_at=NOW), system_act(NOW))
    assert (await queries.states_count())["down"] == 0
    assert await db.value("SELECT count(*) FROM assets.assets_sample") == 0
