"""The demonstration of connections, notices and signatures is made of rows that the pages can show."""

from random import Random

import pytest

from core import db as database
from core.accounts.testing import act_of, staff
from core.contributions import DemoContext
from core.feed import follow
from plugins.onestop.commands.moving import move
from plugins.onestop.commands.receiving import receive
from plugins.onestop.exchange.demo import load_webhooks
from plugins.onestop.schemas import Move
from plugins.onestop.signing.demo import load_signatures
from plugins.onestop.telling.commands.collecting import FOLLOWER, KINDS
from plugins.onestop.telling.demo import load_notices
from tests.onestop.conftest import Desk, new_dossier

pytestmark = pytest.mark.anyio


async def test_everything_has_something_to_show(desk: Desk) -> None:
    now = desk.clock.now()
    clerk = act_of(await staff("clerk", "duc-hoa.mot-cua", now), now)
    specialist = await staff("specialist", "duc-hoa.tu-phap", now)
    leader = await staff("leader", "duc-hoa", now)
    for _dossier in range(12):
        code = (await receive(new_dossier(), clerk)).code
        await move(code, Move("hand_over", 1, "", specialist.person_id), clerk)
    for revision, (who, action) in enumerate(
        [(specialist, "start"), (specialist, "submit"), (leader, "sign")], start=2
    ):
        await move(code, Move(action, revision), act_of(who, now))
    context = DemoContext(at=now, random=Random(1))
    for load in (load_webhooks, load_notices, load_signatures):
        await load(context)
    states = await database.rows("SELECT DISTINCT state FROM onestop.onestop_webhook_delivery")
    assert {row["state"] for row in states} >= {"sent", "held"}
    assert await database.value("SELECT bool_and(NOT active) FROM onestop.onestop_webhook")
    assert await database.value("SELECT count(*) FROM onestop.onestop_notice") > 0
    assert await database.value("SELECT count(*) FROM onestop.onestop_signature") == 1
    assert await follow(FOLLOWER, KINDS) == ([], False)
