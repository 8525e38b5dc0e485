"""The register: label codes, rights, versions, history; rules that hold whoever writes."""

import asyncio
from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from core import db
from core.acting import Act
from core.codes import ASSET, kind_of, parts
from core.errors import Conflict, Forbidden, Missing, Refused
from core.testing import NOW
from plugins.assets.inventory import commands, queries
from plugins.assets.inventory.schemas import Asset, ChangedAsset, Move, NewAsset
from tests.assets.conftest import Communes, insert_communes, officer_of, printer

pytestmark = pytest.mark.anyio
ActIn = Callable[..., Act]


def changed(asset: Asset, **changes: object) -> ChangedAsset:
    facts: dict[str, object] = {
        "name": asset.name,
        "category": asset.category,
        "maker": asset.maker,
        "model": asset.model,
        "serial": asset.serial,
        "place": asset.place,
        "status": asset.status,
        "version": asset.version,
    }
    return ChangedAsset(**(facts | changes))  # type: ignore[arg-type]


async def test_label_code_tells_unit_category_and_running_number(communes: Communes, act_in: ActIn) -> None:
    codes = [
        (await commands.register(printer(communes.east, serial=None), act_in())).code,
        (await commands.register(printer(communes.east, serial=None), act_in())).code,
        (await commands.register(printer(communes.west, serial=None), act_in())).code,
    ]
    assert all(kind_of(code) is ASSET and len(code) == 13 for code in codes)
    assert [tuple(parts(ASSET, code).values()) for code in codes] == [(1, 3, 1), (1, 3, 2), (2, 3, 1)]


async def test_registered_thing_is_read_back_as_it_was_written(communes: Communes, act_in: ActIn) -> None:
    made = await commands.register(
        printer(communes.east, holder_id=communes.officer, cost=9_990_000, note="  Gần cửa sổ \n\n"), act_in()
    )
    asset = await queries.asset(made.code, act_in().who)
    assert (asset.name, asset.maker, asset.model, asset.category) == (
        "Máy in một cửa",
        "HP",
        "LaserJet Pro M252dw",
        "printer",
    )
    assert (asset.serial, asset.place, asset.holder_name) == ("VNB3K12345", "Phòng một cửa", "Trần Thị Bưởi")
    assert (asset.cost, asset.note, asset.unit_name, asset.version) == (9_990_000, "Gần cửa sổ", "Xã Đông", 1)


async def test_makers_and_models_written_differently_are_one(communes: Communes, act_in: ActIn) -> None:
    for maker, model in (("Máy Việt", "Độc Lập 1"), ("may viet", "doc  lap 1"), ("MÁY VIỆT", "ĐỘC LẬP 1")):
        await commands.register(printer(communes.east, maker=maker, model=model, serial=None), act_in())
    kept = await db.rows(
        "SELECT k.name, m.name FROM assets.assets_model m JOIN assets.assets_maker k ON k.id = m.maker"
    )
    assert [tuple(record) for record in kept] == [("Máy Việt", "Độc Lập 1")]


async def test_model_of_another_category_is_refused(communes: Communes, act_in: ActIn) -> None:
    await commands.register(printer(communes.east), act_in())
    with pytest.raises(Refused) as refused:
        await commands.register(printer(communes.east, category="desktop", serial=None), act_in())
    assert refused.value.problems[0].field == "category"
    assert await db.value("SELECT count(*) FROM assets.assets_asset") == 1


async def test_unknown_words_are_refused_together(communes: Communes, act_in: ActIn) -> None:
    with pytest.raises(Refused) as refused:
        await commands.register(printer(communes.east, category="boat", status="asleep", holder_id=987654), act_in())
    assert {problem.field for problem in refused.value.problems} == {"category", "status", "holder_id"}
    assert await db.value("SELECT count(*) FROM assets.assets_maker") == 0


async def test_user_must_be_of_the_unit_or_below(communes: Communes, act_in: ActIn) -> None:
    made = await commands.register(printer(communes.east, holder_id=communes.hamlet_head), act_in())
    assert (await queries.asset(made.code, act_in().who)).holder_name == "Lê Văn Ấp"
    with pytest.raises(Refused):
        await commands.register(printer(communes.west, holder_id=communes.officer, serial=None), act_in())


async def test_one_serial_of_one_model_is_one_thing(communes: Communes, act_in: ActIn) -> None:
    await commands.register(printer(communes.east, serial="abc123"), act_in())
    with pytest.raises(Refused) as refused:
        await commands.register(printer(communes.west, serial=" ABC123 "), act_in())
    assert refused.value.problems[0].field == "serial"
    assert await db.value("SELECT count(*) FROM assets.assets_asset") == 1


async def test_placeholder_serials_are_no_serials(communes: Communes, act_in: ActIn) -> None:
    for _ in range(2):
        await commands.register(printer(communes.east, serial="To be filled by O.E.M."), act_in())
    assert await db.value("SELECT count(*) FROM assets.assets_asset WHERE serial IS NULL") == 2


async def test_update_writes_history_and_log_of_what_changed(communes: Communes, act_in: ActIn) -> None:
    made = await commands.register(printer(communes.east), act_in())
    asset = await queries.asset(made.code, act_in().who)
    done = await commands.update(made.code, changed(asset, name="Máy in tư pháp", status="in_repair"), act_in())
    lines = await queries.history(made.id)
    assert done.version == 2
    assert [(line.action, line.who) for line in lines] == [("updated", "Cán bộ CNTT"), ("registered", "Cán bộ CNTT")]
    assert lines[0].changes == {"name": ["Máy in một cửa", "Máy in tư pháp"], "status": ["in_use", "in_repair"]}
    logged = await db.rows("SELECT action, subject_id, unit_id, before, after FROM audit.audit_entry ORDER BY id")
    assert [record["action"] for record in logged] == ["assets.registered", "assets.updated"]
    assert {record["subject_id"] for record in logged} == {made.code}
    assert msgspec.json.decode(logged[1]["before"])["name"] == "Máy in một cửa"
    assert msgspec.json.decode(logged[1]["after"])["name"] == "Máy in tư pháp"


async def test_update_that_changes_nothing_writes_nothing(communes: Communes, act_in: ActIn) -> None:
    made = await commands.register(printer(communes.east), act_in())
    asset = await queries.asset(made.code, act_in().who)
    assert (await commands.update(made.code, changed(asset), act_in())).version == 1
    assert len(await queries.history(made.id)) == 1


async def test_second_of_two_writers_is_told(communes: Communes, act_in: ActIn) -> None:
    made = await commands.register(printer(communes.east), act_in())
    seen_by_both = await queries.asset(made.code, act_in().who)
    await commands.update(made.code, changed(seen_by_both, name="Tên thứ nhất"), act_in())
    with pytest.raises(Conflict):
        await commands.update(made.code, changed(seen_by_both, name="Tên thứ hai"), act_in())
    assert (await queries.asset(made.code, act_in().who)).name == "Tên thứ nhất"


async def test_move_keeps_the_label_and_leaves_the_user_behind(communes: Communes, act_in: ActIn) -> None:
    made = await commands.register(printer(communes.east, holder_id=communes.officer), act_in())
    await commands.move(made.code, Move(unit_id=communes.west, place="Kho", version=1), act_in())
    asset = await queries.asset(made.code, act_in().who)
    assert (asset.code, asset.unit_id, asset.unit_name) == (made.code, communes.west, "Xã Tây")
    assert (asset.place, asset.holder_name) == ("Kho", None)
    changes = (await queries.history(made.id))[0].changes
    assert changes["unit"] == ["Xã Đông", "Xã Tây"]
    assert changes["holder"] == ["Trần Thị Bưởi", None]


async def test_other_communes_things_do_not_exist_for_an_officer(communes: Communes, act_in: ActIn) -> None:
    made = await commands.register(printer(communes.west), act_in())
    asset = await queries.asset(made.code, act_in().who)
    stranger = act_in(communes.east)
    with pytest.raises(Missing):
        await queries.asset(made.code, stranger.who)
    with pytest.raises(Missing):
        await commands.update(made.code, changed(asset, name="Của tôi"), stranger)
    with pytest.raises(Missing):
        await commands.move(made.code, Move(unit_id=communes.east, version=1), stranger)
    with pytest.raises(Forbidden):
        await commands.register(printer(communes.west, serial=None), stranger)


async def test_reader_may_not_write(communes: Communes, act_in: ActIn) -> None:
    made = await commands.register(printer(communes.east), act_in())
    reader = act_in(communes.east, permissions=("assets.read",))
    asset = await queries.asset(made.code, reader.who)
    with pytest.raises(Forbidden):
        await commands.update(made.code, changed(asset, name="Của tôi"), reader)


async def test_giving_a_thing_away_needs_the_right_in_both_units(communes: Communes, act_in: ActIn) -> None:
    made = await commands.register(printer(communes.east), act_in())
    with pytest.raises(Forbidden):
        await commands.move(made.code, Move(unit_id=communes.west, version=1), act_in(communes.east))


async def test_many_clerks_at_once_never_share_a_number(committed_db: str) -> None:
    units = await insert_communes()
    act = Act(who=officer_of(units.east), at=NOW)

    async def one(number: int) -> str:
        new: NewAsset = printer(units.east, serial=f"S{number}")
        return (await commands.register(new, act)).code

    codes = await asyncio.gather(*(one(number) for number in range(24)))
    assert len(set(codes)) == 24
    assert sorted(parts(ASSET, code)["running"] for code in codes) == list(range(1, 25))


async def test_who_answers_for_a_thing_how_it_came_and_from_when_it_wears_are_kept(
    communes: Communes, act_in: ActIn
) -> None:
    facts: dict[str, object] = {
        "owner_id": communes.officer,
        "origin": "gift",
        "in_use_from": date(2017, 3, 1),
        "decision": " 15/QĐ-UBND ",
    }
    code = (await commands.register(printer(communes.east, **facts), act_in())).code
    asset = await queries.asset(code, act_in().who)
    assert (asset.owner_name, asset.origin, asset.in_use_from, asset.decision) == (
        "Trần Thị Bưởi",
        "gift",
        date(2017, 3, 1),
        "15/QĐ-UBND",
    )
    await commands.move(code, Move(unit_id=communes.west, version=1), act_in())
    moved = await queries.asset(code, act_in().who)
    assert (moved.owner_id, moved.owner_name, moved.origin) == (None, None, "gift")
    assert (await queries.history(asset.id))[0].changes["owner"] == ["Trần Thị Bưởi", None]
    with pytest.raises(Refused) as refused:
        await commands.register(printer(communes.west, serial=None, owner_id=communes.officer), act_in())
    assert [problem.field for problem in refused.value.problems] == ["owner_id"]
