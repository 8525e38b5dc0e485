"""The demonstration's filings are in every state, and of people who can be logged in as."""

from datetime import UTC, datetime

import pytest

from core import db as database
from core.contributions import DemoContext
from plugins.onestop.online.demo import load_filings
from tests.onestop.conftest import Desk, load_catalogue

pytestmark = pytest.mark.anyio


async def test_filings_in_every_state(desk: Desk) -> None:
    desk.clock.at = datetime(2021, 1, 10, 8, 0, tzinfo=UTC)
    await load_catalogue(desk.clock.now(), ())
    desk.clock.at = datetime(2021, 3, 10, 8, 0, tzinfo=UTC)
    await load_filings(DemoContext(at=desk.clock.now(), random=None))
    rows = await database.rows("SELECT state, count(*) FROM onestop.onestop_filing GROUP BY state")
    assert {row[0] for row in rows} >= {"filed", "needs_supplement", "accepted", "refused"}
