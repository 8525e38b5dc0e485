"""From a file into the register and out again: verdicts, keys, what is seen is what is written, exact undo."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from core import db as database
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Refused
from plugins.assets.importing import queries
from plugins.assets.importing.commands import uploading
from plugins.assets.importing.commands.applying import apply_chunks
from plugins.assets.inventory.amending import Amendment, amend
from plugins.assets.inventory.commands import register
from tests.assets.conftest import Communes, officer_of, printer
from tests.assets.importing.conftest import Importing, csv_of, row

pytestmark = pytest.mark.anyio


async def register_as_it_is() -> list[dict[str, Any]]:
    """Return every fact of the register that an import may touch, apart from versions and moments."""
    found = await database.rows(
        "SELECT (to_jsonb(a) - 'version' - 'updated_at')::text, o.number FROM assets.assets_asset a"
        " LEFT JOIN assets.assets_old_number o ON o.asset = a.id ORDER BY a.id"
    )
    return [msgspec.json.decode(record[0]) | {"number": record[1]} for record in found]


async def catalogues() -> list[tuple[str, int]]:
    found = await database.rows(
        "SELECT 'maker', count(*) FROM assets.assets_maker UNION ALL SELECT 'model', count(*) FROM assets.assets_model"
        " UNION ALL SELECT 'place', count(*) FROM assets.assets_place"
        " UNION ALL SELECT 'nb', count(*) FROM assets.assets_nb_device"
    )
    return [(name, count) for name, count in found]


async def test_rows_of_a_file_become_things_with_label_history_and_log(importing: Importing) -> None:
    batch, lines = await importing.bring_in(csv_of([row(1), row(2), row(3)]))
    assert (batch.state, batch.counts["new"], batch.done) == ("applied", 3, 3)
    assert all(line.outcome == "written" and line.code for line in lines)
    thing = (await register_as_it_is())[0]
    assert (thing["name"], thing["cost"], thing["bought_on"], thing["number"]) == (
        "Máy in 1", 5_400_000, "2021-03-05", "T001",
    )  # fmt: skip
    assert thing["search_key"] == f"{thing['code']} may in 1 sn00001 hp laserjet m404 phong mot cua"
    assert await database.value("SELECT count(*) FROM assets.assets_history WHERE action = 'registered'") == 3
    logged = await database.value("SELECT after->>'model' FROM audit.audit_entry WHERE action = 'assets.registered'")
    assert logged == "LaserJet M404"


async def test_a_preview_writes_nothing(importing: Importing) -> None:
    await importing.draft(csv_of([row(1), row(2)]))
    assert await register_as_it_is() == []
    assert dict(await catalogues()) == {"maker": 0, "model": 0, "place": 0, "nb": 0}


async def test_a_wrong_row_stops_no_other_and_says_why(importing: Importing) -> None:
    rows = [row(1), row(2, day="năm 2014"), row(3, cost="nhiều"), row(4, name="", maker="", model=""), row(5)]
    batch, lines = await importing.bring_in(csv_of(rows))
    assert [line.outcome for line in lines] == ["written", None, None, None, "written"]
    assert "năm 2014" in str(lines[1].reason)
    assert "nhiều" in str(lines[2].reason)
    assert "tên" in str(lines[3].reason)
    assert batch.counts == {"new": 2, "update": 0, "unchanged": 0, "wrong": 3}


async def test_the_same_file_again_says_so_and_changes_nothing_when_insisted(importing: Importing) -> None:
    content = csv_of([row(1), row(2)])
    await importing.bring_in(content)
    with pytest.raises(Refused) as refused:
        await importing.draft(content)
    assert refused.value.problems[0].code == "same_file"
    before = await register_as_it_is()
    batch, _lines = await importing.seen(await importing.draft(content, again=True))
    assert batch.counts == {"new": 0, "update": 0, "unchanged": 2, "wrong": 0}
    with pytest.raises(Refused):
        await uploading.apply(batch.id, importing.act)
    assert await register_as_it_is() == before


async def test_the_same_draft_is_not_made_twice(importing: Importing) -> None:
    assert await importing.draft(csv_of([row(1)])) == await importing.draft(csv_of([row(1)]))


@pytest.mark.parametrize(
    "head_and_row",
    [
        (("Mã nhãn", "Ghi chú"), ("{code}", "Mới sơn")),
        (("Model", "Số seri", "Ghi chú"), ("LaserJet M404", "sn00001", "Mới sơn")),
        (("Số seri", "Ghi chú"), ("SN00001", "Mới sơn")),
        (("Số thẻ", "Ghi chú"), ("t001", "Mới sơn")),
    ],
    ids=["label", "serial and model", "serial", "old number"],
)
async def test_a_row_finds_its_thing_by_each_key_and_empty_cells_change_nothing(
    importing: Importing, head_and_row: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    _batch, [first] = await importing.bring_in(csv_of([row(1)]))
    [before] = await register_as_it_is()
    head, cells = head_and_row
    content = csv_of([[cell.format(code=first.code) for cell in cells]], head)
    _batch, [line] = await importing.bring_in(content)
    assert (line.verdict, line.code, line.changes) == ("update", first.code, {"note": [None, "Mới sơn"]})
    assert await register_as_it_is() == [before | {"note": "Mới sơn"}]


async def test_rows_without_a_key_are_known_again_in_a_longer_file(importing: Importing) -> None:
    head, monitor = ("Tên thiết bị", "Hãng"), ("Màn hình", "Dell")
    await importing.bring_in(csv_of([monitor, monitor], head))
    _batch, lines = await importing.seen(await importing.draft(csv_of([monitor, monitor, monitor], head)))
    assert [line.verdict for line in lines] == ["unchanged", "unchanged", "new"]


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (row(1, serial="SN99999"), "Trùng với dòng 2"),
        (row(9, serial="SN00001"), "Trùng với dòng 2"),
    ],
    ids=["old number", "serial"],
)
async def test_a_thing_named_twice_in_a_file_is_written_once(
    importing: Importing, second: list[str], words: str
) -> None:
    _batch, lines = await importing.bring_in(csv_of([row(1), second]))
    assert lines[0].outcome == "written"
    assert words in str(lines[1].reason)
    assert len(await register_as_it_is()) == 1


async def test_keys_that_mean_different_things_are_refused(importing: Importing) -> None:
    await importing.bring_in(csv_of([row(1), row(2)]))
    _batch, [line] = await importing.seen(await importing.draft(csv_of([row(1, serial="SN00002")])))
    assert line.verdict == "wrong"
    assert "khác nhau" in str(line.reason)


@pytest.mark.parametrize(
    ("head", "cells", "words"),
    [
        (("Mã nhãn", "Tình trạng"), ("{code}", "Đã thanh lý"), "biên bản"),
        (("Mã nhãn", "Đơn vị"), ("{code}", "Xã Tây"), "điều chuyển"),
        (("Mã nhãn", "Ghi chú"), ("1234567890123", "x"), "chữ số kiểm tra"),
        (("Mã nhãn", "Người sử dụng"), ("{code}", "Nguyễn Văn Không"), "Nguyễn Văn Không"),
        (("Mã nhãn", "Loại"), ("{code}", "Máy tính xách tay"), "Máy in"),
    ],
    ids=["disposal", "transfer", "check digits", "person", "kind of a model"],
)
async def test_what_a_file_may_not_do(
    importing: Importing, head: tuple[str, ...], cells: tuple[str, ...], words: str
) -> None:
    _batch, [first] = await importing.bring_in(csv_of([row(1)]))
    content = csv_of([[cell.format(code=first.code) for cell in cells]], head)
    _batch, [line] = await importing.seen(await importing.draft(content))
    assert line.verdict == "wrong"
    assert words in str(line.reason)


async def test_people_and_units_are_found_by_name(importing: Importing, communes: Communes) -> None:
    head = ("Tên thiết bị", "Đơn vị", "Người sử dụng")
    _batch, lines = await importing.bring_in(
        csv_of([("Máy in A", "UBND xã Đông", "trần thị bưởi"), ("Máy in B", "Xã Tây", "")], head)
    )
    assert [line.outcome for line in lines] == ["written", "written"]
    things = await register_as_it_is()
    assert [(thing["unit_id"], thing["holder_name"]) for thing in things] == [
        (communes.east, "Trần Thị Bưởi"), (communes.west, None),
    ]  # fmt: skip


async def test_rights_hold_in_each_unit(importing: Importing, communes: Communes, act_in: Callable[..., Act]) -> None:
    only_east = Importing(communes, act_in(communes.east))
    head = ("Tên thiết bị", "Đơn vị")
    _batch, lines = await only_east.seen(await only_east.draft(csv_of([("Máy in", "Xã Tây"), ("Máy in", "")], head)))
    assert [line.verdict for line in lines] == ["wrong", "new"]
    with pytest.raises(Forbidden):
        await Importing(communes, act_in(communes.west)).draft(csv_of([row(1)]))
    number = await importing.draft(csv_of([row(1)]))
    with pytest.raises(Missing):
        await queries.batch(number, officer_of(communes.west))
    with pytest.raises(Missing):  # rows of the western commune may be in it
        await queries.batch(number, msgspec.structs.replace(officer_of(communes.east), username="other"))


async def test_what_changed_after_the_preview_is_not_written(importing: Importing) -> None:
    _batch, [first] = await importing.bring_in(csv_of([row(1)]))
    number = await importing.draft(csv_of([row(1, place="Phòng họp"), row(2)]))
    await uploading.apply(number, importing.act)
    await amend(str(first.code), Amendment(place="Kho"), importing.act, "updated")
    await apply_chunks(number, importing.act)
    _batch, lines = await importing.seen(number)
    assert "sau khi xem trước" in str(lines[0].reason)
    assert lines[1].outcome == "written"


async def test_a_row_that_the_database_refuses_stops_no_other(importing: Importing, communes: Communes) -> None:
    number = await importing.draft(csv_of([row(1), row(2), row(3)]))
    await uploading.apply(number, importing.act)
    taken = printer(communes.west, maker="HP", model="LaserJet M404", serial="SN00002")
    await register(taken, importing.act)
    await apply_chunks(number, importing.act)
    _batch, lines = await importing.seen(number)
    assert [line.outcome for line in lines] == ["written", None, "written"]


async def test_undo_is_exact_and_leaves_no_trace_in_the_catalogues(importing: Importing) -> None:
    await importing.bring_in(csv_of([row(1), row(2)]))
    before, shelves = await register_as_it_is(), await catalogues()
    changed = row(1, name="Tên khác", maker="", model="", place="Phòng mới", cost="1", day="1/1/2020")
    batch, _lines = await importing.bring_in(csv_of([changed, row(3, model="Kiểu mới", maker="Hãng mới"), row(2)]))
    assert batch.counts == {"new": 1, "update": 1, "unchanged": 1, "wrong": 0}
    assert await register_as_it_is() != before
    batch, lines = await importing.take_out(batch.id)
    assert batch.state == "undone"
    assert [line.outcome for line in lines] == ["undone", "undone", None]
    assert await register_as_it_is() == before
    assert await catalogues() == shelves


async def test_undo_leaves_alone_what_was_changed_since_and_lists_it(importing: Importing) -> None:
    batch, lines = await importing.bring_in(csv_of([row(1), row(2)]))
    await amend(str(lines[0].code), Amendment(note="Đã kiểm tra"), importing.act, "updated")
    batch, lines = await importing.take_out(batch.id)
    assert [line.outcome for line in lines] == ["conflict", "undone"]
    assert "được sửa" in str(lines[0].reason)
    assert [thing["note"] for thing in await register_as_it_is()] == ["Đã kiểm tra"]


async def test_undo_keeps_a_thing_that_other_records_speak_of(importing: Importing) -> None:
    batch, [line] = await importing.bring_in(csv_of([row(1)]))
    await database.execute(
        "INSERT INTO assets.assets_agent_machine (device_id, asset, state, rule, item_type, tag, search_key, macs,"
        " addresses, sections, first_seen_at, last_seen_at, trusted)"
        " SELECT 'm', id, 'matched', 'serial', 'Computer', '', '', '{}', '{}', '{}', now(), now(), true"
        " FROM assets.assets_asset"
    )
    _batch, [line] = await importing.take_out(batch.id)
    assert line.outcome == "conflict"
    assert len(await register_as_it_is()) == 1


async def test_a_file_taken_out_can_come_in_again(importing: Importing) -> None:
    content = csv_of([row(1)])
    batch, _lines = await importing.bring_in(content)
    await importing.take_out(batch.id)
    batch, _lines = await importing.bring_in(content)
    assert batch.counts["new"] == 1


async def test_only_what_is_in_can_be_taken_out_and_only_a_draft_dropped(importing: Importing) -> None:
    number = await importing.draft(csv_of([row(1)]))
    with pytest.raises(Conflict):
        await uploading.undo(number, importing.act)
    await uploading.drop(number, importing.act)
    with pytest.raises(Conflict):
        await uploading.apply(number, importing.act)


async def test_columns_are_remembered_for_the_same_headers(importing: Importing) -> None:
    head = ("Cột lạ", "Hãng")
    number = await importing.draft(csv_of([("Máy in 1", "HP")], head))
    batch, [line] = await importing.seen(number)
    assert (batch.mapping, line.verdict) == (["", "maker"], "wrong")
    await uploading.choose_columns(number, ["name", "maker"], importing.act)
    assert (await importing.seen(number))[1][0].verdict == "new"
    batch, _lines = await importing.seen(await importing.draft(csv_of([("Máy in 2", "HP")], head)))
    assert batch.mapping == ["name", "maker"]
    with pytest.raises(Refused):
        await uploading.choose_columns(number, ["name", "name"], importing.act)


async def test_a_run_that_was_cut_off_goes_on_and_twice_is_once(importing: Importing) -> None:
    from plugins.assets.importing.commands import applying

    number = await importing.draft(csv_of([row(n) for n in range(1, 251)]))
    await uploading.apply(number, importing.act)
    assert await applying._chunk(number, importing.act)
    assert len(await register_as_it_is()) == applying.CHUNK
    await apply_chunks(number, importing.act)
    await apply_chunks(number, importing.act)
    await uploading.apply(number, importing.act)
    things = await register_as_it_is()
    assert len({thing["code"] for thing in things}) == len(things) == 250
