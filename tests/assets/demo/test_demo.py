"""The demonstration: what each commune owns, a week that reads like one, and an agent that tells the same story."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from core import db as database
from core.accounts.testing import load_office
from core.contributions import DemoContext
from core.registry import Registry
from core.testing import NOW
from plugins.assets.demo.agent import respond, serving
from plugins.assets.demo.answers import figures_at, varbinds
from plugins.assets.demo.load import load
from plugins.assets.demo.models import COMMUNE, MODELS
from plugins.assets.demo.polls import past_of
from plugins.assets.demo.simulation import Simulated, answers, office_hours, pages, simulated
from plugins.assets.domain.readings import Reading, parse
from plugins.assets.monitoring.domain.figures import figures
from plugins.assets.snmp import Community, Failure, Target, read_device
from plugins.assets.snmp.profiles import device_profiles
from plugins.assets.snmp.pysnmp_engine import PysnmpEngine
from tests.assets.snmp_agents import free_port

KINDS = sorted({model.snmp for model in MODELS if model.snmp})


def device(kind: str) -> Simulated:
    """Return a device of the kind that is on."""
    return next(d for number in range(1, 50) if answers(d := Simulated(kind, 3, number), NOW))


@pytest.mark.anyio
async def test_every_commune_owns_what_the_article_counts(db: None, registry: Registry) -> None:
    await load_office(NOW)
    await load(DemoContext(at=NOW, random=random.Random(2017)))
    counts = await database.rows(
        "SELECT a.unit_name, c.key, count(*) FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model"
        " JOIN assets.assets_category c ON c.id = m.category WHERE a.unit_name ~ '^(Xã|Thị trấn)' GROUP BY 1, 2"
    )
    communes: dict[str, dict[str, int]] = {}
    for name, category, count in counts:
        communes.setdefault(name, {})[category] = count
    assert len(communes) == 20
    assert all(owned == COMMUNE for owned in communes.values())
    assert {COMMUNE[kind] for kind in ("desktop", "laptop", "printer", "photocopier")} == {19, 17, 2}
    codes = await database.rows("SELECT code FROM assets.assets_asset")
    assert len({record["code"] for record in codes}) == len(codes) > 1300
    # without an agent nobody is asked, and nobody pretends to know how the devices are now
    assert await database.value("SELECT count(*) FROM assets.assets_device WHERE enabled") == 0
    assert await database.value("SELECT count(DISTINCT state) FROM assets.assets_device_state") == 1
    assert await database.value("SELECT count(*) FROM assets.assets_sample") == 168 * await database.value(
        "SELECT count(*) FROM assets.assets_device"
    )


@pytest.mark.anyio
async def test_with_an_agent_the_devices_are_asked_on(db: None, registry: Registry) -> None:
    await load_office(NOW)
    await load(DemoContext(at=NOW, random=random.Random(2017), shared={"snmp_agent": "127.0.0.1:16161"}))
    found = await database.row(
        "SELECT count(*) AS all,"
        " count(*) FILTER (WHERE d.enabled AND d.credential LIKE 'v1.%' AND d.port = 16161) AS asked,"
        " count(*) FILTER (WHERE s.state = 'up') AS up, count(*) FILTER (WHERE s.state = 'down') AS down,"
        " count(*) FILTER (WHERE (s.state = 'down') <> s.alerted) AS odd"
        " FROM assets.assets_device d JOIN assets.assets_device_state s ON s.device = d.id"
    )
    assert found is not None
    assert found["asked"] == found["all"] > 250
    assert found["up"] > 20 * found["down"] > 0
    assert found["odd"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_short_cut_for_a_week_gives_the_readings_figures(kind: str) -> None:
    for hours in range(0, 200, 37):
        at = NOW + timedelta(hours=hours)
        reading = parse(varbinds(device(kind), at), device_profiles())
        assert figures(reading) == figures_at(device(kind), at)
        assert reading.model is not None
        assert reading.vendor is not None


@pytest.mark.anyio
async def test_agent_tells_what_the_simulation_says() -> None:
    port, engine, hasty = free_port(), PysnmpEngine(timeout_s=10, retries=2), PysnmpEngine(timeout_s=1, retries=0)
    async with serving("127.0.0.1", port, lambda: NOW):
        target = Target("127.0.0.1", port)
        for kind in KINDS:
            told = await read_device(target, Community(device(kind).community), engine=engine)
            assert isinstance(told, Reading), (kind, told)
            assert told == parse(varbinds(device(kind), NOW), device_profiles())
        off = next(d for n in range(1, 4000) if not answers(d := Simulated("hp-colour", 3, n), NOW))
        for community in (off.community, "public", "demo.hp-colour.x.y"):
            assert isinstance(await read_device(target, Community(community), engine=hasty), Failure)
    engine.close()
    hasty.close()


def test_agent_is_deaf_to_what_is_no_question() -> None:
    assert simulated("demo.switch.3.7") == Simulated("switch", 3, 7)
    assert simulated("demo.switch.3") is None
    version_1 = bytes.fromhex("302602010004067075626c6963a019020101020100020100300e300c06082b060102010101000500")
    assert respond(version_1, NOW) is None


def test_pages_grow_in_office_hours_only() -> None:
    printer = Simulated("ricoh-colour", 3, 1)
    friday, sunday = datetime(2017, 11, 24, 10, 30, tzinfo=UTC), datetime(2017, 11, 26, 20, 0, tzinfo=UTC)
    monday_noon = datetime(2017, 11, 27, 5, 0, tzinfo=UTC)
    assert pages(printer, friday) == pages(printer, sunday) < pages(printer, monday_noon)
    assert office_hours(monday_noon) - office_hours(sunday) == 4


def test_week_of_a_device_that_is_off_ends_with_a_failure() -> None:
    off = next(d for n in range(1, 4000) if not answers(d := Simulated("hp-colour", 3, n), NOW))
    past = past_of(off, NOW)
    assert len(past.samples) == 168
    assert past.samples[-1][0] == NOW
    assert not past.samples[-1][1]
    assert past.standing.failures >= 1
