"""The demonstration shows a catalogue that lives: a new version, one to come, a file to be looked at."""

from datetime import timedelta
from random import Random

import pytest

from core import db as database
from core.clock import VIETNAM, FixedClock
from core.contributions import DemoContext
from plugins.onestop.catalogue import demo, queries
from tests.onestop.conftest import load_catalogue

pytestmark = pytest.mark.anyio


async def test_versions_and_an_upload(db: None, clock: FixedClock) -> None:
    now = clock.now()
    await load_catalogue(now - timedelta(days=60), ())
    await demo.load_versions(DemoContext(at=now, random=Random(2017)))
    today = now.astimezone(VIETNAM).date()
    remarried = await queries.versions(demo.REMARRIAGE)
    assert [version.holds_on(today) for version in remarried] == [True, False]
    assert len(remarried[0].facts.cases) == 2
    assert [version.holds_on(today) for version in await queries.versions(demo.RESIDENCE)] == [False, True]
    [upload] = await database.rows("SELECT rows, created, changed, imported_at FROM onestop.onestop_catalogue_upload")
    assert tuple(upload) == (1, 0, 1, None)
