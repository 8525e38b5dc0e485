from datetime import timedelta

import pytest

from core import db
from core.accounts import testing
from core.accounts.commands.tokens import create_token
from core.accounts.cookies import LOGIN
from core.accounts.hashing import PASSWORDS
from core.accounts.schemas import NewToken
from tests.core.accounts.conftest import PASSWORD, shown

pytestmark = pytest.mark.anyio


async def with_form(member) -> dict[str, str]:
    page = await member.client.get("/staff/account")
    return {"x-csrf-token": page.text.split('name="csrf-token" content="')[1].split('"')[0]}


async def test_changing_the_password_needs_the_old_one_and_ends_other_log_ins(member, clock) -> None:
    clerk = await member()
    await clerk.log_in()
    other = await testing.log_in(clerk.client, clerk.who, clock.now())
    async with other:
        assert (await other.get("/staff")).status_code == 200
        new, header = "trăng sáng trên đồng lúa", await with_form(clerk)
        wrong = {"password": "falsch", "new_password": new}
        assert (await clerk.client.post("/staff/account/password", data=wrong, headers=header)).status_code == 422
        weak = {"password": PASSWORD, "new_password": "duchoa123456"}
        assert (await clerk.client.post("/staff/account/password", data=weak, headers=header)).status_code == 422
        same = {"password": PASSWORD, "new_password": PASSWORD}
        assert (await clerk.client.post("/staff/account/password", data=same, headers=header)).status_code == 422
        assert (await other.get("/staff")).status_code == 200
        known = clerk.client.cookies[LOGIN]
        right = {"password": PASSWORD, "new_password": new}
        assert (await clerk.client.post("/staff/account/password", data=right, headers=header)).status_code == 303
        assert (await other.get("/staff")).status_code == 303
    assert (await clerk.client.get("/staff")).status_code == 200
    before = await clerk.client.get("/staff", headers={"cookie": f"{LOGIN}={known}"})
    assert before.status_code == 303, "the token known before the re-authentication must be dead"
    kept = await db.value("SELECT password_hash FROM accounts.accounts_account WHERE id = $1", clerk.who.account_id)
    assert kept.startswith("$argon2id$")
    assert PASSWORDS.verify(kept, new)


async def test_one_sees_and_ends_ones_own_log_ins_only(member, clock) -> None:
    clerk, stranger = await member(), await member("specialist")
    await clerk.log_in()
    await stranger.log_in()
    other = await testing.log_in(clerk.client, clerk.who, clock.now())
    async with other:
        login_id = await db.value(
            "SELECT max(id) FROM accounts.accounts_login WHERE account_id = $1", clerk.who.account_id
        )
        path = f"/staff/account/logins/{login_id}/end"
        assert (await stranger.client.post(path, headers=await with_form(stranger))).status_code == 404
        assert (await other.get("/staff")).status_code == 200
        assert (await clerk.client.post(path, headers=await with_form(clerk))).status_code == 303
        assert (await other.get("/staff")).status_code == 303


async def test_ending_all_other_log_ins_keeps_this_one(member, clock) -> None:
    clerk = await member()
    await clerk.log_in()
    others = [await testing.log_in(clerk.client, clerk.who, clock.now()) for _ in range(3)]
    await clerk.client.post("/staff/account/logins/end-others", headers=await with_form(clerk))
    assert [(await other.get("/staff")).status_code for other in others] == [303, 303, 303]
    assert (await clerk.client.get("/staff")).status_code == 200


async def token_for(login, role: str, unit: str, clock, permissions: tuple[str, ...]) -> tuple[str, testing.Principal]:
    await login(role, unit)
    who = await testing.staff(role, unit, clock.now())
    return await create_token(NewToken("thử", permissions, 30), testing.act_of(who, clock.now())), who


async def test_a_token_does_what_it_is_for_and_nothing_else(login, client, clock) -> None:
    token, _who = await token_for(login, "admin", "long-an", clock, ("offices.read",))
    header = {"authorization": f"Bearer {token}"}
    assert (await client.get("/staff/people", headers=header)).status_code == 200
    assert (await client.get("/staff/accounts", headers=header)).status_code == 403
    assert (await client.get("/staff/account", headers=header)).status_code == 403


async def test_a_token_writes_without_a_forms_token_and_loses_what_its_owner_loses(login, client, clock) -> None:
    token, who = await token_for(login, "admin", "long-an", clock, ("offices.read", "offices.manage"))
    header = {"authorization": f"Bearer {token}"}
    unit = await db.value("SELECT id FROM offices.offices_unit WHERE code = 'huu-thanh'")
    sent = {"full_name": "Lê Văn Hải", "unit_id": str(unit)}
    assert (await client.post("/staff/people/new", data=sent, headers=header)).status_code == 303
    await db.execute("DELETE FROM offices.offices_assignment WHERE person_id = $1", who.person_id)
    assert (await client.get("/staff/people", headers=header)).status_code == 403


async def test_a_token_ends_on_its_day_and_when_it_is_revoked(login, client, clock) -> None:
    token, _who = await token_for(login, "clerk", "huu-thanh", clock, ("offices.read",))
    header = {"authorization": f"Bearer {token}", "accept": "application/json"}
    clock.move(timedelta(days=30, seconds=-1))
    assert (await client.get("/staff/people", headers=header)).status_code == 200
    clock.move(timedelta(seconds=1))
    assert (await client.get("/staff/people", headers=header)).status_code == 401
    clock.move(-timedelta(days=1))
    await db.execute("UPDATE accounts.accounts_token SET revoked_at = now()")
    assert (await client.get("/staff/people", headers=header)).status_code == 401


@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "mc_x", "Bearer mc_" + "a" * 5000])
async def test_a_wrong_token_is_nobody_even_beside_a_good_cookie(login, sent: str) -> None:
    clerk = await login("clerk")
    assert (await clerk.get("/staff/people")).status_code == 200
    answer = await clerk.get("/staff/people", headers={"authorization": sent, "accept": "application/json"})
    assert answer.status_code == 401


async def test_nobody_gives_a_token_more_than_they_have(login, clock) -> None:
    from core.errors import Refused

    with pytest.raises(Refused):
        await token_for(login, "clerk", "huu-thanh", clock, ("offices.read", "accounts.manage"))


async def test_a_token_is_made_with_the_password_and_shown_once(member) -> None:
    clerk = await member()
    await clerk.log_in()
    header = await with_form(clerk)
    sent = {"name": "máy quét", "days": "7", "permissions": "offices.read", "password": "falsch"}
    assert (await clerk.client.post("/staff/account/tokens/new", data=sent, headers=header)).status_code == 422
    made = await clerk.client.post("/staff/account/tokens/new", data=sent | {"password": PASSWORD}, headers=header)
    token = made.text.split("data-token>")[1].split("<")[0]
    assert token.startswith("mc_")
    page = await clerk.client.get("/staff/account")
    assert token not in page.text
    assert "máy quét" in shown(page)
    token_id = await db.value("SELECT max(id) FROM accounts.accounts_token")
    assert (await clerk.client.post(f"/staff/account/tokens/{token_id}/revoke", headers=header)).status_code == 303
    answer = await clerk.client.get(
        "/staff/people",
        headers={"authorization": f"Bearer {token}", "cookie": f"{LOGIN}=", "accept": "application/json"},
    )
    assert answer.status_code == 401
