"""From polls to events: a dark commune, a dead printer, thresholds, maintenance, who confirms, who is written to."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from core import db
from core.acting import Act
from core.errors import Forbidden, Missing
from core.testing import NOW
from plugins.assets.alerts import commands, queries
from plugins.assets.alerts.escalating import due_steps, escalate
from plugins.assets.alerts.payloads import Escalate
from plugins.assets.alerts.rules import EscalationStep
from plugins.assets.alerts.schemas import NewWindow
from plugins.assets.domain.power import Ups
from plugins.assets.domain.readings import Reading
from plugins.assets.domain.supplies import Supply
from plugins.assets.inventory.commands import register
from plugins.assets.monitoring.commands import store, target
from plugins.assets.monitoring.domain.figures import conditions
from plugins.assets.monitoring.schemas import Outcome, Watch
from plugins.assets.monitoring.watching import unwatch, watch
from tests.assets.conftest import Communes, printer

pytestmark = pytest.mark.anyio
ActIn = Callable[..., Act]
MINUTE = timedelta(minutes=1)
ALIVE = Reading(device_class="printer")


class Commune:
    """Watched devices of a commune, asked once a minute; what they say is given."""

    def __init__(self, devices: Sequence[int], codes: Sequence[str], act: Act) -> None:
        self.devices, self.codes, self.act = devices, codes, act
        self.minute = 0

    async def polled(self, *readings: Reading | None, times: int = 1) -> None:
        for _ in range(times):
            at = NOW + self.minute * MINUTE
            outcomes = [await _outcome(d, r, at) for d, r in zip(self.devices, readings, strict=True)]
            await store(outcomes, Act(self.act.who, at))
            self.minute += 1


async def _outcome(device: int, reading: Reading | None, at: Any) -> Outcome:
    found = await target(device)
    assert found is not None
    if reading is None:
        return Outcome(target=found, at=at, failure="timeout")
    watched, names = conditions(reading)
    return Outcome(target=found, at=at, reading=msgspec.json.encode(reading), conditions=watched, names=names)


@pytest.fixture
async def commune(communes: Communes, act_in: ActIn) -> Commune:
    devices, codes = [], []
    for number in range(3):
        made = await register(printer(communes.east, serial=f"S{number}"), act_in())
        facts = {"address": "127.0.0.1", "secret": "public", "interval_min": 1, "failures_to_down": 2}
        devices.append(await watch(made.code, Watch(**facts), act_in()))  # type: ignore[arg-type]
        codes.append(made.code)
    return Commune(devices, codes, act_in())


async def events() -> list[tuple[str, str, bool]]:
    rows = await db.rows("SELECT kind, figure, closed_at IS NULL FROM assets.assets_event ORDER BY id")
    return [tuple(row) for row in rows]


async def test_a_dark_commune_is_one_event_with_the_list_behind_it(commune: Commune) -> None:
    await commune.polled(ALIVE, ALIVE, ALIVE)
    await commune.polled(None, None, None, times=4)
    assert await events() == [("line", "", True)]
    [event] = await queries.open_events(None)
    assert (event.unit, event.severity, event.cause) == ("Xã Đông", "critical", "")
    assert [(one.code, one.state) for one in await queries.behind(event.behind)] == [
        (code, "unknown") for code in commune.codes
    ]
    hidden = await db.rows("SELECT DISTINCT after, reason FROM assets.assets_state_change WHERE after <> 'up'")
    assert [tuple(row) for row in hidden] == [("unknown", "line")]
    await commune.polled(None, ALIVE, ALIVE)
    await commune.polled(ALIVE, ALIVE, ALIVE, times=2)
    assert await events() == [("line", "", False)]
    told = await db.rows("SELECT type FROM core.core_event ORDER BY seq")
    assert [row[0].rpartition(".")[2] for row in told] == ["LineCut", "LineRestored"]


async def test_a_line_that_goes_with_a_ups_on_battery_is_a_power_cut(commune: Commune) -> None:
    await commune.polled(ALIVE, ALIVE, Reading(device_class="ups", ups=Ups(on_battery=True)))
    await commune.polled(None, None, None, times=3)
    assert [(kind, is_open) for kind, _, is_open in await events()] == [("on_battery", True), ("line", True)]
    assert await db.value("SELECT cause FROM assets.assets_event WHERE kind = 'line'") == "power"


async def test_what_is_behind_a_dead_switch_is_not_told(commune: Commune) -> None:
    switch, behind, other = commune.devices
    await db.execute("UPDATE assets.assets_device SET parent = $1 WHERE id = $2", switch, behind)
    await commune.polled(ALIVE, ALIVE, ALIVE)
    await commune.polled(None, None, ALIVE, times=3)
    rows = await db.rows("SELECT device FROM assets.assets_event")
    assert [row[0] for row in rows] == [switch]
    assert await db.value("SELECT hidden FROM assets.assets_device_state WHERE device = $1", behind) == "parent"
    assert other not in {switch, behind}


async def test_supplies_and_faults_begin_and_end_with_what_they_are_called(commune: Commune) -> None:
    low = Reading(
        device_class="printer", supplies=[Supply(name="Black Toner", percent=8, index="1")], error_state=["jammed"]
    )
    fresh = Reading(
        device_class="printer", supplies=[Supply(name="Black Toner", percent=100, index="1")], error_state=[]
    )
    await commune.polled(ALIVE, ALIVE, low, times=2)
    assert await events() == [("supply_low", "supply.1", True)]
    await commune.polled(ALIVE, ALIVE, low)
    assert await events() == [("supply_low", "supply.1", True), ("printer_stopped", "error.jammed", True)]
    assert await db.value("SELECT detail FROM assets.assets_event WHERE kind = 'supply_low'") == "Black Toner"
    await commune.polled(ALIVE, ALIVE, fresh, times=3)
    assert [is_open for _, _, is_open in await events()] == [False, False]
    assert await db.value("SELECT count(*) FROM assets.assets_condition WHERE active") == 0


async def test_maintenance_is_quiet_and_what_is_down_after_it_is_told(
    commune: Commune, communes: Communes, act_in: ActIn
) -> None:
    await commune.polled(ALIVE, ALIVE, ALIVE)
    window = NewWindow(unit_id=communes.east, starts_at=NOW, ends_at=NOW + 6 * MINUTE, code=commune.codes[0])
    number = await commands.plan_window(window, act_in())
    await commune.polled(None, ALIVE, ALIVE, times=4)
    assert await events() == []
    [line] = await queries.windows([communes.east], NOW)
    assert (line.id, line.code) == (number, commune.codes[0])
    await commune.polled(None, ALIVE, ALIVE, times=2)
    assert await events() == [("down", "", True)]
    await unwatch(commune.codes[0], act_in())
    assert await events() == [("down", "", False)]
    with pytest.raises(Forbidden):
        await commands.end_window(number, act_in(communes.west))
    await commands.end_window(number, act_in())
    assert await queries.windows(None, NOW) == []


async def test_who_confirms_is_kept_and_nobody_confirms_for_another_unit(
    commune: Commune, communes: Communes, act_in: ActIn
) -> None:
    await commune.polled(ALIVE, ALIVE, ALIVE)
    await commune.polled(None, ALIVE, ALIVE, times=2)
    [event] = await queries.open_events([communes.east])
    assert await queries.open_events([communes.west]) == []
    with pytest.raises(Missing):
        await queries.event(event.id, act_in(communes.west).who)
    with pytest.raises(Forbidden):
        await commands.confirm([event.id], "", act_in(communes.west))
    assert await commands.confirm([event.id], " đang thay nguồn ", act_in()) == 1
    assert await commands.confirm([event.id], "khác", act_in()) == 0  # a double click changes nothing
    seen = await queries.event(event.id, act_in().who)
    assert (seen.seen_by, seen.note) == ("Cán bộ CNTT", "đang thay nguồn")


@pytest.mark.parametrize(
    ("taken", "minutes", "due"), [(0, 0, [0]), (1, 29, []), (1, 30, [30]), (0, 200, [0, 30, 120]), (3, 999, [])]
)
def test_steps_are_due_in_their_order(taken: int, minutes: int, due: list[int]) -> None:
    steps = tuple(EscalationStep(after_min=after, role="it_officer") for after in (0, 30, 120))
    found = due_steps(steps, taken, NOW, NOW + minutes * MINUTE)
    assert [step.after_min for step in found] == due


async def test_unconfirmed_critical_events_are_written_about_once_a_step(
    commune: Commune, communes: Communes, act_in: ActIn
) -> None:
    await db.execute("UPDATE offices.offices_person SET email = 'it@dong.example' WHERE id = $1", communes.officer)
    await db.execute(
        "INSERT INTO offices.offices_assignment (person_id, unit_id, role, valid_from)"
        " VALUES ($1, $2, 'it_officer', '2000-01-01')",
        communes.officer,
        communes.east,
    )
    await commune.polled(ALIVE, ALIVE, ALIVE)
    await commune.polled(None, None, None, times=2)
    who = act_in().who
    for minutes in (3, 4, 31, 34, 35):
        await escalate(Escalate(), Act(who, NOW + minutes * MINUTE))
    mails = await db.rows("SELECT to_address, subject FROM notices.notices_outgoing_mail ORDER BY id")
    assert [tuple(row) for row in mails] == [("it@dong.example", "Mất đường truyền của đơn vị: Xã Đông")]
    assert await db.value("SELECT steps_done FROM assets.assets_event") == 2
    [event] = await queries.open_events(None)
    await commands.confirm([event.id], "", act_in())
    await escalate(Escalate(), Act(who, NOW + 500 * MINUTE))
    assert await db.value("SELECT steps_done FROM assets.assets_event") == 2
