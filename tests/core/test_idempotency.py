"""The same write sent twice has one effect and one answer."""

import asyncio

import msgspec
import pytest

from core import db
from core.errors import Conflict
from core.idempotency import once

pytestmark = pytest.mark.anyio


class Made(msgspec.Struct):
    number: int


@pytest.fixture
async def counter(committed_db: str) -> None:
    await db.execute("CREATE TABLE made (n serial)")


async def make() -> Made:
    number = await db.value("INSERT INTO made DEFAULT VALUES RETURNING n")
    await asyncio.sleep(0.02)
    return Made(number)


async def made() -> int:
    return int(await db.value("SELECT count(*) FROM made"))


async def test_same_key_and_body_give_the_first_answer(counter: None) -> None:
    first = await once("k", "lan", {"a": 1}, make, Made)
    again = await once("k", "lan", {"a": 1}, make, Made)
    assert (first, await made()) == (again, 1)


async def test_twenty_at_once_have_one_effect(counter: None) -> None:
    answers = await asyncio.gather(*(once("k", "lan", {"a": 1}, make, Made) for _ in range(20)))
    assert {a.number for a in answers} == {answers[0].number}
    assert await made() == 1


async def test_same_key_other_body_is_a_conflict(counter: None) -> None:
    await once("k", "lan", {"a": 1}, make, Made)
    with pytest.raises(Conflict):
        await once("k", "lan", {"a": 2}, make, Made)
    assert await made() == 1


async def test_keys_of_two_people_do_not_meet(counter: None) -> None:
    await once("k", "lan", {"a": 1}, make, Made)
    await once("k", "minh", {"a": 1}, make, Made)
    assert await made() == 2


async def test_a_write_that_failed_may_be_sent_again(counter: None) -> None:
    async def fail() -> Made:
        await make()
        raise LookupError

    with pytest.raises(LookupError):
        await once("k", "lan", {"a": 1}, fail, Made)
    assert await made() == 0
    assert await once("k", "lan", {"a": 1}, make, Made)
    assert await made() == 1


async def test_empty_key_is_no_protection(counter: None) -> None:
    await once("", "lan", {}, make, Made)
    await once("", "lan", {}, make, Made)
    assert await made() == 2
