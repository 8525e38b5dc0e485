"""From the list to the file: by rights, with memory of what was printed, and what a form with problems says."""

import re
from pathlib import Path

import httpx
import pytest

from core import db
from core.accounts import testing
from core.acting import Act
from core.clock import FixedClock
from core.codes import PLACE, compose
from core.errors import Conflict, Forbidden, Refused
from core.offices import find_unit
from plugins.assets.inventory import commands as register
from plugins.assets.inventory.amending import Amendment, amend
from plugins.assets.inventory.labels import unit_digits
from plugins.assets.labels import queries
from plugins.assets.labels.commands import print_labels, save_printer
from plugins.assets.labels.schemas import PrinterFacts, PrintOrder
from plugins.assets.labels.trial import LETTERS, TRIAL_CODE
from tests.assets.conftest import Communes, officer_of, printer

pytestmark = pytest.mark.anyio
RIGHTS = ("assets.read", "assets.edit", "assets.labels")


@pytest.fixture
def act(communes: Communes, clock: FixedClock) -> Act:
    return Act(officer_of(communes.east, communes.west, permissions=RIGHTS), clock.now())


async def two_things(communes: Communes, act: Act) -> list[str]:
    return [(await register.register(printer(unit, serial=None), act)).code for unit in (communes.east, communes.west)]


async def test_what_belongs_to_others_is_left_out(communes: Communes, act: Act, app: object) -> None:
    codes = await two_things(communes, act)
    east = Act(officer_of(communes.east, permissions=RIGHTS), act.at)
    made = await print_labels("asset", PrintOrder(keys=" ".join(codes), stock="tomy145", skip=63), east)
    assert (made.content[:5], made.media_type) == (b"%PDF-", "application/pdf")
    last = await queries.last_run(1)
    assert last is not None
    assert (last.stock, last.skipped, last.labels) == ("tomy145", 63, 1)
    assert await db.value("SELECT count(*) FROM assets.assets_label_printed") == 1
    with pytest.raises(Refused) as refused:
        await print_labels("asset", PrintOrder(keys=codes[1], stock="tomy145"), east)
    assert refused.value.problems[0].code == "none"


@pytest.mark.parametrize(
    ("order", "field"),
    [({"skip": 65}, "skip"), ({"stock": "papyrus"}, "stock"), ({"printer": 99}, "printer"), ({"keys": "7"}, "keys")],
)
async def test_an_order_that_cannot_be_printed_names_its_field(
    communes: Communes, act: Act, app: object, order: dict[str, object], field: str
) -> None:
    codes = await two_things(communes, act)
    facts: dict[str, object] = {"keys": codes[0], "stock": "tomy145"} | order
    with pytest.raises(Refused) as refused:
        await print_labels("asset", PrintOrder(**facts), act)  # type: ignore[arg-type]
    assert refused.value.problems[0].field == field
    assert await db.value("SELECT count(*) FROM assets.assets_label_run") == 0


async def test_what_left_the_books_gets_no_label(communes: Communes, act: Act) -> None:
    code, other = await two_things(communes, act)
    gone = await db.value("SELECT key FROM assets.assets_status WHERE meaning = 'gone' LIMIT 1")
    await amend(code, Amendment(status=gone), act, "updated")
    assert [label.code for label in await queries.labels_of("asset", [code, other], act)] == [other]


async def test_a_place_has_a_label_that_opens_what_stands_there(communes: Communes, act: Act) -> None:
    await two_things(communes, act)
    place = await db.value("SELECT id FROM assets.assets_place WHERE unit_id = $1", communes.east)
    (label,) = await queries.labels_of("place", [str(place), "999999"], act)
    assert (label.title, label.note, queries.is_place(label.code)) == ("Phòng một cửa", "Xã Đông", True)
    where = await queries.place_page(label.code, act.who)
    assert where == f"/staff/assets?unit={communes.east}&q=Ph%C3%B2ng+m%E1%BB%99t+c%E1%BB%ADa"
    stranger = officer_of(communes.west, permissions=RIGHTS)
    assert await queries.place_page(label.code, stranger) is None
    _row, west = await unit_digits(communes.west)
    assert await queries.place_page(compose(PLACE, unit=west, running=place), act.who) is None


async def test_person_labels_are_for_people_of_the_unit(communes: Communes, act: Act) -> None:
    here, hamlet = communes.officer, communes.hamlet_head
    (label,) = await queries.labels_of("person", [str(hamlet), str(here)], act)
    assert (label.title, label.note) == ("Trần Thị Bưởi", "Xã Đông")


async def test_a_printer_is_remembered_once_per_name_and_changed_by_one_at_a_time(communes: Communes, act: Act) -> None:
    facts = PrinterFacts(unit_id=communes.east, name="HP  văn thư", right=5, down=-7)
    number = await save_printer(None, facts, act)
    kept = await queries.printer(number, act.who)
    assert kept is not None
    assert (kept.name, kept.nudge) == ("HP văn thư", (0.5, -0.7))
    with pytest.raises(Refused, match="đã có máy in"):
        await save_printer(None, PrinterFacts(unit_id=communes.east, name="hp văn thư"), act)
    await save_printer(number, PrinterFacts(unit_id=communes.east, name="HP", version=1), act)
    with pytest.raises(Conflict):
        await save_printer(number, PrinterFacts(unit_id=communes.east, name="HP", version=1), act)
    with pytest.raises(Forbidden):
        await save_printer(None, PrinterFacts(unit_id=communes.district, name="HP"), act)


async def test_from_the_list_to_the_file(client: httpx.AsyncClient, clock: FixedClock) -> None:
    who = await testing.staff("it_officer", "my-hanh-bac", clock.now())
    browser = await testing.log_in(client, who, clock.now())
    unit = await find_unit("my-hanh-bac")
    assert unit is not None
    act = Act(who, clock.now())
    codes = [(await register.register(printer(unit.id, serial=None), act)).code for _ in range(2)]
    listed = (await browser.get("/staff/assets/labels?new=1")).text
    assert all(code in listed for code in codes)
    asked = (await browser.get("/staff/assets/labels/print/asset?new=1")).text
    assert ("2 nhãn" in asked, f'value="{codes[0]} {codes[1]}"' in asked) == (True, True)
    order = {"keys": " ".join(codes), "stock": "tomy145", "skip": "70"}
    wrong = await browser.post("/staff/assets/labels/file/asset", data=order)
    assert (wrong.status_code, 'value="70"' in wrong.text, "nhiều nhất 64 ô" in wrong.text) == (422, True, True)
    sheet = await browser.post("/staff/assets/labels/file/asset", data=order | {"skip": "3"})
    assert (sheet.status_code, sheet.content[:5]) == (200, b"%PDF-")
    roll = await browser.post("/staff/assets/labels/file/asset", data=order | {"stock": "50x30", "skip": ""})
    assert (roll.content[:3], roll.content.count(b"^XA")) == (b"^XA", 2)
    assert codes[0] not in (await browser.get("/staff/assets/labels?new=1")).text
    assert "In nhãn lần cuối" in (await browser.get(f"/staff/assets/{codes[0]}")).text
    assert "Phòng một cửa" in (await browser.get("/staff/assets/labels/places")).text
    assert who.display_name in (await browser.get("/staff/assets/labels/people")).text
    everyone = await browser.post("/staff/assets/labels/print/person", data={"everyone": "7 8"})
    assert ("2 nhãn" in everyone.text, 'value="7 8"' in everyone.text) == (True, True)
    made = await browser.post(
        "/staff/assets/labels/printers/new", data={"unit_id": unit.id, "name": "HP", "right": "x"}
    )
    assert (made.status_code, "phải là một số" in made.text) == (422, True)
    made = await browser.post(
        "/staff/assets/labels/printers/new", data={"unit_id": unit.id, "name": "HP", "right": "5"}
    )
    trial = await browser.get(f"{made.headers['location']}/trial?stock=62x29")
    assert trial.content.startswith(b"^XA")
    assert (await browser.get(f"/q/{TRIAL_CODE}")).status_code == 404


async def test_every_verdict_of_the_scanner_test_has_its_sentence(client: httpx.AsyncClient, clock: FixedClock) -> None:
    script = (Path(__file__).parents[3] / "plugins/assets/static/scanner-test.js").read_text("utf-8")
    who = await testing.staff("it_officer", "my-hanh-bac", clock.now())
    page = (await (await testing.log_in(client, who, clock.now())).get("/staff/scanner-test")).text
    named = re.search(r"VERDICTS = \[(.*?)\]", script, re.DOTALL)
    assert named
    assert re.findall(r'data-verdict="([a-z0-9-]+)"', page) == re.findall(r'"([a-z0-9-]+)"', named[1])
    assert f"[&#34;{TRIAL_CODE}&#34;, &#34;{LETTERS}&#34;]" in page
