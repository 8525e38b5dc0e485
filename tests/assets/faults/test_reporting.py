"""A stranger scans a label, reports, and an officer closes: by rights, without floods, without anybody's data."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from core import db as database
from core import files
from core.accounts import testing
from core.acting import ANONYMOUS, Act
from core.clock import FixedClock
from core.errors import Conflict, Forbidden, Missing, Refused, TooMany
from core.offices import find_unit
from core.text.i18n import language
from plugins.assets.faults import commands, queries
from plugins.assets.faults.schemas import Closing, NewFault
from plugins.assets.inventory import commands as register
from plugins.assets.inventory import queries as things
from plugins.assets.inventory.amending import Amendment, amend
from tests.assets.conftest import Communes, officer_of, printer

pytestmark = pytest.mark.anyio


def photo(**saving: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG", **saving)
    return out.getvalue()


@pytest.fixture
def act(communes: Communes, clock: FixedClock, app: object) -> Act:
    return Act(officer_of(communes.east, communes.west), clock.now())


@pytest.fixture
async def code(communes: Communes, act: Act) -> str:
    return (await register.register(printer(communes.east, holder_id=communes.officer), act)).code


@pytest.fixture
def stranger(clock: FixedClock, act: Act) -> Act:
    return Act(ANONYMOUS, clock.now(), address="203.0.113.9")


async def test_a_report_is_kept_once_with_its_photos_and_without_where_they_were_taken(
    code: str, act: Act, stranger: Act
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "secret place"
    sent = [("IMG_1.jpg", photo(exif=exif))]
    data = NewFault(kind="print", words="kẹt giấy\nkhay 1", contact="0909")
    first = await commands.report(code, data, sent, stranger, "k1")
    assert await commands.report(code, data, sent, stranger, "k1") == first
    assert await database.value("SELECT count(*) FROM assets.assets_fault") == 1
    (kept,) = await files.of_subject(commands.SUBJECT, first.id)
    content = await files.content_of(kept)
    assert b"secret" not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    found = await queries.fault(first.id, act.who)
    assert (found.words, found.contact, found.reporter_name) == ("kẹt giấy\nkhay 1", "0909", None)
    assert (await queries.labelled(code)).waiting == 1


async def test_the_officer_gets_one_mail_in_the_language_of_the_office(
    clock: FixedClock, app: object, db: None
) -> None:
    who = await testing.staff("it_officer", "my-hanh-bac", clock.now())
    await database.execute("UPDATE offices.offices_person SET email = 'it@x.vn' WHERE id = $1", who.person_id)
    unit = await find_unit("my-hanh-bac")
    assert unit is not None
    label = (await register.register(printer(unit.id), Act(who, clock.now()))).code
    before = language.set("en")
    for words in ("kẹt giấy", "vẫn kẹt"):
        await commands.report(label, NewFault(kind="print", words=words), [], Act(ANONYMOUS, clock.now()))
    language.reset(before)
    mails = await database.rows("SELECT to_address, subject FROM notices.notices_outgoing_mail")
    assert [tuple(mail) for mail in mails] == [("it@x.vn", f"Báo hỏng: HP LaserJet Pro M252dw, {unit.name}")]


async def test_a_file_that_is_no_picture_leaves_nothing_behind(code: str, stranger: Act) -> None:
    for name, content in (("a.pdf", b"%PDF-1.4"), ("a.jpg", b"<svg onload=1>")):
        with pytest.raises(Refused) as refused:
            await commands.report(code, NewFault(kind="power"), [(name, content)], stranger)
        assert refused.value.problems[0].field == "photos"
    assert await database.value("SELECT count(*) FROM assets.assets_fault") == 0


@pytest.mark.parametrize(
    ("data", "photos", "field"),
    [(NewFault(kind="other"), 0, "words"), (NewFault(kind="power"), 4, "photos")],
)
async def test_what_is_refused_names_its_field(
    code: str, stranger: Act, data: NewFault, photos: int, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        await commands.report(code, data, [("a.jpg", photo())] * photos, stranger)
    assert refused.value.problems[0].field == field


async def test_floods_end(communes: Communes, code: str, act: Act, stranger: Act) -> None:
    for _ in range(commands.OPEN_BY_THING):
        await commands.report(code, NewFault(kind="power"), [], stranger)
    with pytest.raises(TooMany):
        await commands.report(code, NewFault(kind="power"), [], Act(ANONYMOUS, act.at, address="198.51.100.1"))
    for number in range(2):
        other = (await register.register(printer(communes.west, serial=f"S{number}"), act)).code
        for _ in range(commands.AN_HOUR_BY_ADDRESS // 2 - number):
            await commands.report(other, NewFault(kind="power"), [], Act(ANONYMOUS, act.at, address="198.51.100.2"))
    last = Act(ANONYMOUS, act.at, address="198.51.100.2")
    await commands.report(other, NewFault(kind="power"), [], last)
    with pytest.raises(TooMany):
        await commands.report(other, NewFault(kind="power"), [], last)


async def test_one_phone_with_many_addresses_is_one(code: str, act: Act, communes: Communes) -> None:
    other = (await register.register(printer(communes.west, serial="S9"), act)).code
    for number in range(commands.AN_HOUR_BY_ADDRESS):
        who = Act(ANONYMOUS, act.at, address=f"2001:db8:1:2::{number:x}")
        await commands.report((code, other)[number % 2], NewFault(kind="power"), [], who)
    with pytest.raises(TooMany, match="Từ đây"):
        await commands.report(code, NewFault(kind="power"), [], Act(ANONYMOUS, act.at, address="2001:db8:1:2:9::1"))


async def test_a_program_that_fills_every_field_is_thanked_and_forgotten(code: str, stranger: Act) -> None:
    assert (await commands.report(code, NewFault(kind="power", website="http://x"), [], stranger)).id == 0
    assert await database.value("SELECT count(*) FROM assets.assets_fault") == 0


async def test_an_officer_of_the_unit_closes_once_and_the_contact_is_erased(
    communes: Communes, code: str, act: Act, stranger: Act
) -> None:
    number = (await commands.report(code, NewFault(kind="power", contact="0909"), [], stranger)).id
    done = Closing(answer="Thay nguồn", status="broken", version=1)
    with pytest.raises(Missing):
        await commands.close(number, done, Act(officer_of(communes.west), act.at))
    with pytest.raises(Forbidden):
        await commands.close(number, done, Act(officer_of(communes.east, permissions=("assets.read",)), act.at))
    status = await database.value("SELECT key FROM assets.assets_status WHERE meaning = 'out_of_order' LIMIT 1")
    done = Closing(answer="Thay nguồn", status=status, version=1)
    await commands.close(number, done, act)
    with pytest.raises(Conflict):
        await commands.close(number, done, act)
    found = await queries.fault(number, act.who)
    assert (found.contact, found.answer, found.status) == (None, "Thay nguồn", status)
    assert (await things.asset(code, act.who)).meaning == "out_of_order"
    assert await queries.waiting(act.who, act.at) == (0, 0)
    await commands.reopen(number, act)
    assert (await queries.fault(number, act.who)).closed_at is None


async def test_a_report_moves_with_its_thing(communes: Communes, code: str, act: Act, stranger: Act) -> None:
    number = (await commands.report(code, NewFault(kind="power"), [], stranger)).id
    await amend(code, Amendment(unit_id=communes.west), act, "moved")
    assert await commands.FaultPhotos().may_read(number, officer_of(communes.west))
    assert not await commands.FaultPhotos().may_read(number, officer_of(communes.east))
    assert not await commands.FaultPhotos().may_read(number, ANONYMOUS)
    with pytest.raises(Missing):
        await queries.fault(number, officer_of(communes.east))


async def test_from_the_scan_to_the_closed_report(client: httpx.AsyncClient, clock: FixedClock) -> None:
    who = await testing.staff("it_officer", "my-hanh-bac", clock.now())
    unit = await find_unit("my-hanh-bac")
    assert unit is not None
    thing = printer(unit.id, name="Máy của Bưởi", holder_id=who.person_id)
    code = (await register.register(thing, Act(who, clock.now()))).code
    scanned = await client.get(f"/q/{code}")
    assert (scanned.status_code, scanned.headers["location"]) == (303, f"/bao-hong/{code}")
    form = await client.get(f"/bao-hong/{code}")
    assert (form.status_code, "LaserJet" in form.text, form.headers["cache-control"]) == (200, True, "no-store")
    assert not [word for word in (who.display_name, "Bưởi", "Phòng một cửa", "vnb3k12345") if word in form.text]
    wrong = await client.post(f"/bao-hong/{code}", data={"words": "kẹt giấy", "kind": ""})
    assert (wrong.status_code, "kẹt giấy" in wrong.text) == (422, True)
    sent = await client.post(
        f"/bao-hong/{code}", data={"kind": "print", "words": "kẹt giấy"}, files={"photos": ("a.jpg", photo())}
    )
    assert sent.status_code == 303
    assert "Đã nhận báo hỏng" in (await client.get(sent.headers["location"])).text
    browser = await testing.log_in(client, who, clock.now())
    assert (await browser.get(f"/q/{code}")).headers["location"] == f"/staff/assets/{code}"
    number = await database.value("SELECT id FROM assets.assets_fault")
    assert f"/staff/faults/{number}" in (await browser.get(f"/staff/assets/{code}")).text
    assert "Máy của Bưởi" in (await browser.get("/staff/faults?state=open")).text
    page = (await browser.get(f"/staff/faults/{number}")).text
    picture = await database.value("SELECT id FROM files.files_attachment")
    assert f"/files/{picture}" in page
    assert "/login" in (await client.get(f"/files/{picture}")).headers["location"]
    assert (await browser.get(f"/files/{picture}")).headers["content-type"] == "image/jpeg"
    empty = await browser.post(f"/staff/faults/{number}/close", data={"answer": "", "version": "1"})
    assert empty.status_code == 422
    done = await browser.post(f"/staff/faults/{number}/close", data={"answer": "Xong", "version": "1"})
    assert done.status_code == 303
    assert (await client.get("/bao-hong/0010399999994")).status_code == 404
