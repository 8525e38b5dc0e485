"""The demonstration's papers: made through the commands, so every rule holds for them too."""

from random import Random

import pytest

from core import db as database
from core.clock import FixedClock
from core.contributions import DemoContext
from core.offices.demo import load_people
from plugins.onestop import demo
from plugins.onestop.papers import demo as papers_demo

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


async def test_papers_of_a_busy_fortnight(db: None, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "COMMUNE_A_DAY", 0.1)
    monkeypatch.setattr(demo, "DISTRICT_A_DAY", 4)
    context = DemoContext(at=clock.now(), random=Random(2017))
    await load_people(context)
    await demo.load_week(context)
    await papers_demo.load_papers(context)
    assert await database.value("SELECT count(*) FROM onestop.onestop_issued_paper WHERE kind = 'receipt'") > 20
    assert await database.value("SELECT count(*) FROM onestop.onestop_fee_receipt") > 0
    assert await database.value("SELECT max(at) FROM onestop.onestop_dossier_event") <= clock.now()
    # each book of each authority counts from 1 without a gap
    assert not await database.rows(
        """SELECT 1 FROM onestop.onestop_issued_paper WHERE number IS NOT NULL
           GROUP BY authority_id, book, year HAVING max(number) <> count(*)"""
    )
    # the dossier's sums are those of its ledger
    assert not await database.rows(
        """SELECT d.code FROM onestop.onestop_dossier d JOIN (
             SELECT dossier, sum(amount) FILTER (WHERE action = 'charged') AS charged,
                    coalesce(sum(amount) FILTER (WHERE action = 'exempted'), 0) AS exempted
             FROM onestop.onestop_dossier_event WHERE kind = 'fee' GROUP BY 1
           ) e ON e.dossier = d.id WHERE d.fee_due <> e.charged - e.exempted"""
    )
