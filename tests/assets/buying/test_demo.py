"""The demonstration's purchases: behind the things that are registered, some of them not yet delivered."""

import random

import pytest

from core import db as database
from core.accounts.testing import load_office
from core.contributions import DemoContext
from core.registry import Registry
from core.testing import NOW
from plugins.assets.buying.demo import load_purchases
from plugins.assets.demo.load import load


@pytest.mark.anyio
async def test_purchases_of_the_demonstration(db: None, registry: Registry) -> None:
    await load_office(NOW)
    context = DemoContext(at=NOW, random=random.Random(2017))
    await load(context)
    await load_purchases(context)
    counts = await database.rows(
        "SELECT (SELECT count(*) FROM assets.assets_purchase), (SELECT count(*) FROM assets.assets_receipt),"
        " (SELECT count(*) FROM assets.assets_delivery), (SELECT sum(quantity) FROM assets.assets_purchase_line)"
    )
    bought, received, deliveries, ordered = counts[0]
    assert bought == 2
    assert received > 500
    assert deliveries >= 20
    assert ordered > received
