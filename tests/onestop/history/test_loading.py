"""Bulk loads: numbers without gaps beside live intakes, promises by the rules, twice is once, and the log knows."""

import asyncio
import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core import db as database
from core.acting import SYSTEM
from core.clock import VIETNAM
from core.errors import Refused
from plugins.onestop.history.commands import load, progress_of
from plugins.onestop.history.domain.past import Past
from plugins.onestop.history.domain.walk import Step
from plugins.onestop.history.importing import import_past
from plugins.onestop.queries import dossiers
from tests.onestop.conftest import MARRIAGE, UNKNOWN, Desk
from tests.onestop.history.past import some_past

pytestmark = pytest.mark.anyio
DESK = "my-hanh-bac.mot-cua"


def past(at: datetime, **more: object) -> Past:
    values = {"procedure": MARRIAGE, "desk": DESK, "received_at": at, "owner_name": "Trần Thị Bưởi"} | more
    return Past(**values)  # type: ignore[arg-type]


async def test_numbers_go_on_where_the_desk_is_and_the_desk_goes_on_after_them(desk: Desk) -> None:
    first = (await desk.take()).code
    at = desk.clock.now() - timedelta(hours=1)
    await load("some", "a", [past(at), past(at)], desk.act(SYSTEM))
    last = (await desk.take()).code
    codes = await database.rows("SELECT code FROM onestop.onestop_dossier ORDER BY id")
    assert [row[0][-4:] for row in codes] == ["0001", "0002", "0003", "0004"]
    assert (first[-4:], last[-4:]) == ("0001", "0004")


async def test_a_number_brought_along_is_never_given_again(desk: Desk) -> None:
    prefix = (await desk.take()).code[:-4]
    await load("some", "a", [past(desk.clock.now(), number=f"{prefix}0007")], desk.act(SYSTEM))
    assert (await desk.take()).code == f"{prefix}0008"
    done = await load("again", "b", [past(desk.clock.now(), number=f"{prefix}0007")], desk.act(SYSTEM))
    assert (done.loaded, done.skipped) == (0, 1)


async def test_promise_and_clock_are_those_of_the_counter(desk: Desk) -> None:
    taken = await desk.take()
    paused = [("hand_over", 0), ("start", 0), ("ask_supplement", 0), ("supplemented", 0)]
    steps = tuple(Step(taken.received_at, action) for action, _ in paused)
    rows = [past(taken.received_at), past(taken.received_at, steps=steps), past(taken.received_at, procedure=UNKNOWN)]
    await load("some", "a", rows, desk.act(SYSTEM))
    found = await database.rows("SELECT promised_at FROM onestop.onestop_dossier ORDER BY id")
    assert [row[0] for row in found] == [taken.promised_at, taken.promised_at, taken.promised_at, None]


async def test_a_load_is_done_once_and_every_piece_is_in_the_log(desk: Desk) -> None:
    rows = some_past(1, 25)
    first = await load("some", "a", rows, desk.act(SYSTEM), piece=10)
    again = await load("some", "a", rows, desk.act(SYSTEM), piece=10)
    assert first == again == await progress_of("a")
    assert await database.value("SELECT count(*) FROM onestop.onestop_dossier") == 25
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.load_past'") == 3


async def test_a_dossier_taken_over_has_a_page_like_any_other(desk: Desk) -> None:
    await load("some", "a", some_past(2, 40), desk.act(SYSTEM))
    for row in await database.rows("SELECT code FROM onestop.onestop_dossier"):
        sheet = await dossiers.by_code(row[0], None)
        assert sheet is not None
        assert sheet.workflow.state(sheet.state).clock == sheet.clock
        ledger = await dossiers.ledger(sheet.id)
        assert ledger[0].action == "receive"
        assert sheet.revision == len([line for line in ledger if line.kind == "move"])


def write(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def line(number: int, **changes: str) -> dict[str, str]:
    values = {
        "number": f"000.01.15.H39-170801-{number:04}",
        "unit": DESK,
        "procedure": MARRIAGE,
        "received_at": "01/08/2017 08:30",
        "owner_name": "Nguyễn Văn An",
        "settled_at": "03/08/2017 09:00",
        "returned_at": "",
    }
    return values | changes


@pytest.mark.parametrize("delimiter", [",", ";"])
async def test_import_dry_run_then_for_good_then_again(desk: Desk, tmp_path: Path, delimiter: str) -> None:
    rows = [line(n) for n in range(1, 31)]
    rows[3]["procedure"] = "9.999999"
    rows[4]["unit"] = "nowhere"
    rows[5]["settled_at"] = "x"
    path = write(tmp_path / "old.csv", rows, delimiter)
    act = desk.act(SYSTEM)
    dry = await import_past(path, act, dry_run=True)
    assert (dry.rows, dry.loaded, dry.there) == (30, 27, 0)
    assert [(f.row, f.column, f.kind) for f in dry.faults] == [
        (4, "procedure", "unknown"),
        (5, "unit", "unknown"),
        (6, "settled_at", "bad_moment"),
    ]
    assert await database.value("SELECT count(*) FROM onestop.onestop_dossier") == 0
    done = await import_past(path, act, piece=10)
    assert (done.loaded, done.there) == (27, 0)
    again = await import_past(path, act, piece=10)
    assert (again.loaded, again.there) == (0, 27)
    grown = write(tmp_path / "more.csv", [line(n) for n in range(1, 31)], delimiter)
    more = await import_past(grown, act)
    assert (more.loaded, more.there) == (3, 27)
    states = await database.rows("SELECT DISTINCT state, settled_at FROM onestop.onestop_dossier")
    assert [tuple(row) for row in states] == [("at_desk", datetime(2017, 8, 3, 9, tzinfo=VIETNAM))]


async def test_a_file_that_is_no_table_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    for content in (b"a,b\n1,2\n", "số\n".encode("utf-16"), b""):
        path.write_bytes(content)
        with pytest.raises(Refused):
            await import_past(path, desk.act(SYSTEM))


async def test_digits_that_are_no_day_number_nothing(desk: Desk) -> None:
    done = await load("some", "a", [past(desk.clock.now(), number="OLD-991399-0007")], desk.act(SYSTEM))
    assert done.loaded == 1
    assert (await desk.take()).code.endswith("-0001")


async def test_two_loads_of_the_same_rows_at_once_are_one(committed_desk: Desk) -> None:
    rows = some_past(3, 200)
    act = committed_desk.act(SYSTEM)
    await asyncio.gather(*(load("some", "a", rows, act, piece=20) for _ in range(3)))
    assert await database.value("SELECT count(*) FROM onestop.onestop_dossier") == 200
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.load_past'") == 10
    gaps = """SELECT count(*) FROM onestop.onestop_counter c WHERE c.last <> (
                SELECT count(*) FROM onestop.onestop_dossier d
                WHERE d.code LIKE c.agency || to_char(c.day, '"-"YYMMDD"-"') || '%')"""
    assert await database.value(gaps) == 0
