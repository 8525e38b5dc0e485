from datetime import date, timedelta

import pytest

from core import db, offices
from core.accounts import testing
from core.codes import STAFF_CARD, compose
from core.contributions import SearchQuery
from core.errors import Forbidden, Missing, Refused
from core.offices.commands import assign, change_person, end_absence, hire, leave, report_absence, unassign
from core.offices.finding import find_people, open_staff_card
from core.offices.schemas import NewAbsence, NewRole, PersonFields
from core.text.viet import search_key

pytestmark = pytest.mark.anyio

DAY = date(2017, 11, 22)


async def unit_id(code: str) -> int:
    return (await offices.find_unit(code)).id


async def test_people_are_found_without_accents_and_ordered_by_given_name(act_for) -> None:
    act = await act_for("admin", "long-an")
    home = await unit_id("huu-thanh")
    for name in ("Nguyễn Văn Út", "Trần Thị Ánh", "Lê Văn An", "Phạm Thị Ân"):
        await hire(PersonFields(name, home, "Công chức"), act)
    found = await offices.search_people("cong chuc", DAY, [home])
    assert [p.full_name for p in found] == ["Lê Văn An", "Trần Thị Ánh", "Phạm Thị Ân", "Nguyễn Văn Út"]
    assert [p.full_name for p in await offices.search_people("tran thi anh", DAY)] == ["Trần Thị Ánh"]


async def test_who_leaves_is_gone_from_the_lists_and_keeps_the_name(act_for) -> None:
    act = await act_for("admin", "long-an")
    home = await unit_id("huu-thanh")
    person_id = await hire(PersonFields("Lê Văn An", home), act)
    await assign(NewRole(person_id, "clerk", home), act)
    assert [p.id for p in await offices.people_of([home], DAY, "clerk")] == [person_id]
    await leave(person_id, act)
    assert await offices.people_of([home], DAY) == []
    assert await offices.assignments(person_id=person_id, day=DAY) == []
    assert (await offices.person(person_id)).left_on == DAY
    with pytest.raises(Refused):
        await assign(NewRole(person_id, "clerk", home), act)


async def test_nobody_lets_themselves_go(act_for) -> None:
    act = await act_for("admin", "long-an")
    await testing.staff("admin", "long-an", act.at, "second")
    with pytest.raises(Refused):
        await leave(act.who.person_id, act)


async def test_a_person_moves_only_between_units_that_the_actor_manages(act_for) -> None:
    act = await act_for("admin", "huu-thanh")
    person_id = await hire(PersonFields("Lê Văn An", await unit_id("huu-thanh")), act)
    with pytest.raises(Missing):
        await change_person(person_id, PersonFields("Lê Văn An", await unit_id("tan-phu")), act)
    await change_person(person_id, PersonFields("Lê Văn An", await unit_id("huu-thanh.mot-cua")), act)
    with pytest.raises(Missing):
        await hire(PersonFields("Lê Văn Bé", await unit_id("tan-phu")), act)


async def test_the_mail_address_of_people_with_rights_elsewhere_is_not_changed_from_below(act_for) -> None:
    """Links to choose a password go there."""
    act, top = await act_for("admin", "huu-thanh"), await act_for("admin", "long-an")
    home = await unit_id("huu-thanh")
    person_id = await hire(PersonFields("Lê Văn An", home), act)
    await assign(NewRole(person_id, "leader", await unit_id("duc-hoa")), top)
    await change_person(person_id, PersonFields("Lê Văn An", home, "Phó Chủ tịch"), act)
    with pytest.raises(Forbidden):
        await change_person(person_id, PersonFields("Lê Văn An", home, email="x@evil.example"), act)
    with pytest.raises(Forbidden):
        await leave(person_id, act)
    await change_person(person_id, PersonFields("Lê Văn An", home, email="an@duchoa.example"), top)


@pytest.mark.parametrize("address", ["an", "an@", "an@x", "a n@x.vn", "an@x.vn\r\nbcc: all@x.vn", "@x.vn"])
async def test_a_mail_address_that_cannot_be_written_to_is_refused(act_for, address: str) -> None:
    act = await act_for("admin", "huu-thanh")
    with pytest.raises(Refused) as refusal:
        await hire(PersonFields("Lê Văn An", await unit_id("huu-thanh"), email=address), act)
    assert [p.field for p in refusal.value.problems] == ["email"]


@pytest.mark.parametrize(
    ("role", "unit", "until", "field"),
    [
        ("king", "huu-thanh", None, "role"),
        ("clerk", "huu-thanh", DAY - timedelta(1), "until"),
        ("clerk", "ended", None, "unit_id"),
    ],
)
async def test_a_role_that_makes_no_sense_is_refused_with_the_field(act_for, role, unit, until, field) -> None:
    act = await act_for("admin", "long-an")
    person_id = await hire(PersonFields("Lê Văn An", await unit_id("huu-thanh")), act)
    if unit == "ended":
        await db.execute("UPDATE offices.offices_unit SET valid_to = '2017-01-01' WHERE code = 'tan-my'")
        unit = "tan-my"
    with pytest.raises(Refused) as refusal:
        await assign(NewRole(person_id, role, await unit_id(unit), until), act)
    assert [p.field for p in refusal.value.problems] == [field]


async def test_a_role_is_held_once_and_ends_at_once(act_for) -> None:
    act = await act_for("admin", "long-an")
    home = await unit_id("huu-thanh")
    person_id = await hire(PersonFields("Lê Văn An", home), act)
    given = await assign(NewRole(person_id, "clerk", home), act)
    with pytest.raises(Refused):
        await assign(NewRole(person_id, "clerk", home), act)
    await unassign(given, act)
    assert await offices.assignments(person_id=person_id, day=DAY) == []
    with pytest.raises(Missing):
        await unassign(given, act)
    await assign(NewRole(person_id, "clerk", home), act)


async def absence_of(act, other: int | None, first: int, last: int) -> int:
    return await report_absence(
        NewAbsence(act.who.person_id, DAY + timedelta(first), DAY + timedelta(last), other), act
    )


@pytest.mark.parametrize(
    ("first", "last", "field"), [(2, 1, "last_day"), (-3, -1, "last_day"), (0, 400, "last_day"), (4, 9, "first_day")]
)
async def test_days_that_make_no_sense_are_refused(act_for, first: int, last: int, field: str) -> None:
    act = await act_for("clerk", "huu-thanh")
    await absence_of(act, None, 5, 6)
    with pytest.raises(Refused) as refusal:
        await absence_of(act, None, first, last)
    assert [p.field for p in refusal.value.problems] == [field]


async def test_the_substitute_is_somebody_else_of_the_same_agency_who_is_there(act_for) -> None:
    act = await act_for("clerk", "huu-thanh.mot-cua")
    colleague = await act_for("specialist", "huu-thanh")
    stranger = await act_for("clerk", "tan-phu")
    await absence_of(colleague, None, 0, 2)
    for other in (act.who.person_id, stranger.who.person_id, colleague.who.person_id, 999_999):
        with pytest.raises(Refused) as refusal:
            await absence_of(act, other, 1, 4)
        assert [p.field for p in refusal.value.problems] == ["substitute_id"]
    await absence_of(act, colleague.who.person_id, 3, 4)
    assert await offices.substitute_of(act.who.person_id, DAY + timedelta(3)) == colleague.who.person_id
    assert await offices.substitute_of(act.who.person_id, DAY + timedelta(5)) is None


async def test_others_are_reported_by_their_head_and_by_nobody_else(act_for) -> None:
    clerk, head, stranger = (
        await act_for("clerk", "huu-thanh.mot-cua"),
        await act_for("leader", "huu-thanh"),
        await act_for("leader", "tan-phu"),
    )
    new = NewAbsence(clerk.who.person_id, DAY, DAY)
    with pytest.raises(Missing):
        await report_absence(new, stranger)
    absence_id = await report_absence(new, head)
    with pytest.raises(Missing):
        await end_absence(absence_id, stranger)
    await end_absence(absence_id, clerk)
    assert await offices.absences(day=DAY) == []


async def test_search_and_cards_stop_at_the_readers_reach(act_for) -> None:
    here, there = await act_for("clerk", "huu-thanh"), await act_for("clerk", "tan-phu")
    query = SearchQuery("người clerk", search_key("người clerk"))
    assert [hit.path for hit in await find_people(query, here.who)] == [f"/staff/people/{here.who.person_id}"]
    card = compose(STAFF_CARD, person=here.who.person_id)
    assert await open_staff_card(card, here.who) == f"/staff/people/{here.who.person_id}"
    assert await open_staff_card(card, there.who) is None
