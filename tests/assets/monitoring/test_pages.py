"""Monitoring on screen: a thing's connection, the communes at a glance, the form with the secret."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import msgspec
import pytest

from core import db, offices
from core.acting import system_act
from core.clock import FixedClock
from core.contributions import HealthCheck, MetricSource
from core.registry import Registry
from core.testing import NOW
from plugins.assets.demo.answers import figures_at, varbinds
from plugins.assets.demo.simulation import Simulated
from plugins.assets.domain.readings import parse
from plugins.assets.inventory.commands import register
from plugins.assets.inventory.schemas import Registered
from plugins.assets.monitoring import commands, jobs
from plugins.assets.monitoring.domain.figures import figures
from plugins.assets.monitoring.payloads import Poll
from plugins.assets.monitoring.schemas import Outcome, Watch
from plugins.assets.monitoring.watching import watch
from plugins.assets.snmp.profiles import device_profiles
from tests.assets.conftest import printer
from tests.assets.snmp_agents import COMMUNITY, Snmpd, snmpd

__all__ = ["snmpd"]
pytestmark = pytest.mark.anyio
Login = Callable[..., Awaitable[httpx.AsyncClient]]
MINUTE = timedelta(minutes=1)


async def watched(unit: str = "an-ninh-dong", port: int = 9, **changes: object) -> Registered:
    found = await offices.find_unit(unit)
    assert found is not None
    act = system_act(NOW)
    made = await register(printer(found.id, **changes), act)
    asked = Watch(address="127.0.0.1", port=port, secret=COMMUNITY, interval_min=1, failures_to_down=2)
    await watch(made.code, asked, act)
    return made


async def told(code: str, kind: str, minutes: int, *, up: bool = True) -> None:
    """Store what a poll brought, as the poller would."""
    at = NOW + minutes * MINUTE
    device = Simulated(kind, 3, 7)
    reading = parse(varbinds(device, at), device_profiles())
    assert figures(reading) == figures_at(device, at)
    device_id = await db.value(
        "SELECT d.id FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset WHERE a.code = $1", code
    )
    target = await commands.target(device_id)
    assert target is not None
    outcome = (
        Outcome(target=target, at=at, rtt_ms=1.5, reading=msgspec.json.encode(reading), figures=figures(reading))
        if up
        else Outcome(target=target, at=at, failure="timeout")
    )
    await commands.store([outcome], system_act(at))


async def test_officer_sees_a_device_go_down_and_come_back(
    login: Login, snmpd: Snmpd, run_jobs: Callable[[], Awaitable[int]], clock: FixedClock
) -> None:
    officer = await login("it_officer")

    async def cycles(count: int) -> str:
        for _ in range(count):
            await jobs.poll(Poll(), system_act(clock.now()))
            await run_jobs()
            clock.move(MINUTE)
        return (await officer.get(f"/staff/assets/{made.code}")).text

    made = await watched(port=snmpd.port)
    assert "Chưa hỏi lần nào" in (await officer.get(f"/staff/assets/{made.code}")).text
    page = await cycles(1)
    assert "Hoạt động" in page
    assert "may-chu-thu" in page
    snmpd.stop()
    page = await cycles(2)
    assert "Mất kết nối" in page
    assert "không trả lời" in page
    overview = (await officer.get("/staff/monitoring/state")).text
    assert "1 mất kết nối" in overview
    assert f"/staff/assets/{made.code}" in overview
    assert "Xã An Ninh Đông" in (await officer.get("/staff")).text
    snmpd.start()
    page = await cycles(1)
    assert 'class="state-head" data-tone="good"' in page
    assert "Không có thiết bị nào mất kết nối." in (await officer.get("/staff/monitoring")).text


async def test_printers_page_draws_supplies_pages_and_the_week(login: Login) -> None:
    officer = await login("it_officer")
    made = await watched(model="Color LaserJet Pro M252dw")
    for minutes in (-3000, -1500, -60, 0):
        await told(made.code, "hp-colour", minutes)
    page = (await officer.get(f"/staff/assets/{made.code}")).text
    for text in (
        "Hộp mực đen",
        "Hộp mực xanh lơ",
        "week-grid",
        "Số trang in mỗi ngày",
        'class="meter"',
        'class="spark"',
    ):
        assert text in page
    assert "Số sê-ri máy tự khai khác với sổ" in page
    english = (await officer.get(f"/en/staff/assets/{made.code}")).text
    assert "Cartridge, black" in english
    assert "Last answer" in english


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("switch", ["port-panel", "28 cổng có kết nối", "gi1/0/28"]),
        ("ups", ["Nguồn điện", "Điện lưới"]),
        ("router", ["MikroTik"]),
    ],
)
async def test_other_classes_show_their_own(login: Login, kind: str, texts: list[str]) -> None:
    officer = await login("it_officer")
    made = await watched()
    await told(made.code, kind, 0)
    page = (await officer.get(f"/staff/assets/{made.code}")).text
    for text in texts:
        assert text in page


async def test_secret_is_taken_and_never_shown(login: Login) -> None:
    officer = await login("it_officer")
    made = await watched()
    answer = await officer.post(
        f"/staff/assets/{made.code}/monitoring",
        data={"address": "10.1.2.3", "port": "161", "protocol": "2c", "secret": "rất bí mật", "version": "2",
              "device_class": "printer", "interval_min": "7", "failures_to_down": "3"},
    )  # fmt: skip
    assert answer.status_code == 303
    for path in (f"/staff/assets/{made.code}/monitoring", f"/staff/assets/{made.code}", f"/api/assets/{made.code}"):
        text = (await officer.get(path)).text
        assert "10.1.2.3" in text or path.endswith(made.code)
        assert "rất bí mật" not in text
        assert COMMUNITY not in text
        assert "v1." not in text
    wrong = await officer.post(
        f"/staff/assets/{made.code}/monitoring",
        data={"address": "10.1.2.3", "port": "99999", "secret": "khác", "interval_min": "7", "failures_to_down": "3",
              "device_class": "printer", "protocol": "2c", "version": "3"},
    )  # fmt: skip
    assert wrong.status_code == 422
    assert 'khác"' not in wrong.text


async def test_commune_officer_sees_own_devices_only(login: Login) -> None:
    east = await login("it_officer", "an-ninh-dong")
    mine, other = await watched(), await watched("an-ninh-tay", serial="X2")
    for made in (mine, other):
        await told(made.code, "hp-colour", 0, up=False)
        await told(made.code, "hp-colour", 1, up=False)
    page = (await east.get("/staff/monitoring")).text
    assert mine.code in page
    assert other.code not in page
    assert "Xã An Ninh Tây" not in page
    assert (await east.post(f"/staff/assets/{other.code}/monitoring/stop")).status_code == 404


async def test_poll_button_and_stop_button(login: Login, snmpd: Snmpd, run_jobs: Callable[[], Awaitable[int]]) -> None:
    officer = await login("it_officer")
    made = await watched(port=snmpd.port)
    answer = await officer.post(f"/staff/assets/{made.code}/poll")
    assert answer.status_code == 303
    assert "Đã yêu cầu hỏi thiết bị" in (await officer.get(answer.headers["location"])).text
    assert await run_jobs() >= 1
    part = (await officer.get(f"/staff/assets/{made.code}/connection")).text
    assert "Hoạt động" in part
    assert "<html" not in part
    assert (await officer.post(f"/staff/assets/{made.code}/monitoring/stop")).status_code == 303
    assert "Không còn được giám sát" in (await officer.get(f"/staff/assets/{made.code}")).text
    assert (await officer.post(f"/staff/assets/{made.code}/poll")).status_code == 422


async def test_health_says_when_polls_are_overdue_and_metrics_count(db: None, registry: Registry, login: Login) -> None:
    await login("it_officer")
    checks: dict[str, HealthCheck] = {check.name: check for check in registry.all("health_checks")}
    sources: dict[str, MetricSource] = {source.name: source for source in registry.all("metrics")}
    assert await checks["assets.poller"].check() is None
    made = await watched()  # due in 2017, by the system's clock long overdue
    assert "Xã An Ninh Đông" in str(await checks["assets.poller"].check())
    await told(made.code, "hp-colour", 0)
    assert await sources["motcua_devices"].collect() == {"up": 1, "down": 0, "unknown": 0}
