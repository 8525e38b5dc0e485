"""Results: numbers without gaps, corrections and revocations that lose nothing, and who may do what."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import asyncpg
import pytest

from core import db as database
from core.acting import SYSTEM
from core.errors import Conflict, Forbidden, Missing, Refused
from core.settings import config_folder
from core.web.lists import load_page
from core.web.lists.ask import read_question
from plugins.onestop.results import queries
from plugins.onestop.results.commands import correct, enter, publish_registers, revoke
from plugins.onestop.results.listing import register_list
from plugins.onestop.results.schemas import Correction, NewResult, Revocation
from tests.onestop.conftest import Desk
from tests.onestop.results.conftest import COUPLE, settle

pytestmark = pytest.mark.anyio
Settle = Callable[[], Awaitable[str]]
DAY = date(2017, 11, 22)
REASON = "Ghi sai họ tên theo giấy khai sinh"


def new(**changes: object) -> NewResult:
    values = {"register": "marriages", "signed_on": DAY, "signer_name": "Trần Văn Lãnh Đạo"} | changes
    return NewResult(**values)  # type: ignore[arg-type]


async def test_publishing_again_changes_nothing(shelves: Desk) -> None:
    assert await publish_registers(config_folder() / "registers.toml", shelves.act(SYSTEM)) == 0


async def test_an_entry_gets_the_next_number_and_is_kept_typed(shelves: Desk, settled: Settle) -> None:
    first = await enter(await settled(), new(), COUPLE, shelves.act(shelves.clerk))
    second = await enter(await settled(), new(), COUPLE, shelves.act(shelves.clerk))
    assert (first.number, second.number) == ("1/2017", "2/2017")
    sheet = await queries.result(first.id, None)
    assert sheet is not None
    assert sheet.values["wife_born_on"] == "1992-03-04"
    assert sheet.keep_until is None
    logged = await database.rows("SELECT after::text FROM audit.audit_entry WHERE action = 'onestop.enter_result'")
    assert len(logged) == 2
    assert "Lê Thị Bảy" not in logged[0][0]


async def test_books_are_numbered_apart(shelves: Desk, settled: Settle) -> None:
    act = shelves.act(shelves.clerk)
    code = await settled()
    await enter(code, new(), COUPLE, act)
    other = await enter(code, new(register="decisions"), {"subject": "Quyết định"}, act)
    shelves.clock.move(timedelta(days=60))
    later = await enter(code, new(signed_on=date(2018, 1, 15)), COUPLE, shelves.act(shelves.clerk))
    assert (other.number, later.number) == ("1/2017/KQ", "1/2018")


async def test_the_same_form_twice_is_one_entry(shelves: Desk, settled: Settle) -> None:
    code, act = await settled(), shelves.act(shelves.clerk)
    first = await enter(code, new(), COUPLE, act, "key")
    assert await enter(code, new(), COUPLE, act, "key") == first
    assert await database.value("SELECT count(*) FROM onestop.onestop_result") == 1


async def test_what_is_wrong_is_named_field_by_field_and_takes_no_number(shelves: Desk, settled: Settle) -> None:
    code, act = await settled(), shelves.act(shelves.clerk)
    with pytest.raises(Refused) as refused:
        await enter(code, new(), {"husband": "A", "married_on": "x"}, act)
    assert {p.field for p in refused.value.problems} == {
        "value_husband_born_on",
        "value_wife",
        "value_wife_born_on",
        "value_married_on",
    }
    for wrong in (new(signed_on=DAY + timedelta(days=1)), new(signed_on=DAY - timedelta(days=9)), new(register="none")):
        with pytest.raises(Refused):
            await enter(code, wrong, COUPLE, act)
    assert (await enter(code, new(), COUPLE, act)).number == "1/2017"


async def test_only_settled_dossiers_of_ones_own_and_by_whom_it_is(shelves: Desk, settled: Settle) -> None:
    unsettled = (await shelves.take()).code
    with pytest.raises(Refused):
        await enter(unsettled, new(), COUPLE, shelves.act(shelves.clerk))
    code = await settled()
    with pytest.raises(Missing):
        await enter(code, new(), COUPLE, shelves.act(shelves.stranger))
    with pytest.raises(Forbidden):
        await enter(code, new(), COUPLE, shelves.act(shelves.leader))


async def test_a_correction_keeps_number_and_what_was_there(shelves: Desk, settled: Settle) -> None:
    entered = await enter(await settled(), new(), COUPLE, shelves.act(shelves.clerk))
    data = Correction(revision=1, signer_name="Trần Văn Lãnh Đạo", reason=REASON)
    done = await correct(entered.id, data, COUPLE | {"wife": "Lê Thị Bảy Em"}, shelves.act(shelves.leader))
    assert (done.number, done.revision) == ("1/2017", 2)
    sheet = await queries.result(entered.id, None)
    assert sheet is not None
    assert (sheet.state, sheet.values["wife"]) == ("corrected", "Lê Thị Bảy Em")
    kept = await queries.changes(entered.id)
    assert [change.kind for change in kept] == ["enter", "correct"]
    assert "Lê Thị Bảy" in str(kept[1].before)
    with pytest.raises(Conflict):
        await correct(entered.id, data, COUPLE, shelves.act(shelves.leader))
    with pytest.raises(Forbidden):
        await correct(entered.id, data, COUPLE, shelves.act(shelves.clerk))
    with pytest.raises(Missing):
        await correct(entered.id, data, COUPLE, shelves.act(shelves.stranger))


async def test_a_revoked_number_is_never_given_again(shelves: Desk, settled: Settle) -> None:
    entered = await enter(await settled(), new(), COUPLE, shelves.act(shelves.clerk))
    leader = shelves.act(shelves.leader)
    await revoke(entered.id, Revocation(revision=1, reason=REASON), leader)
    sheet = await queries.result(entered.id, None)
    assert sheet is not None
    assert sheet.state == "revoked"
    with pytest.raises(Refused):
        await revoke(entered.id, Revocation(revision=2, reason=REASON), leader)
    assert (await enter(await settled(), new(), COUPLE, shelves.act(shelves.clerk))).number == "2/2017"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM onestop.onestop_result",
        "UPDATE onestop.onestop_result SET number = 9",
        "UPDATE onestop.onestop_result_change SET reason = ''",
        "DELETE FROM onestop.onestop_result_change",
    ],
)
async def test_the_database_itself_keeps_numbers_and_history(shelves: Desk, settled: Settle, statement: str) -> None:
    await enter(await settled(), new(), COUPLE, shelves.act(shelves.clerk))
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with database.transaction():
            await database.execute(statement)


async def test_forty_at_once_get_forty_numbers_without_a_gap(committed_desk: Desk) -> None:
    await publish_registers(config_folder() / "registers.toml", committed_desk.act(SYSTEM))
    code = await settle(committed_desk)
    act = committed_desk.act(committed_desk.clerk)
    bad = COUPLE | {"wife": ""}
    calls = [enter(code, new(), bad if number % 5 == 0 else COUPLE, act) for number in range(50)]
    done = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(item, Refused) for item in done) == 10
    numbers = await database.rows("SELECT number FROM onestop.onestop_result ORDER BY number")
    assert [row[0] for row in numbers] == list(range(1, 41))


async def test_every_register_can_be_listed_by_every_column(shelves: Desk, settled: Settle) -> None:
    act = shelves.act(shelves.clerk)
    code = await settled()
    samples = {"date": "01/02/2017", "number": "3", "money": "2.000", "text": "Chữ", "long": "Chữ"}
    for known in await queries.registers(DAY):
        sent = {s.key: s.choices[0] if s.kind == "choice" else samples[s.kind] for s in known.register.field}
        await enter(code, new(register=known.register.code), sent, act)
        view = register_list(known.register)
        for column in view.columns:
            asked = read_question(view, {"columns": [column.key], "sort": [column.key], "q": ["1"], "year": ["2017"]})
            page = await load_page(view, asked, shelves.clerk, shelves.clock.now())
            assert page.total == 1, (known.register.code, column.key)
