import asyncio
from datetime import timedelta

import httpx
import pytest

from core import db
from core.accounts.commands import tries
from core.accounts.cookies import DEVICE, put_device
from core.accounts.domain import throttle
from core.errors import TooMany
from tests.core.accounts.conftest import PASSWORD

pytestmark = pytest.mark.anyio

WRONG = "không phải mật khẩu này"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch) -> None:
    """Count tries, not the strength of the hash: argon2 at its smallest, for these tests' wrong passwords."""
    from argon2 import PasswordHasher

    from core.accounts import hashing

    monkeypatch.setattr(hashing, "PASSWORDS", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    hashing._stand_in.cache_clear()


async def guess(member, times: int) -> list[int]:
    return [(await member.try_password(WRONG)).status_code for _ in range(times)]


async def test_guessing_becomes_slower_and_says_how_long_to_wait(member, clock) -> None:
    clerk = await member()
    assert await guess(clerk, 7) == [422] * 6 + [429]
    refused = await clerk.try_password(WRONG)
    assert int(refused.headers["retry-after"]) == 2
    assert "2 giây" in refused.text
    clock.move(timedelta(seconds=2))
    assert await guess(clerk, 2) == [422, 429]
    clock.move(timedelta(seconds=4))
    assert (await clerk.try_password()).status_code == 303


async def test_while_waiting_even_the_right_password_is_refused(member) -> None:
    clerk = await member()
    await guess(clerk, 6)
    assert (await clerk.try_password()).status_code == 429


async def test_a_refused_try_does_not_prolong_the_wait(member, clock) -> None:
    clerk = await member()
    await guess(clerk, 6)
    await guess(clerk, 20)
    clock.move(timedelta(seconds=2))
    assert (await clerk.try_password()).status_code == 303


async def test_strangers_cannot_lock_somebody_out_of_their_own_device(member, client) -> None:
    clerk = await member()
    await clerk.log_in()
    assert DEVICE in clerk.client.cookies
    stranger = httpx.AsyncClient(transport=client._transport, base_url=client.base_url)
    async with stranger:
        for _ in range(40):
            await stranger.post("/login", data={"username": clerk.who.username, "password": WRONG})
        blocked = await stranger.post("/login", data={"username": clerk.who.username, "password": PASSWORD})
        assert blocked.status_code == 429
    assert (await clerk.try_password()).status_code in {303, 403}  # 403: still logged in, the form's token is missing
    clerk.client.cookies.delete("__Host-mc_login")
    assert (await clerk.try_password()).status_code == 303


async def test_the_device_has_a_limit_of_its_own(member) -> None:
    clerk = await member()
    await clerk.log_in()
    clerk.client.cookies.delete("__Host-mc_login")
    assert 429 in await guess(clerk, 13)


@pytest.mark.parametrize("forged", ["", "1.abc", "1.0011223344556677.bad", "....", "x" * 5000, "1.ü.é"])
async def test_a_forged_device_cookie_is_nobodys(member, forged: str) -> None:
    clerk = await member()
    header = {"cookie": f"{DEVICE}={forged}".encode()}
    for _ in range(6):
        await clerk.try_password(WRONG, headers=header)
    assert (await clerk.try_password(headers=header)).status_code == 429


async def test_the_device_of_one_account_says_nothing_about_another(member, client) -> None:
    from litestar.response import Response

    clerk, other = await member(), await member("specialist")
    answer = Response(None)
    put_device(answer, other.who.account_id)
    cookie = f"{DEVICE}={answer.cookies[0].value}"
    for _ in range(6):
        await clerk.try_password(WRONG, headers={"cookie": cookie})
    assert (await clerk.try_password(headers={"cookie": cookie})).status_code == 429


async def test_many_names_from_one_network_are_slowed_down_together(member, client) -> None:
    for number in range(31):
        assert (await client.post("/login", data={"username": f"n{number}", "password": WRONG})).status_code == 422
    assert (await client.post("/login", data={"username": "n-last", "password": WRONG})).status_code == 429


async def test_log_ins_that_succeed_do_not_use_up_an_offices_allowance(member) -> None:
    clerk = await member()
    for _ in range(40):
        clerk.client.cookies.clear()
        assert (await clerk.try_password()).status_code == 303


async def test_guesses_of_the_code_are_limited_for_the_account_wherever_they_come_from(member, client) -> None:
    clerk = await member()
    statuses = []
    for _ in range(8):
        clerk.client.cookies.clear()
        await clerk.try_password()
        statuses.append((await clerk.try_code("000000")).status_code)
    assert statuses == [422] * 6 + [429] * 2


async def test_a_hundred_tries_at_once_count_as_a_hundred(committed_db, clock) -> None:
    async def one() -> bool:
        try:
            await tries.take([("pair:x", throttle.PAIR), ("network:y", throttle.NETWORK)], clock.now())
        except TooMany:
            return False
        return True

    assert sum(await asyncio.gather(*(one() for _ in range(100)))) == throttle.PAIR.free + 1


async def test_neither_names_nor_addresses_are_kept(member) -> None:
    clerk = await member()
    await guess(clerk, 1)
    kept = await db.rows("SELECT key FROM accounts.accounts_try")
    assert kept
    assert all(len(row["key"]) == 64 and clerk.who.username not in row["key"] for row in kept)
