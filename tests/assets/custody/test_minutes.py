"""Minutes from the first scan to the last signature: what changes, what can't change, who may, two at once."""

import asyncio
import hashlib
from datetime import date

import asyncpg
import msgspec
import pytest

from core import db, files
from core.acting import Act, Principal
from core.errors import Conflict, Forbidden, Missing, Refused
from core.testing import NOW
from plugins.assets.custody import queries
from plugins.assets.custody.commands import drafting, sealing
from plugins.assets.custody.contents import signed_pdf
from plugins.assets.custody.own import leavers
from plugins.assets.custody.schemas import Facts, NewMinutes, Signing
from plugins.assets.inventory.commands import register
from plugins.assets.inventory.queries import asset
from tests.assets.conftest import Communes, insert_communes, officer_of, printer

pytestmark = pytest.mark.anyio
EVERYTHING = ("assets.read", "assets.edit", "assets.custody")
STROKES = msgspec.json.encode([[[x, 100 + x % 7] for x in range(0, 400, 20)]]).decode()


def officer_in(*unit_ids: int, person: int = 998) -> Act:
    """Return the act of somebody who hands things over in these units, and is no party of it."""
    return Act(msgspec.structs.replace(officer_of(*unit_ids, permissions=EVERYTHING), person_id=person), NOW)


@pytest.fixture
def officer(communes: Communes) -> Act:
    return officer_in(communes.district, communes.east, communes.west)


@pytest.fixture
def buoi(communes: Communes) -> Act:
    """She works in the east and has no right in the register."""
    return Act(
        Principal(username="buoi", display_name="Trần Thị Bưởi", person_id=communes.officer, unit_id=communes.east), NOW
    )


async def things(unit_id: int, act: Act, count: int = 3) -> list[str]:
    return [(await register(printer(unit_id, serial=f"C{n}", status="in_store"), act)).code for n in range(count)]


async def waiting(officer: Act, communes: Communes, codes: list[str], key: str = "hand_over", **facts: object) -> int:
    number = await drafting.open_draft(NewMinutes(key, communes.east, codes), officer)
    await drafting.fill(number, Facts(**({"other_id": communes.officer} | facts)), officer)  # type: ignore[arg-type]
    await sealing.seal(number, officer)
    return number


async def done(officer: Act, communes: Communes, codes: list[str], key: str = "hand_over", **facts: object) -> int:
    number = await waiting(officer, communes, codes, key, **facts)
    for party in ("giver", "receiver"):
        await sealing.sign(number, Signing(party, STROKES), officer)  # type: ignore[arg-type]
    return number


async def test_three_things_are_handed_over_with_two_signatures(officer: Act, buoi: Act, communes: Communes) -> None:
    codes = await things(communes.east, officer)
    number = await waiting(officer, communes, codes, place="Phòng một cửa")
    assert [(one.status, one.holder_name) for one in await queries.items(number)] == [("in_store", None)] * 3
    assert [one.id for one in await queries.waiting_for(communes.officer)] == [number]
    await sealing.sign(number, Signing("giver", STROKES), officer)
    found = await sealing.sign(number, Signing("receiver", STROKES), buoi)
    assert (found.state, found.number) == ("signed", "01/2017/BBBG")
    assert {(one.status, one.holder_name) for one in await queries.items(number)} == {("in_use", "Trần Thị Bưởi")}
    thing = await asset(codes[0], officer.who)
    assert (thing.place, thing.version) == ("Phòng một cửa", 2)
    assert await queries.waiting_for(communes.officer) == []
    by_party = {one.party: one.witness for one in await queries.signatures(number)}
    assert by_party == {"giver": None, "receiver": None}


async def test_the_signed_paper_is_kept_with_its_hash_in_the_log(officer: Act, communes: Communes) -> None:
    number = await done(officer, communes, await things(communes.east, officer))
    found = await queries.minutes(number)
    assert found.content is not None
    assert (
        hashlib.sha256(msgspec.json.encode(msgspec.json.decode(found.content), order="sorted")).hexdigest()
        == found.digest
    )
    assert found.paper is not None
    paper = await files.find(found.paper)
    assert paper is not None
    pdf = await files.content_of(paper)
    assert pdf.startswith(b"%PDF")
    logged = await db.value("SELECT after::text FROM audit.audit_entry WHERE action = 'assets.minutes_done'")
    assert paper.sha256 in logged
    assert hashlib.sha256(pdf).hexdigest() == paper.sha256


async def test_what_is_sealed_does_not_change(officer: Act, communes: Communes) -> None:
    codes = await things(communes.east, officer)
    number = await waiting(officer, communes, codes[:2])
    for late in (
        drafting.add(number, codes[2], officer),
        drafting.drop(number, codes[0], officer),
        drafting.fill(number, Facts(), officer),
        sealing.seal(number, officer),
    ):
        with pytest.raises(Conflict):
            await late
    with pytest.raises(Refused, match="chờ ký"):
        await drafting.open_draft(NewMinutes("lose", communes.east, [codes[0]]), officer)
    await sealing.decline(number, "sai máy", officer)
    assert (await queries.minutes(number)).state == "declined"
    assert (await asset(codes[0], officer.who)).version == 1
    with pytest.raises(Conflict):
        await sealing.sign(number, Signing("giver", STROKES), officer)


async def test_everything_that_is_missing_is_said_at_once(officer: Act, communes: Communes) -> None:
    number = await drafting.open_draft(NewMinutes("transfer", communes.east), officer)
    with pytest.raises(Refused) as refused:
        await sealing.seal(number, officer)
    assert [problem.field for problem in refused.value.problems] == ["code", "to_unit_id", "other_id", "decision"]


@pytest.mark.parametrize(
    "strokes", ["", "[]", "[[[1,1]]]", "nonsense", '[[["a",1]]]', "[[" + "[1,2]," * 5000 + "[1,2]]]"]
)
async def test_an_empty_frame_is_no_signature(officer: Act, communes: Communes, strokes: str) -> None:
    number = await waiting(officer, communes, await things(communes.east, officer, 1))
    with pytest.raises(Refused):
        await sealing.sign(number, Signing("giver", strokes), officer)
    assert await queries.signatures(number) == []


async def test_who_may_do_what(officer: Act, buoi: Act, communes: Communes) -> None:
    codes = await things(communes.east, officer, 2)
    west = officer_in(communes.west, person=999)
    with pytest.raises(Forbidden):
        await drafting.open_draft(NewMinutes("hand_over", communes.east), west)
    number = await waiting(officer, communes, codes)
    with pytest.raises(Missing):
        await sealing.sign(number, Signing("receiver", STROKES), west)
    with pytest.raises(Forbidden):
        await sealing.sign(number, Signing("giver", STROKES), buoi)  # she is the other party
    await sealing.sign(number, Signing("receiver", STROKES), officer)  # in person, on the officer's screen
    with pytest.raises(Conflict):
        await sealing.sign(number, Signing("receiver", STROKES), buoi)  # the double click
    [signature] = await queries.signatures(number)
    assert (signature.name, signature.witness) == ("Trần Thị Bưởi", "Cán bộ CNTT")
    with pytest.raises(Conflict):
        await drafting.cancel(number, officer)


async def test_a_loan_is_due_and_ends_with_the_return(officer: Act, communes: Communes) -> None:
    codes = await things(communes.east, officer, 2)
    await done(officer, communes, codes, "lend", due_on=date(2017, 11, 30))
    assert [(one.code, one.borrower) for one in await queries.open_loans([communes.east])] == [
        (code, "Trần Thị Bưởi") for code in codes
    ]
    with pytest.raises(Refused, match="cho mượn"):
        await drafting.open_draft(NewMinutes("hand_over", communes.east, codes), officer)
    back = await done(officer, communes, codes[:1], "return", other_id=None)
    assert (await queries.minutes(back)).other_name == "Trần Thị Bưởi"
    assert [one.code for one in await queries.open_loans(None)] == codes[1:]
    assert [one.status for one in await queries.items(back)] == ["in_store"]


@pytest.mark.parametrize("course", [("repair", "repaired"), ("lose", "find")])
async def test_a_loan_also_ends_when_the_thing_comes_back_another_way(
    officer: Act, communes: Communes, course: tuple[str, str]
) -> None:
    codes = await things(communes.east, officer, 1)
    await done(officer, communes, codes, "lend", due_on=date(2017, 11, 30))
    for key, still_lent in zip(course, (True, False), strict=True):
        number = await drafting.open_draft(NewMinutes(key, communes.east, codes), officer)
        await drafting.fill(number, Facts(reason="rơi", condition="tốt"), officer)
        await sealing.seal(number, officer)
        assert bool(await queries.open_loans(None)) == still_lent
    await done(officer, communes, codes, "lend", due_on=date(2017, 12, 30))  # and can be lent again


@pytest.mark.parametrize(
    "change",
    [
        """UPDATE assets.assets_minutes SET content = '{"title": "khác"}' WHERE id = $1""",
        "UPDATE assets.assets_minutes SET digest = repeat('0', 64) WHERE id = $1",
        "UPDATE assets.assets_minutes SET content = NULL, state = 'draft' WHERE id = $1",
        "UPDATE assets.assets_minutes SET state = 'waiting' WHERE id = $1",
        "UPDATE assets.assets_minutes SET paper = 1 WHERE id = $1",
        "DELETE FROM assets.assets_minutes WHERE id = $1",
        "DELETE FROM assets.assets_minutes_item WHERE minutes = $1",
        "DELETE FROM assets.assets_minutes_signature WHERE minutes = $1",
        "UPDATE assets.assets_minutes_signature SET name = 'ai khác' WHERE minutes = $1",
    ],
)
async def test_the_database_itself_keeps_what_was_signed(officer: Act, communes: Communes, change: str) -> None:
    number = await done(officer, communes, await things(communes.east, officer, 1))
    with pytest.raises(asyncpg.RaiseError):
        await db.execute(change, number)


async def test_unsigned_minutes_can_be_cancelled_and_the_number_is_told(officer: Act, communes: Communes) -> None:
    codes = await things(communes.east, officer, 1)
    number = await waiting(officer, communes, codes)
    await drafting.cancel(number, officer)
    logged = await db.value("SELECT after::text FROM audit.audit_entry WHERE action = 'assets.minutes_cancelled'")
    assert "01/2017/BBBG" in logged
    assert (await queries.minutes(await waiting(officer, communes, codes))).number == "02/2017/BBBG"


async def test_who_left_or_moved_and_still_holds_something_is_listed(officer: Act, communes: Communes) -> None:
    await done(officer, communes, await things(communes.east, officer, 2))
    day = date(2017, 11, 23)
    assert await leavers([communes.east], day) == []
    await db.execute("UPDATE offices.offices_person SET unit_id = $1 WHERE id = $2", communes.west, communes.officer)
    [(keeper, left_on, unit)] = await leavers([communes.east], day)
    assert (keeper.name, keeper.things, left_on, unit) == ("Trần Thị Bưởi", 2, None, "Xã Tây")
    await db.execute("UPDATE offices.offices_person SET left_on = $1 WHERE id = $2", day, communes.officer)
    assert [one[1] for one in await leavers(None, day)] == [day]
    assert await leavers([communes.west], day) == []


async def test_a_transfer_changes_the_unit_and_says_what_things_are_worth(officer: Act, communes: Communes) -> None:
    facts = {"cost": 12_000_000, "in_use_from": date(2015, 1, 5), "status": "in_store"}
    code = (await register(printer(communes.east, **facts), officer)).code
    head = communes.hamlet_head  # of the east: not of the receiving unit
    number = await drafting.open_draft(NewMinutes("transfer", communes.east, [code]), officer)
    with pytest.raises(Refused):
        await drafting.fill(number, Facts(other_id=head, to_unit_id=communes.west), officer)
    person = await db.value(
        "INSERT INTO offices.offices_person (full_name, search_key, sort_key, title, unit_id, email, phone, joined_on)"
        " VALUES ('Lê Thị Tây', '', '', '', $1, '', '', '2000-01-01') RETURNING id",
        communes.west,
    )
    await drafting.fill(number, Facts(other_id=person, to_unit_id=communes.west, decision="12/QĐ"), officer)
    sealed = await sealing.seal(number, officer)
    [row] = msgspec.json.decode(sealed.content or "")["rows"]
    assert (row["accumulated"], row["remaining"]) == ("4.800.000 đồng", "7.200.000 đồng")
    for party in ("giver", "receiver"):
        await sealing.sign(number, Signing(party, STROKES), officer)  # type: ignore[arg-type]
    moved = await asset(code, officer.who)
    assert (moved.unit_id, moved.status) == (communes.west, "in_store")


async def test_liquidation_is_a_chain_and_its_end(officer: Act, communes: Communes) -> None:
    [code] = await things(communes.east, officer, 1)
    with pytest.raises(Refused):
        await drafting.open_draft(NewMinutes("liquidate", communes.east, [code]), officer)
    for key, facts in (
        ("propose", Facts(condition="hỏng bo mạch", council="Nguyễn Văn A, chủ tịch hội đồng")),
        (
            "liquidate",
            Facts(
                decision="9/QĐ", decided_on=date(2017, 11, 1), way="Phá dỡ", wiped="Đã tháo ổ đĩa", council="như trên"
            ),
        ),
    ):
        number = await drafting.open_draft(NewMinutes(key, communes.east, [code]), officer)
        await drafting.fill(number, facts, officer)
        assert (await sealing.seal(number, officer)).state == "signed"  # nobody signs these on the screen
    assert (await asset(code, officer.who)).status == "liquidated"
    with pytest.raises(Refused):
        await drafting.open_draft(NewMinutes("find", communes.east, [code]), officer)


async def test_a_scan_of_the_signed_paper_stands_for_all_signatures(officer: Act, communes: Communes) -> None:
    number = await waiting(officer, communes, await things(communes.east, officer, 1))
    pdf = await signed_pdf(await queries.minutes(number), [], NOW)  # printed, signed, scanned
    found = await sealing.sign_on_paper(number, "bien-ban.pdf", pdf, officer)
    assert found.state == "signed"
    assert {(one.party, one.way) for one in await queries.signatures(number)} == {
        ("giver", "paper"),
        ("receiver", "paper"),
    }


async def test_a_kit_goes_together_and_two_scans_are_one(officer: Act, communes: Communes) -> None:
    codes = await things(communes.east, officer)
    kit = await sealing.make_kit(communes.east, "Bộ máy cán bộ mới", codes, officer)
    number = await drafting.open_draft(NewMinutes("hand_over", communes.east), officer)
    assert await drafting.add_kit(number, kit, officer) == 3
    assert (await drafting.add(number, codes[0], officer)).again
    await drafting.drop(number, codes[1], officer)
    assert [one.code for one in await queries.items(number)] == [codes[0], codes[2]]
    with pytest.raises(Refused):
        await sealing.make_kit(communes.west, "Của xã khác", codes, officer)


async def test_of_two_who_hand_over_one_thing_one_wins(committed_db: str) -> None:
    communes = await insert_communes()
    officer = officer_in(communes.east)
    codes = await things(communes.east, officer, 1)
    numbers = [await drafting.open_draft(NewMinutes("hand_over", communes.east, codes), officer) for _ in range(4)]
    for number in numbers:
        await drafting.fill(number, Facts(other_id=communes.officer), officer)
    tried = await asyncio.gather(*(sealing.seal(number, officer) for number in numbers), return_exceptions=True)
    assert sorted(type(one).__name__ for one in tried) == ["MinutesView", "Refused", "Refused", "Refused"]
    assert await db.value("SELECT last FROM assets.assets_minutes_counter") == 1  # no number was lost
