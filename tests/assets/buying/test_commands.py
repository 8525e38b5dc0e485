"""From the decision to the label: who may, what a scan does, what two scanners at once cannot break."""

import asyncio
from datetime import date

import msgspec
import pytest

from core import db
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.testing import NOW
from plugins.assets.buying import commands, queries
from plugins.assets.buying.schemas import ChangedPurchase, NewDelivery, NewLine, NewPurchase, Scanned
from plugins.assets.inventory.queries import asset
from tests.assets.conftest import Communes, insert_communes, officer_of

pytestmark = pytest.mark.anyio
RIGHTS = ("assets.read", "assets.edit", "assets.buy")


def act_of(*unit_ids: int, permissions: tuple[str, ...] = RIGHTS) -> Act:
    return Act(officer_of(*unit_ids, permissions=permissions), NOW)


def everywhere(communes: Communes) -> Act:
    return act_of(communes.district, communes.east, communes.west)


def new_purchase(unit_id: int, **changes: object) -> NewPurchase:
    facts: dict[str, object] = {
        "unit_id": unit_id,
        "title": "Trang bị máy in một cửa",
        "supplier": "Công ty Thiết bị Long An",
        "bought_on": date(2017, 11, 1),
        "decision": "123/QĐ-UBND",
        "funding": "Ngân sách huyện, 3 tỷ đồng",
        "transport": 100,
        "warranty_months": 24,
    }
    return NewPurchase(**(facts | changes))  # type: ignore[arg-type]


def line(quantity: int = 3, price: int = 5_000_000, model: str = "LaserJet Pro M252dw") -> NewLine:
    return NewLine(
        name="Máy in một cửa", category="printer", maker="HP", model=model, quantity=quantity, unit_price=price
    )


async def delivered(communes: Communes, act: Act, **changes: object) -> tuple[int, int, int]:
    """Return the numbers of a purchase of three printers, its line, and a delivery to the east."""
    purchase = (await commands.order(new_purchase(communes.district, **changes), act)).id
    one = (await commands.add_line(purchase, line(), act)).id
    arrival = NewDelivery(unit_id=communes.east, delivered_on=date(2017, 11, 20), place="Kho")
    return purchase, one, (await commands.deliver(purchase, arrival, act)).id


def problem(refused: pytest.ExceptionInfo[Refused]) -> Problem:
    return refused.value.problems[0]


async def test_a_scan_registers_a_thing_with_all_that_the_purchase_says(communes: Communes) -> None:
    act = everywhere(communes)
    purchase, one, delivery = await delivered(communes, act)
    done = await commands.receive(delivery, Scanned(line_id=one, serial=" vnb3k00001 "), act)
    thing = await asset(done.code, act.who)
    assert (done.left, thing.serial, thing.unit_id, thing.place) == (2, "VNB3K00001", communes.east, "Kho")
    assert (thing.decision, thing.funding) == ("123/QĐ-UBND", "Ngân sách huyện, 3 tỷ đồng")
    assert (thing.warranty_until, thing.bought_on) == (date(2019, 11, 20), date(2017, 11, 1))
    found = await queries.purchase_of(thing.id)
    assert found is not None
    assert found.id == purchase


async def test_things_cost_together_what_was_paid(communes: Communes) -> None:
    act = everywhere(communes)
    _purchase, one, delivery = await delivered(communes, act)
    codes = [(await commands.receive(delivery, Scanned(line_id=one, serial=f"S{n}00"), act)).code for n in range(3)]
    assert [(await asset(code, act.who)).cost for code in codes] == [5_000_034, 5_000_033, 5_000_033]


@pytest.mark.parametrize(
    ("serial", "field", "why"),
    [("vnb-1", "serial", "duplicate"), ("N/A", "serial", "placeholder")],
    ids=["scanned twice", "no serial"],
)
async def test_a_scan_that_is_no_new_piece_is_refused(communes: Communes, serial: str, field: str, why: str) -> None:
    act = everywhere(communes)
    _purchase, one, delivery = await delivered(communes, act)
    await commands.receive(delivery, Scanned(line_id=one, serial="VNB-1"), act)
    with pytest.raises(Refused) as refused:
        await commands.receive(delivery, Scanned(line_id=one, serial=serial), act)
    assert (problem(refused).field, problem(refused).code) == (field, why)
    assert len(await queries.things_of(delivery)) == 1


async def test_a_label_is_no_serial(communes: Communes) -> None:
    act = everywhere(communes)
    _purchase, one, delivery = await delivered(communes, act)
    code = (await commands.receive(delivery, Scanned(line_id=one, serial="VNB-1"), act)).code
    with pytest.raises(Refused) as refused:
        await commands.receive(delivery, Scanned(line_id=one, serial=code), act)
    assert problem(refused).code == "label"


async def test_no_more_than_was_bought(communes: Communes) -> None:
    act = everywhere(communes)
    _purchase, one, delivery = await delivered(communes, act)
    for n in range(3):
        await commands.receive(delivery, Scanned(line_id=one, serial=f"S{n}00"), act)
    with pytest.raises(Refused) as refused:
        await commands.receive(delivery, Scanned(line_id=one, serial="S900"), act)
    assert (problem(refused).field, problem(refused).code) == ("line_id", "complete")


async def test_what_decides_costs_is_fixed_once_a_thing_was_received(communes: Communes) -> None:
    act = everywhere(communes)
    purchase, one, delivery = await delivered(communes, act)
    await commands.receive(delivery, Scanned(line_id=one, serial="VNB-1"), act)
    with pytest.raises(Refused):
        await commands.add_line(purchase, line(model="Khác"), act)
    with pytest.raises(Refused):
        await commands.remove_line(purchase, one, act)
    now = (await queries.purchase(purchase, act.who)).version
    facts = msgspec.structs.asdict(new_purchase(communes.district))
    with pytest.raises(Refused) as refused:
        await commands.correct(purchase, ChangedPurchase(**(facts | {"transport": 7, "version": now})), act)
    assert problem(refused).field == "discount"
    await commands.correct(purchase, ChangedPurchase(**(facts | {"invoice": "0001234", "version": now})), act)
    assert (await queries.purchase(purchase, act.who)).invoice == "0001234"
    with pytest.raises(Conflict):
        await commands.correct(purchase, ChangedPurchase(**(facts | {"version": now})), act)


async def test_a_discount_is_not_more_than_the_goods(communes: Communes) -> None:
    act = everywhere(communes)
    purchase = (await commands.order(new_purchase(communes.district, discount=10**9), act)).id
    await commands.add_line(purchase, line(), act)
    arrival = NewDelivery(unit_id=communes.east, delivered_on=date(2017, 11, 20))
    with pytest.raises(Refused) as refused:
        await commands.deliver(purchase, arrival, act)
    assert problem(refused).code == "too_big"


async def test_who_may(communes: Communes) -> None:
    act = everywhere(communes)
    purchase, one, delivery = await delivered(communes, act)
    east, west = act_of(communes.east), act_of(communes.west)
    with pytest.raises(Forbidden):
        await commands.order(new_purchase(communes.district), east)
    with pytest.raises(Forbidden):
        await commands.add_line(purchase, line(model="Khác"), east)
    with pytest.raises(Forbidden):
        await commands.receive(delivery, Scanned(line_id=one, serial="VNB-1"), west)
    with pytest.raises(Missing):
        await queries.purchase(purchase, west.who)
    assert (await queries.purchase(purchase, east.who)).id == purchase
    await commands.receive(delivery, Scanned(line_id=one, serial="VNB-1"), east)


async def test_a_line_of_another_purchase_is_not_received(communes: Communes) -> None:
    act = everywhere(communes)
    _purchase, _one, delivery = await delivered(communes, act)
    _other, strange, _there = await delivered(communes, act)
    with pytest.raises(Missing):
        await commands.receive(delivery, Scanned(line_id=strange, serial="VNB-1"), act)


async def test_two_scanners_at_once_receive_no_more_than_was_bought(committed_db: None) -> None:
    communes = await insert_communes()
    act = everywhere(communes)
    _purchase, one, delivery = await delivered(communes, act)

    async def scan(serial: str) -> bool:
        try:
            await commands.receive(delivery, Scanned(line_id=one, serial=serial), act)
        except Refused:
            return False
        return True

    done = await asyncio.gather(*(scan(f"S{n % 5}00") for n in range(10)))
    assert sum(done) == 3
    pieces = await db.rows("SELECT piece FROM assets.assets_receipt ORDER BY piece")
    assert [record[0] for record in pieces] == [0, 1, 2]
