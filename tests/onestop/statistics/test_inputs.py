"""What feeds the quality index: ratings, digitised papers, signed results, receipts; the rest stays unknown."""

from datetime import date, timedelta

import pytest

from core import db as database
from plugins.onestop.domain.figures import Period
from plugins.onestop.fees.commands.charging import charge
from plugins.onestop.fees.commands.receipts import cancel_receipt, collect
from plugins.onestop.fees.schemas import Charge, Collect
from plugins.onestop.statistics import queries
from plugins.onestop.statistics.quality import TITLES, inputs
from plugins.onestop.statistics.queries import Narrowing
from tests.onestop.conftest import MARRIAGE, RESIDENCE, Desk
from tests.onestop.returns.test_returning import at_desk

pytestmark = pytest.mark.anyio
MONTH = Period(date(2017, 11, 1), date(2017, 11, 30))
UNKNOWN = {"dossiers_synchronised", "paid_online"}
_RATE = """
INSERT INTO onestop.onestop_rating (dossier, unit_id, unit_name, clerk_name, handler_name, score, comment, at)
SELECT id, unit_id, unit_name, '', '', $2, '', $3 FROM onestop.onestop_dossier WHERE code = $1
"""
_SIGN = """
WITH key AS (
  INSERT INTO onestop.onestop_signing_key (unit_id, person_name, title, subject, issuer, serial, not_before, not_after,
    certificate, sealed_key, created_at, created_by_name)
  VALUES (1, '', 'K', 'K', 'K', '1', $2, $2, '', '', $2, 'K') RETURNING id
)
INSERT INTO onestop.onestop_signature (dossier, key, attachment_id, token_digest, sha256, signer, signed_by_name,
  signed_at, withdrawn_at, withdrawn_reason)
SELECT d.id, key.id, 1, $3, $4, 'K', 'K', $2, $5, '' FROM onestop.onestop_dossier d, key WHERE d.code = $1
"""


async def known(desk: Desk, period: Period = MONTH, units: list[int] | None = None) -> dict[str, int | None]:
    narrowing = Narrowing(units)
    return await inputs(await queries.total(period, desk.clock.now(), narrowing), period, narrowing)


async def test_nothing_is_invented(desk: Desk) -> None:
    found = await known(desk)
    assert set(found) == set(TITLES)
    assert {name for name, value in found.items() if value is None} == UNKNOWN


async def test_digitised_dossiers_are_counted_among_the_received_ones(desk: Desk) -> None:
    codes = [(await desk.take()).code for _ in range(3)]
    await database.execute("UPDATE onestop.onestop_dossier SET digitised = 'reused' WHERE code = $1", codes[0])
    assert (await known(desk))["dossiers_digitised"] == 1
    assert (await known(desk, units=[0]))["dossiers_digitised"] == 0
    assert (await known(desk, Period(date(2017, 10, 1), date(2017, 10, 31))))["dossiers_digitised"] == 0


async def test_signed_results_are_counted_unless_they_were_withdrawn(desk: Desk) -> None:
    at = desk.clock.now()
    for n, withdrawn in enumerate((None, None, at)):
        await database.execute(_SIGN, await at_desk(desk), at, bytes([n]) * 32, str(n) * 64, withdrawn)
    unsettled = (await desk.take(MARRIAGE)).code
    await database.execute(_SIGN, unsettled, at, b"9" * 32, "9" * 64, None)
    found = await known(desk)
    assert (found["results_signed"], found["resolved"]) == (2, 3)


async def test_a_cancelled_receipt_is_no_payment(desk: Desk) -> None:
    act = desk.act(desk.clerk)
    codes = [(await desk.take(RESIDENCE)).code for _ in range(2)]
    done = []
    for code in codes:
        await charge(code, Charge(20_000, "le_phi", "Lệ phí"), act)
        done.append(await collect(code, Collect("Trần Thị Bé", le_phi=20_000), act))
    assert (await known(desk))["paid"] == 2
    await cancel_receipt(done[0].id, "Ghi nhầm", act)
    assert (await known(desk))["paid"] == 1


async def test_ratings_of_the_period(desk: Desk) -> None:
    at = desk.clock.now()
    for score, when in [(5, at), (4, at), (3, at), (1, at), (5, at - timedelta(days=60))]:
        await database.execute(_RATE, (await desk.take()).code, score, when)
    found = await known(desk)
    assert (found["ratings"], found["ratings_satisfied"]) == (4, 2)
