"""The demonstration is a busy fortnight that obeys every rule, the same each time."""

from random import Random

import pytest

from core import db as database
from core.clock import FixedClock
from core.contributions import DemoContext
from core.offices.demo import load_people
from plugins.onestop import demo
from plugins.onestop.queries import figures

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


async def test_a_busy_fortnight(db: None, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "COMMUNE_A_DAY", 0.6)
    context = DemoContext(at=clock.now(), random=Random(2017))
    await load_people(context)
    await demo.load_week(context)
    states = {
        row[0]: row[1] for row in await database.rows("SELECT state, count(*) FROM onestop.onestop_dossier GROUP BY 1")
    }
    assert {"appraising", "needs_supplement", "returned", "refused", "withdrawn"} <= set(states)
    assert sum(states.values()) > 100
    assert await database.value("SELECT count(DISTINCT authority_id) FROM onestop.onestop_dossier") > 15
    settled = await database.rows(
        """SELECT sign((settled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                       - (promised_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
           FROM onestop.onestop_dossier WHERE settled_at IS NOT NULL AND promised_at IS NOT NULL"""
    )
    outcomes = [row[0] for row in settled]
    assert set(outcomes) == {-1, 0, 1}
    assert outcomes.count(1) < len(outcomes) / 4
    counts = await figures.open_counts(None, [], clock.now())
    assert counts.open == sum(states.values()) - sum(
        states.get(state, 0) for state in ("returned", "refused", "withdrawn", "stopped")
    )
    # in the order of time, never after now, and the numbers of each agency and day without gaps
    assert await database.value("SELECT max(at) FROM onestop.onestop_dossier_event") <= clock.now()
    assert not await database.rows(
        """SELECT 1 FROM onestop.onestop_counter c WHERE c.last <> (
             SELECT count(*) FROM onestop.onestop_dossier d
             WHERE d.code LIKE c.agency || to_char(c.day, '"-"YYMMDD"-"') || '%')"""
    )
