"""A dossier that came in already is told of before it is saved, never forbidden; going on is logged."""

import re
from datetime import timedelta

import httpx
import pytest

from core import db as database
from core.accounts.testing import log_in
from plugins.onestop.commands.moving import move
from plugins.onestop.desk.commands.intake import LikelyTwice, receive_once_told
from plugins.onestop.desk.queries import likely_duplicates
from plugins.onestop.schemas import Move
from tests.onestop.conftest import BIRTH, MARRIAGE, Desk, new_dossier

pytestmark = pytest.mark.anyio


async def test_the_same_identity_is_told_while_the_earlier_one_is_open(desk: Desk) -> None:
    code = (await desk.take()).code
    desk.clock.move(timedelta(days=90))
    act = desk.act(desk.clerk)
    found = await likely_duplicates(MARRIAGE, "080123456789", "Người khác tên", act)
    assert [(one.earlier.code, one.why) for one in found] == [(code, "identity")]
    await move(code, Move("withdraw", 1, "xin rút"), act)
    assert await likely_duplicates(MARRIAGE, "080123456789", "Người khác tên", act) == []


async def test_the_same_name_is_told_for_a_month_however_it_is_spelt(desk: Desk) -> None:
    code = (await desk.take(owner_identity="")).code
    found = await likely_duplicates(MARRIAGE, "", "NGUYỄN MINH HOÀ", desk.act(desk.clerk))
    assert [(one.earlier.code, one.why) for one in found] == [(code, "name")]
    desk.clock.move(timedelta(days=31))
    assert await likely_duplicates(MARRIAGE, "", "Nguyễn Minh Hòa", desk.act(desk.clerk)) == []


async def test_another_procedure_another_unit_and_another_person_are_not_told(desk: Desk) -> None:
    await desk.take()
    act = desk.act(desk.clerk)
    assert await likely_duplicates(BIRTH, "080123456789", "Nguyễn Minh Hòa", act) == []
    assert await likely_duplicates(MARRIAGE, "080999999999", "Nguyễn Minh Hòa", act) == []
    assert await likely_duplicates(MARRIAGE, "080123456789", "Nguyễn Minh Hòa", desk.act(desk.stranger)) == []


async def test_going_on_is_logged_with_what_was_shown(desk: Desk) -> None:
    code = (await desk.take()).code
    with pytest.raises(LikelyTwice):
        await receive_once_told(new_dossier(), "", desk.act(desk.clerk), "form-1")
    received = await receive_once_told(new_dossier(), code, desk.act(desk.clerk), "form-1")
    assert received.code != code
    logged = await database.row("SELECT after::text FROM audit.audit_entry WHERE action = 'onestop.receive_despite'")
    assert logged is not None
    assert code in logged[0]
    # the same form again: its own dossier looks the same, and is no reason to ask
    assert await receive_once_told(new_dossier(), code, desk.act(desk.clerk), "form-1") == received


async def test_the_form_shows_the_earlier_one_and_then_takes_the_dossier_in(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    code = (await desk.take()).code
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    form = {
        "procedure": MARRIAGE,
        "owner_name": "Nguyễn Minh Hòa",
        "owner_identity": "080123456789",
        "papers.0.paper": "1",
        "papers.0.given": "true",
        "_key": "one-form",
    }
    asked = await clerk.post("/staff/dossiers/new", data=form)
    assert asked.status_code == 409
    assert code in asked.text
    assert 'value="080123456789"' in asked.text
    seen = re.search(r'name="_seen" value="([^"]+)"', asked.text)
    assert seen is not None
    done = await clerk.post("/staff/dossiers/new", data=form | {"_seen": seen[1]})
    assert done.status_code == 303


async def test_the_notice_comes_while_the_form_is_filled_in(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    path = f"/staff/desk/duplicates?procedure={MARRIAGE}&owner_identity=080123456789&owner_name="
    assert code in (await clerk.get(path)).text
    stranger = await log_in(client, desk.stranger, desk.clock.now())
    assert code not in (await stranger.get(path)).text
