import asyncio
import base64
import re

import pytest

from core import db
from core.accounts import hashing, queries
from core.accounts.commands.factors import accept_code, store_recovery_codes
from core.accounts.domain import totp
from core.acting import system_act
from tests.core.accounts.conftest import PASSWORD

pytestmark = pytest.mark.anyio

CODES = ["0ABC-DEFG-HJKM-N", "1ABC-DEFG-HJKM-P"]


async def give_recovery_codes(account_id: int) -> None:
    await store_recovery_codes(account_id, await hashing.hash_codes(CODES))


async def test_a_recovery_code_opens_once_in_place_of_the_app(member) -> None:
    clerk = await member()
    await give_recovery_codes(clerk.who.account_id)
    await clerk.try_password()
    assert (await clerk.try_code(CODES[0].lower())).status_code == 303
    for code, status in ((CODES[0], 422), (CODES[1], 303)):
        clerk.client.cookies.clear()
        await clerk.try_password()
        assert (await clerk.try_code(code)).status_code == status


async def test_recovery_codes_are_kept_as_slow_hashes(member) -> None:
    clerk = await member()
    await give_recovery_codes(clerk.who.account_id)
    kept = await db.rows("SELECT code_hash FROM accounts.accounts_recovery")
    assert all(row["code_hash"].startswith("$argon2id$") for row in kept)


async def test_the_secret_is_kept_encrypted_for_its_owner_only(member, clock) -> None:
    clerk, other = await member(), await member("specialist")
    sealed = await db.value("SELECT totp_secret FROM accounts.accounts_account WHERE id = $1", clerk.who.account_id)
    assert b"12345678901234567890" not in sealed
    await db.execute(
        "UPDATE accounts.accounts_account SET totp_secret = $2 WHERE id = $1", other.who.account_id, sealed
    )
    await other.try_password()
    assert (await other.try_code()).status_code == 500


async def test_of_two_who_use_a_code_at_once_one_gets_in(committed_db, clock, password_hash) -> None:
    from core.accounts import keys, testing

    who = await testing.staff("clerk", "duc-hoa", clock.now())
    secret = b"12345678901234567890"
    await db.execute(
        "UPDATE accounts.accounts_account SET totp_secret = $2, totp_at = $3 WHERE id = $1",
        who.account_id,
        keys.seal("totp", secret, who.account_id),
        clock.now(),
    )
    account = await queries.account(who.account_id)
    code, act = totp.code_at(secret, clock.now()), system_act(clock.now())

    async def one() -> str | None:
        async with db.transaction():
            return await accept_code(account, code, act)

    assert sorted(map(str, await asyncio.gather(*(one() for _ in range(8))))) == ["None"] * 7 + ["totp"]


async def test_replacing_the_telephone_asks_for_password_and_code(member, clock) -> None:
    from datetime import timedelta

    clerk = await member()
    await clerk.log_in()
    clock.move(timedelta(seconds=60))
    page = await clerk.client.get("/staff/account")
    csrf = {"x-csrf-token": page.text.split('name="csrf-token" content="')[1].split('"')[0]}
    for sent in ({"password": PASSWORD, "code": "000000"}, {"password": "falsch", "code": clerk.code}):
        assert (await clerk.client.post("/staff/account/codes", data=sent, headers=csrf)).status_code == 422
        assert (await clerk.client.get("/staff/account/codes/new")).status_code == 404
    begun = await clerk.client.post(
        "/staff/account/codes", data={"password": PASSWORD, "code": clerk.code}, headers=csrf
    )
    assert begun.headers["location"] == "/staff/account/codes/new"
    shown = await clerk.client.get("/staff/account/codes/new")
    letters = re.search(r'totp-secret">([A-Z2-7-]+)<', shown.text)[1].replace("-", "")
    new = base64.b32decode(letters)
    assert new != b"12345678901234567890"
    done = await clerk.client.post(
        "/staff/account/codes/new", data={"code": totp.code_at(new, clock.now())}, headers=csrf
    )
    assert len(re.findall(r'<li class="code">', done.text)) == 10
    clerk.client.cookies.clear()
    await clerk.try_password()
    assert (await clerk.try_code(clerk.code)).status_code == 422
    clock.move(timedelta(seconds=60))
    assert (await clerk.try_code(totp.code_at(new, clock.now()))).status_code == 303
