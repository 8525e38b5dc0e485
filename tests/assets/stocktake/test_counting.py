"""A count from the snapshot to the register: batches sent twice and late, the end refused, what follows, who may."""

import uuid
from collections.abc import Callable

import msgspec
import pytest

from core import db
from core.acting import Act, Principal
from core.errors import Conflict, Forbidden, Missing, Refused
from core.testing import NOW
from plugins.assets.inventory.commands import register
from plugins.assets.inventory.queries import asset
from plugins.assets.stocktake import commands, queries
from plugins.assets.stocktake.minutes import minutes_pdf
from plugins.assets.stocktake.schemas import Batch, Counted, NewStocktake
from tests.assets.conftest import Communes, printer

pytestmark = pytest.mark.anyio
ActIn = Callable[..., Act]
ALL = ("assets.read", "assets.edit", "assets.stocktake")
PHONE, OTHER = str(uuid.uuid4()), str(uuid.uuid4())


@pytest.fixture
def officer(act_in: ActIn) -> Act:
    return act_in(permissions=ALL)


@pytest.fixture
async def codes(communes: Communes, officer: Act) -> list[str]:
    made = [
        await register(printer(communes.east, serial=f"K{n}", place="Phòng 1", holder_id=communes.officer), officer)
        for n in range(4)
    ]
    return [one.code for one in made]


@pytest.fixture
async def count(communes: Communes, officer: Act, codes: list[str]) -> int:
    return await commands.begin(NewStocktake(unit_id=communes.east, title="Cuối năm"), officer)


def scan(seq: int, code: str, **facts: object) -> Counted:
    return Counted(**({"uuid": str(uuid.uuid4()), "seq": seq, "code": code} | facts))  # type: ignore[arg-type]


async def send(number: int, act: Act, *events: Counted, device: str = PHONE, high: int = 0) -> list[str]:
    batch = Batch(device=device, high_seq=high or max(event.seq for event in events), events=list(events))
    return [answer.result for answer in await commands.take(number, batch, act)]


async def verdicts(number: int) -> dict[str, str]:
    return {one.line.code: one.line.verdict for one in await queries.outcomes(number)}


async def test_what_phones_send_is_stored_once_in_any_order(count: int, codes: list[str], officer: Act) -> None:
    first, second = scan(1, codes[0], place="Phòng 1"), scan(2, codes[1], place="Kho")
    assert await send(count, officer, second, first) == ["stored", "stored"]
    assert await send(count, officer, first, second, first) == ["duplicate"] * 3
    assert await send(count, officer, scan(2, codes[2])) == ["refused"]  # another scan under a number that is taken
    assert (
        await send(count, officer, scan(1, codes[2], condition="broken"), scan(2, "X-1"), device=OTHER)
        == ["stored"] * 2
    )
    assert await verdicts(count) == {
        codes[0]: "found", codes[1]: "misplaced", codes[2]: "wrong_condition", codes[3]: "missing", "X-1": "unknown",
    }  # fmt: skip


async def test_the_list_is_frozen(count: int, codes: list[str], communes: Communes, officer: Act) -> None:
    late = (await register(printer(communes.east, serial="sau"), officer)).code
    await db.execute("UPDATE assets.assets_asset SET name = 'Tên mới' WHERE code = $1", codes[0])
    names = {item.code: item.name for item in await queries.items(count)}
    assert (late in names, names[codes[0]]) == (False, "Máy in một cửa")
    await send(count, officer, scan(1, late))
    assert (await verdicts(count))[late] == "elsewhere"


async def test_the_end_waits_for_phones_that_have_not_sent_everything(
    count: int, codes: list[str], officer: Act
) -> None:
    await send(count, officer, scan(1, codes[0]), high=3)
    with pytest.raises(Refused, match="còn 2 lần quét"):
        await commands.close(count, "", officer)
    await send(count, officer, scan(2, codes[1]), scan(3, codes[2]))
    await commands.close(count, "", officer)
    closed = await queries.stocktake(count, officer.who)
    assert (closed.state, closed.override) == ("closed", None)
    # what comes later is kept and marked, and said in the log
    assert await send(count, officer, scan(4, codes[3])) == ["stored"]
    assert await db.value("SELECT late FROM assets.assets_stocktake_event WHERE seq = 4") is True
    assert await db.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'assets.stocktake_late'") == 1


async def test_a_named_reason_ends_it_all_the_same(count: int, codes: list[str], officer: Act) -> None:
    await send(count, officer, scan(1, codes[0]), high=9)
    await commands.close(count, "điện thoại rơi xuống sông", officer)
    logged = await db.value("SELECT after::text FROM audit.audit_entry WHERE action = 'assets.stocktake_closed'")
    assert "rơi xuống sông" in logged
    assert "8" in logged


async def test_the_register_follows_once(count: int, codes: list[str], officer: Act) -> None:
    await send(count, officer, scan(1, codes[0], place="Kho"), scan(2, codes[1], condition="broken"), scan(3, codes[2]))
    with pytest.raises(Conflict):
        await commands.follow(count, codes, officer)
    await commands.close(count, "", officer)
    assert await commands.follow(count, codes, officer) == 3
    assert await commands.follow(count, codes, officer) == 0
    now = [await asset(code, officer.who) for code in codes]
    assert [(one.place, one.status) for one in now] == [
        ("Kho", "in_use"), ("Phòng 1", "broken"), ("Phòng 1", "in_use"), ("Phòng 1", "lost"),
    ]  # fmt: skip


async def test_a_holder_speaks_for_own_things_only(
    count: int, codes: list[str], communes: Communes, officer: Act
) -> None:
    holder = Act(Principal(username="buoi", display_name="Bưởi", person_id=communes.officer), NOW)
    assert [row[2].code for row in await queries.open_for(communes.officer)] == codes
    await commands.confirm_own(count, codes[0], yes=True, act=holder)
    await commands.confirm_own(count, codes[1], yes=False, act=holder)
    found = {one.line.code: one.line for one in await queries.outcomes(count)}
    assert (found[codes[0]].verdict, found[codes[0]].by_eye) == ("found", False)
    assert (found[codes[1]].verdict, found[codes[1]].disputed) == ("missing", ("holder",))
    stranger = Act(msgspec.structs.replace(holder.who, person_id=communes.hamlet_head), NOW)
    with pytest.raises(Missing):
        await commands.confirm_own(count, codes[0], yes=True, act=stranger)


async def test_another_commune_sees_and_counts_nothing_here(
    count: int, codes: list[str], communes: Communes, act_in: ActIn
) -> None:
    west = act_in(communes.west, permissions=ALL)
    with pytest.raises(Missing):
        await send(count, west, scan(1, codes[0]))
    with pytest.raises(Forbidden):
        await commands.begin(NewStocktake(unit_id=communes.east, title="x"), west)
    with pytest.raises(Refused):
        await commands.begin(NewStocktake(unit_id=communes.west, title="không có gì"), west)
    assert await db.value("SELECT count(*) FROM assets.assets_stocktake_event") == 0


async def test_the_minutes_can_be_printed(count: int, codes: list[str], officer: Act) -> None:
    await send(count, officer, scan(1, codes[0], place="Kho"), scan(2, "1234"))
    found = await queries.stocktake(count, officer.who)
    outcomes = await queries.outcomes(count)
    whole = await minutes_pdf(found, outcomes, NOW, only=False)
    assert (whole[:4], (await minutes_pdf(found, outcomes, NOW, only=True))[:4]) == (b"%PDF", b"%PDF")
