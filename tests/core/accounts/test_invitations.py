import asyncio
import re

import httpx
import pytest

from core import db
from core.accounts import keys, testing
from core.accounts.commands.accounts import invite_person, new_link
from core.accounts.commands.first_admin import invite_first_admin
from core.accounts.commands.login import Visitor
from core.accounts.commands.passwords import choose_by_link
from core.accounts.domain import totp
from core.acting import system_act
from core.errors import Missing, Refused
from core.offices.commands import hire
from core.offices.schemas import PersonFields
from tests.core.accounts.conftest import PASSWORD, shown

pytestmark = pytest.mark.anyio


async def invited(clock) -> str:
    """Return the path of a fresh invitation."""
    await testing.load_office(clock.now())
    act = system_act(clock.now())
    unit = await db.value("SELECT id FROM offices.offices_unit WHERE code = 'huu-thanh.mot-cua'")
    person_id = await hire(PersonFields("Lê Thị Kim Ngân", unit), act)
    _account_id, path = await invite_person(person_id, "ngan.ltk", act)
    return path


async def test_the_whole_way_from_the_link_to_the_first_page(client, clock) -> None:
    path = await invited(clock)
    assert "Lê Thị Kim Ngân" in (await client.get(path)).text
    chosen = await client.post(path, data={"new_password": PASSWORD})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/login/setup")
    assert (await client.get("/staff")).status_code == 303
    page = await client.get("/login/setup")
    letters = re.search(r'totp-secret">([A-Z2-7-]+)<', page.text)[1].replace("-", "")
    import base64

    secret = base64.b32decode(letters)
    done = await client.post("/login/setup", data={"code": totp.code_at(secret, clock.now())})
    assert done.status_code == 200
    codes = re.findall(r'<li class="code">([^<]+)</li>', done.text)
    assert len(codes) == len(set(codes)) == 10
    assert (await client.get("/staff")).status_code == 200


async def test_a_link_is_good_once(client, clock) -> None:
    path = await invited(clock)
    assert (await client.post(path, data={"new_password": PASSWORD})).status_code == 303
    client.cookies.clear()
    assert (await client.get(path)).status_code == 404
    assert (await client.post(path, data={"new_password": PASSWORD + "!"})).status_code == 404


async def test_a_weak_password_is_refused_and_the_link_stays_good(client, clock) -> None:
    path = await invited(clock)
    for weak in ("ngắn quá", "duchoa123456", "Kim Ngân Hựu Thạnh", "ngan.ltk.2017"):
        answer = await client.post(path, data={"new_password": weak})
        assert answer.status_code == 422, weak
        assert "f-new_password-error" in answer.text
    assert (await client.post(path, data={"new_password": PASSWORD})).status_code == 303


async def test_an_invitation_ends_after_three_days(client, clock) -> None:
    from datetime import timedelta

    path = await invited(clock)
    clock.move(timedelta(days=3, seconds=1))
    assert (await client.get(path)).status_code == 404


async def test_a_newer_link_ends_the_older_one(client, clock) -> None:
    path = await invited(clock)
    account_id = await db.value("SELECT id FROM accounts.accounts_account WHERE username = 'ngan.ltk'")
    newer = await new_link(account_id, system_act(clock.now()))
    assert (await client.get(path)).status_code == 404
    assert (await client.get(newer)).status_code == 200


async def test_of_ten_who_use_a_link_at_once_one_gets_in(committed_db, clock) -> None:
    path = await invited(clock)
    token, act = path.rpartition("/")[2], system_act(clock.now())
    outcomes = await asyncio.gather(
        *(choose_by_link(token, f"{PASSWORD} {n}", Visitor(), act) for n in range(10)), return_exceptions=True
    )
    assert sum(isinstance(outcome, Missing) for outcome in outcomes) == 9
    assert await db.value("SELECT count(*) FROM accounts.accounts_login WHERE ended_at IS NULL") == 1


async def test_a_reset_does_not_skip_the_code_and_ends_every_log_in(member, clock) -> None:
    clerk = await member()
    await clerk.log_in()
    path = await new_link(clerk.who.account_id, system_act(clock.now()))
    elsewhere = httpx.AsyncClient(transport=clerk.client._transport, base_url=clerk.client.base_url)
    async with elsewhere:
        answer = await elsewhere.post(path, data={"new_password": "trăng sáng trên đồng lúa"})
        assert answer.headers["location"] == "/login/code"
        assert (await elsewhere.get("/staff")).status_code == 303
    assert (await clerk.client.get("/staff")).status_code == 303
    assert (await clerk.try_password()).status_code == 422


async def test_links_are_kept_as_hashes_only(clock, db: None) -> None:
    from core import db as database

    path = await invited(clock)
    token = path.rpartition("/")[2]
    kept = await database.value("SELECT token_hash FROM accounts.accounts_link")
    assert kept == keys.token_hash(token)
    dump = await database.rows("SELECT after::text || coalesce(before::text, '') AS text FROM audit.audit_entry")
    assert not any(token in (row["text"] or "") for row in dump)


async def test_the_first_administrator_comes_by_a_printed_link(client, clock) -> None:
    act = system_act(clock.now())
    assert await db.value("SELECT count(*) FROM accounts.accounts_account") == 0
    path = await invite_first_admin("admin", "Quản trị viên", act)
    again = await invite_first_admin("admin", "Quản trị viên", act)
    assert (await client.get(path)).status_code == 404
    assert (await client.post(again, data={"new_password": PASSWORD})).status_code == 303
    with pytest.raises(Refused):
        await invite_first_admin("other", "Người khác", act)


async def test_a_forgotten_password_gets_the_same_answer_for_every_name(member, client, run_jobs) -> None:
    clerk = await member()
    await db.execute("UPDATE offices.offices_person SET email = 'an@duchoa.example' WHERE id = $1", clerk.who.person_id)
    known = await client.post("/login/forgot", data={"username": clerk.who.username})
    unknown = await client.post("/login/forgot", data={"username": "nobody"})
    assert known.status_code == unknown.status_code == 200
    assert shown(known).split("Mã yêu cầu")[0] == shown(unknown).split("Mã yêu cầu")[0]
    await run_jobs()
    mails = await db.rows("SELECT to_address, subject FROM notices.notices_outgoing_mail")
    assert [(m["to_address"], m["subject"]) for m in mails] == [("an@duchoa.example", "Đặt lại mật khẩu")]
    assert await db.value("SELECT count(*) FROM accounts.accounts_link WHERE kind = 'reset'") == 1
