"""The number given when a result is issued and the number in the register are the same number."""

import asyncio

import pytest

from core import db as database
from core.accounts.testing import staff
from core.acting import SYSTEM
from core.errors import Refused
from core.settings import config_folder
from plugins.onestop.commands.moving import move
from plugins.onestop.queries import dossiers
from plugins.onestop.results import queries
from plugins.onestop.results.commands import enter, publish_registers, revoke
from plugins.onestop.results.schemas import Entered, Revocation
from plugins.onestop.schemas import Move
from tests.onestop.conftest import MARRIAGE, Desk
from tests.onestop.results.conftest import COUPLE, settle
from tests.onestop.results.test_results import new
from tests.onestop.test_moving import sheet_of

pytestmark = pytest.mark.anyio
REASON = "Cấp sai, cấp lại bản khác"


async def numbered(desk: Desk) -> str:
    """Return a settled dossier of the way on which results get their number from the registry."""
    await database.execute("UPDATE onestop.onestop_procedure SET workflow = 'long_way' WHERE code = $1", MARRIAGE)
    code = (await desk.take()).code
    await database.execute(
        "UPDATE onestop.onestop_dossier SET state = 'approved', settled_at = $2 WHERE code = $1",
        *(code, desk.clock.now()),
    )
    return code


async def issue(desk: Desk, code: str, number: str) -> None:
    registry = await staff("clerk", "my-hanh-bac", desk.clock.now(), f"vanthu{code[-4:]}")
    sheet = await sheet_of(code)
    await database.execute("UPDATE onestop.onestop_dossier SET state = 'approved' WHERE code = $1", code)
    await move(code, Move("issue", sheet.revision, number=number), desk.act(registry))


async def written(desk: Desk, code: str) -> Entered:
    return await enter(code, new(), COUPLE, desk.act(desk.clerk))


async def test_an_entry_gives_the_dossier_its_number(shelves: Desk) -> None:
    code = await settle(shelves)
    done = await written(shelves, code)
    assert (await sheet_of(code)).result_number == done.number == "1/2017"


@pytest.mark.parametrize(("number", "line"), [("1/2017", 1), ("5/2017", 5), ("88/QĐ-UBND", 1), ("5/2016", 1)])
async def test_an_entry_takes_the_number_that_the_dossier_has(shelves: Desk, number: str, line: int) -> None:
    code = await numbered(shelves)
    await issue(shelves, code, number)
    done = await written(shelves, code)
    assert done.number == number == (await sheet_of(code)).result_number
    sheet = await queries.result(done.id, None)
    assert sheet is not None
    assert sheet.number == line


async def test_a_number_taken_ahead_is_passed_over_and_the_book_has_no_gap(shelves: Desk) -> None:
    code = await numbered(shelves)
    await issue(shelves, code, "2/2017")
    await written(shelves, code)
    await database.execute("UPDATE onestop.onestop_procedure SET workflow = 'leader_signs' WHERE code = $1", MARRIAGE)
    others = [(await written(shelves, await settle(shelves))).number for _ in range(3)]
    assert others == ["1/2017", "3/2017", "4/2017"]


async def test_a_number_that_another_result_carries_is_refused(shelves: Desk) -> None:
    first = await settle(shelves)
    await written(shelves, first)
    code = await numbered(shelves)
    await issue(shelves, code, "1/2017")
    with pytest.raises(Refused, match=first) as refused:
        await written(shelves, code)
    assert refused.value.problems[0].field == "register"


async def test_a_result_in_the_register_is_not_issued_under_another_number(shelves: Desk) -> None:
    code = await numbered(shelves)
    done = await written(shelves, code)
    with pytest.raises(Refused, match=done.number) as refused:
        await issue(shelves, code, "7/2017")
    assert refused.value.problems[0].field == "number"
    await issue(shelves, code, done.number)


async def test_after_a_revocation_the_next_result_has_a_number_of_its_own(shelves: Desk) -> None:
    code = await settle(shelves)
    done = await written(shelves, code)
    leader = shelves.act(shelves.leader)
    await revoke(done.id, Revocation(revision=1, reason=REASON), leader)
    assert (await sheet_of(code)).result_number == ""
    again = await written(shelves, code)
    assert (await sheet_of(code)).result_number == again.number == "2/2017"


async def test_entries_at_once_get_one_number_each(committed_desk: Desk) -> None:
    desk = committed_desk
    await publish_registers(config_folder() / "registers.toml", desk.act(SYSTEM))
    codes = [await settle(desk) for _ in range(4)]
    done = await asyncio.gather(*(written(desk, code) for code in codes))
    assert sorted(entry.number for entry in done) == ["1/2017", "2/2017", "3/2017", "4/2017"]
    kept = [await dossiers.by_code(code, None) for code in codes]
    assert [sheet.result_number for sheet in kept if sheet] == [entry.number for entry in done]
