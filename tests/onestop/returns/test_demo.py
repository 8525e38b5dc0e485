"""The demonstration's parcels stand at several points of their way."""

from datetime import timedelta

import pytest

from core import db as database
from core.contributions import DemoContext
from plugins.onestop.returns.demo import load_parcels
from tests.onestop.conftest import Desk
from tests.onestop.returns.test_returning import at_desk

pytestmark = pytest.mark.anyio


async def test_parcels(desk: Desk) -> None:
    for _dossier in range(3):
        await at_desk(desk)
    await load_parcels(DemoContext(at=desk.clock.now() + timedelta(hours=6), random=None))
    rows = await database.rows("SELECT state FROM onestop.onestop_parcel ORDER BY id")
    assert [row[0] for row in rows] == ["requested", "sent", "back"]
