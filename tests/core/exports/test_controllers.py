"""Taking data sets out: who may, what comes, what the log says."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from core import db
from core import registry as registries
from core.acting import ANONYMOUS, Principal
from core.contracts.identity import Authenticator
from core.contributions import ExporterSpec, PluginInfo, Service
from core.exports.datasets import columns_of
from core.plugins import Loaded
from core.registry import Registry

pytestmark = pytest.mark.anyio
LAN = Principal(username="lan", display_name="Lan", person_id=7, grants={"desk.export": frozenset({5})})
MINH = Principal(username="minh", display_name="Minh", person_id=8)
RECEIVED = datetime(2017, 11, 22, 1, 5, tzinfo=UTC)


class Door:
    """An authenticator that lets in whoever the test says."""

    def __init__(self) -> None:
        self.who = LAN

    async def identify(self, _connection: Any) -> Principal:
        return self.who

    def csrf_token(self, _principal: Principal) -> str:
        return ""

    def is_session(self, _connection: Any) -> bool:
        return False


async def logbook(principal: Principal) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    units = sorted(principal.units("desk.export"))
    return ["Mã", "Số bộ", "Nhận lúc"], [[f"=H{unit}", unit, RECEIVED] for unit in units]


@pytest.fixture
def door(registry: Registry) -> Iterator[Door]:
    """An installation with one data set and a log-in that obeys the test."""
    door = Door()
    spec = ExporterSpec("desk.logbook", "Sổ theo dõi hồ sơ", "desk.export", logbook)
    answers = {"exporters": (spec,), "services": (Service(Authenticator, door),)}
    desk = Loaded("desk", "tests", PluginInfo("desk", "Quầy", "1"), answers)
    registries.install(Registry(registry.settings, (*registry.plugins, desk)))
    yield door
    registries.install(registry)


@pytest.fixture
def browser(client: httpx.AsyncClient, door: Door) -> httpx.AsyncClient:
    return client


async def test_a_csv_has_the_rows_of_the_reader_s_units(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/staff/exports/desk.logbook/csv")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="desk-logbook-20171122.csv"'
    assert answer.headers["cache-control"] == "private, no-store"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows == [["Mã", "Số bộ", "Nhận lúc"], ["'=H5", "5", "2017-11-22 08:05:00"]]


async def test_an_xlsx_has_typed_cells(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/staff/exports/desk.logbook/xlsx")
    assert answer.status_code == 200
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert sheet.name == "Sổ theo dõi hồ sơ"
    assert sheet.to_python()[1] == ["=H5", 5.0, datetime(2017, 11, 22, 8, 5)]  # noqa: DTZ001 -- Excel has no zones


async def test_every_taking_is_logged(browser: httpx.AsyncClient) -> None:
    await browser.get("/staff/exports/desk.logbook/csv")
    entry = await db.row("SELECT who, subject_id, after::text FROM audit.audit_entry WHERE action = 'exports.take'")
    assert entry is not None
    assert (entry["who"], entry["subject_id"]) == ("lan", "desk.logbook")
    assert '"rows": 1' in entry["after"]


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        (MINH, "/staff/exports/desk.logbook/csv", 403),
        (ANONYMOUS, "/staff/exports/desk.logbook/csv", 401),
        (LAN, "/staff/exports/desk.absent/csv", 404),
        (LAN, "/staff/exports/desk.logbook/exe", 422),
    ],
)
async def test_others_get_nothing(
    browser: httpx.AsyncClient, door: Door, who: Principal, path: str, status: int
) -> None:
    door.who = who
    answer = await browser.get(path, headers={"accept": "application/json"})
    assert answer.status_code in ({status, 400} if status == 422 else {status})
    assert "H5" not in answer.text


async def test_the_page_offers_what_the_reader_may_take(browser: httpx.AsyncClient, door: Door) -> None:
    assert "/staff/exports/desk.logbook/xlsx" in (await browser.get("/staff/exports")).text
    door.who = MINH
    answer = await browser.get("/staff/exports")
    assert answer.status_code == 200
    assert "desk.logbook" not in answer.text


def test_the_kind_of_a_column_follows_its_first_value() -> None:
    rows = [[None, None, "x", None], [RECEIVED, RECEIVED.date(), 1, None], [None, None, None, None]]
    assert [column.kind for column in columns_of(["a", "b", "c", "d"], rows)] == ["moment", "date", "text", "text"]
