"""The SQL conditions count exactly what the pure definition counts, for every figure, period and list."""

from datetime import date, timedelta
from random import Random

import pytest

from core import db as database
from core.acting import SYSTEM
from core.clock import VIETNAM
from core.web.lists import load_page
from core.web.lists.ask import read_question
from plugins.onestop.domain.figures import SUMS, Case, Measure, Period, measures, months
from plugins.onestop.history.commands import load
from plugins.onestop.statistics.listing import behind
from plugins.onestop.statistics.queries import ORDER, Narrowing, figures, total
from tests.onestop.conftest import Desk
from tests.onestop.history.past import some_past

pytestmark = pytest.mark.anyio
EVERYBODY = Narrowing(None)


async def cases() -> list[Case]:
    """Return every dossier with its waits out of the ledger."""
    rows = await database.rows(
        "SELECT id, channel, state, received_at, promised_at, settled_at, closed_at FROM onestop.onestop_dossier"
    )
    found = []
    for row in rows:
        clock = await database.rows(
            "SELECT at, action FROM onestop.onestop_dossier_event WHERE dossier = $1 AND kind = 'clock' ORDER BY id",
            row[0],
        )
        waits = []
        for at, action in (tuple(line) for line in clock):
            if action == "pause":
                waits.append((at, None))
            elif waits and waits[-1][1] is None:
                waits[-1] = (waits[-1][0], at)
        found.append(Case(*tuple(row)[1:], waits=tuple(waits)))
    return found


def periods(seed: int) -> list[Period]:
    chance = Random(seed)
    found = []
    for _ in range(12):
        first = date(2017, 7, 20) + timedelta(days=chance.randint(0, 130))
        found.append(Period(first, first + timedelta(days=chance.choice((0, 0, 1, 6, 30, 90)))))
    return found


@pytest.mark.parametrize("seed", [1, 2])
async def test_sql_and_python_agree_on_every_figure(desk: Desk, seed: int) -> None:
    now = desk.clock.now()
    await load("random", f"random-{seed}", some_past(seed, 400), desk.act(SYSTEM))
    known = await cases()
    seen: set[Measure] = set()
    for period in periods(seed):
        counted = await total(period, now, EVERYBODY)
        expected = [measures(case, period, now, VIETNAM) for case in known]
        for name in ORDER:
            assert counted[name] == sum(name in found for found in expected), (name, period)
            seen |= {name} if counted[name] else set()
        for whole, parts in SUMS:
            assert counted[whole] == sum(counted[part] for part in parts), (whole, period)
    assert seen == set(ORDER)


async def test_every_figure_is_as_long_as_the_list_behind_it(desk: Desk) -> None:
    now = desk.clock.now()
    await load("random", "random-3", some_past(3, 300), desk.act(SYSTEM))
    for period in [Period(date(2017, 9, 1), date(2017, 9, 30)), Period(date(2017, 10, 10), date(2017, 11, 30))]:
        for dimension in ("field", "agency", "procedure"):
            for line in await figures([period], now, EVERYBODY, dimension):
                for name in ORDER:
                    view = behind(name, period, now)
                    asked = read_question(view, {dimension: [str(line.key)]})
                    page = await load_page(view, asked, SYSTEM, now)
                    assert page.total == line[name], (dimension, line.label, name)


async def test_lines_and_months_add_up_to_the_whole(desk: Desk) -> None:
    now = desk.clock.now()
    await load("random", "random-4", some_past(4, 300), desk.act(SYSTEM))
    period = Period(date(2017, 8, 1), date(2017, 11, 30))
    whole = await total(period, now, EVERYBODY)
    for dimension in ("field", "agency", "procedure"):
        lines = await figures([period], now, EVERYBODY, dimension)
        assert all(sum(line[name] for line in lines) == whole[name] for name in ORDER)
    each = await figures(months(period), now, EVERYBODY)
    for name in ("received", "resolved", "early", "on_time", "late", "refused", "ended"):
        assert sum(line[name] for line in each) == whole[name]


async def test_a_reader_counts_what_a_reader_may_see(desk: Desk) -> None:
    now = desk.clock.now()
    await load("random", "random-5", some_past(5, 90), desk.act(SYSTEM))
    period = Period(date(2017, 8, 1), date(2017, 11, 30))
    unit = desk.clerk.unit_id
    mine = await total(period, now, Narrowing([unit] if unit else []))
    everything = await total(period, now, EVERYBODY)
    assert 0 < mine["received"] < everything["received"]
    assert (await total(period, now, Narrowing([])))["received"] == 0
