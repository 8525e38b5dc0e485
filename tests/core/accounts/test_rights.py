"""Who may do what where: communes apart, rights that go are gone at once, substitutes, the matrix."""

import json
import re
from datetime import date, timedelta

import pytest

from core import db, offices
from core.accounts import queries, testing
from core.accounts.commands.matrix import change_matrix, seed_matrix
from core.acting import system_act
from core.contributions import Permission
from core.errors import Conflict, Forbidden, Refused
from core.offices.commands import end_absence, report_absence
from core.offices.schemas import NewAbsence
from core.registry import current

pytestmark = pytest.mark.anyio


async def unit_id(code: str) -> int:
    return (await offices.find_unit(code)).id


async def test_two_communes_do_not_see_each_other(login, clock) -> None:
    here = await login("admin", "huu-thanh")
    who = await testing.staff("admin", "tan-phu", clock.now())
    name = who.display_name
    there = await unit_id("tan-phu")
    unknown = await here.get("/staff/people/999999999")
    for path in (
        f"/staff/people/{who.person_id}",
        f"/staff/people/{who.person_id}/edit",
        f"/staff/accounts/{who.account_id}",
        f"/staff/units/{there}",
    ):
        answer = await here.get(path)
        assert answer.status_code == unknown.status_code == 404, path
        assert name not in answer.text
    for path in ("/staff/people", "/staff/accounts", "/staff/units", "/staff/absences", "/staff/people?format=csv"):
        assert name not in (await here.get(path)).text, path
        assert "Tân Phú" not in (await here.get(path)).text, path


@pytest.mark.parametrize(
    "path",
    [
        "/staff/people/{person}/edit",
        "/staff/people/{person}/leave",
        "/staff/people/{person}/roles",
        "/staff/people/{person}/roles/{assignment}/end",
        "/staff/accounts/{account}/link",
        "/staff/accounts/{account}/reset-factor",
        "/staff/accounts/{account}/disable",
        "/staff/accounts/{account}/enable",
        "/staff/accounts/{account}/end-logins",
    ],
)
async def test_nobody_changes_people_of_another_commune(login, clock, path: str) -> None:
    here = await login("admin", "huu-thanh")
    who = await testing.staff("clerk", "tan-phu", clock.now())
    assignment = await db.value("SELECT id FROM offices.offices_assignment WHERE person_id = $1", who.person_id)
    before = await db.rows("SELECT * FROM accounts.accounts_account ORDER BY id")
    sent = {"full_name": "Đổi Tên", "unit_id": str(await unit_id("tan-phu")), "role": "admin", "person_id": "1"}
    filled = path.format(person=who.person_id, account=who.account_id, assignment=assignment)
    assert (await here.post(filled, data=sent)).status_code == 404
    assert await db.rows("SELECT * FROM accounts.accounts_account ORDER BY id") == before
    assert await db.value("SELECT valid_to FROM offices.offices_assignment WHERE id = $1", assignment) is None


async def test_a_communes_administrator_gets_no_hold_of_people_with_rights_elsewhere(login, clock) -> None:
    """A reset link for them would hand their rights over."""
    here = await login("admin", "huu-thanh")
    who = await testing.staff("clerk", "huu-thanh", clock.now())
    await db.execute(
        "INSERT INTO offices.offices_assignment (person_id, role, unit_id, valid_from) VALUES ($1, 'leader', $2, $3)",
        who.person_id,
        await unit_id("duc-hoa"),
        date(2017, 1, 1),
    )
    assert (await here.post(f"/staff/accounts/{who.account_id}/link")).status_code == 403


async def test_a_right_taken_away_is_refused_at_the_next_action(login, clock) -> None:
    clerk = await login("clerk", "huu-thanh")
    assert (await clerk.get("/staff/people")).status_code == 200
    admin = await login("admin", "long-an")
    who = await testing.staff("clerk", "huu-thanh", clock.now())
    assignment = await db.value("SELECT id FROM offices.offices_assignment WHERE person_id = $1", who.person_id)
    ended = await admin.post(f"/staff/people/{who.person_id}/roles/{assignment}/end")
    assert ended.status_code == 303
    assert (await clerk.get("/staff/people")).status_code == 403


async def test_a_permission_taken_from_a_role_is_refused_at_the_next_action(login, clock) -> None:
    clerk, admin = await login("clerk", "huu-thanh"), await login("admin", "long-an")
    assert (await clerk.get("/staff/people")).status_code == 200
    page = await admin.get("/staff/roles")
    cells = re.findall(r'name="cell" value="([^"]+)"[^>]* checked', page.text)
    kept = re.findall(r'type="hidden" name="cell" value="([^"]+)"', page.text)
    [version] = re.findall(r'name="version" value="([^"]+)"', page.text)
    assert "clerk:offices.read" in cells
    sent = {"version": version, "cell": [c for c in {*cells, *kept} if c != "clerk:offices.read"]}
    answer = await admin.post("/staff/roles", data=sent)
    assert answer.headers["location"] == "/staff/roles?changed=1"
    assert (await clerk.get("/staff/people")).status_code == 403
    [entry] = await db.rows("SELECT * FROM audit.audit_entry WHERE action = 'accounts.matrix'")
    assert (entry["subject_id"], json.loads(entry["after"])) == ("clerk", {"offices.read": False})


async def test_the_substitute_holds_the_rights_on_the_days_and_not_a_day_longer(login, clock, act_for) -> None:
    act = await act_for("leader", "huu-thanh")
    deputy = await testing.staff("hamlet_head", "huu-thanh", clock.now())
    day = offices.office_day(clock.now())
    permission, commune = "offices.absence", await unit_id("huu-thanh")

    async def may(at) -> bool:
        return (await queries.principal_of_account(deputy.account_id, offices.office_day(at))).may(permission, commune)

    assert not await may(clock.now())
    absence_id = await report_absence(
        NewAbsence(act.who.person_id, day + timedelta(1), day + timedelta(3), deputy.person_id), act
    )
    moments = [clock.now() + timedelta(days=n) for n in range(6)]
    assert [await may(at) for at in moments] == [False, True, True, True, False, False]
    # the last day ends at midnight in Vietnam, 17:00 UTC
    evening = clock.now().replace(hour=16, minute=59) + timedelta(days=3)
    assert await may(evening)
    assert not await may(evening + timedelta(minutes=2))
    await end_absence(absence_id, act)
    assert [await may(at) for at in moments] == [False] * 6


async def test_administration_is_not_handed_to_a_substitute(act_for, clock) -> None:
    act = await act_for("admin", "long-an")
    deputy = await testing.staff("specialist", "duc-hoa", clock.now())
    day = offices.office_day(clock.now())
    await report_absence(NewAbsence(act.who.person_id, day, day, deputy.person_id), act)
    now = await queries.principal_of_account(deputy.account_id, day)
    assert not now.may("accounts.manage")


async def test_a_new_permission_goes_to_its_first_roles_once(db: None) -> None:
    new = Permission("test.new", "new", roles=("clerk", "leader"))
    assert await seed_matrix([new]) == 1
    matrix = await queries.matrix()
    assert "test.new" in matrix["clerk"]
    assert "test.new" not in matrix.get("auditor", ())
    from core import db as database

    await database.execute("DELETE FROM accounts.accounts_role_permission WHERE permission = 'test.new'")
    assert await seed_matrix([new]) == 0
    assert "test.new" not in (await queries.matrix()).get("clerk", ())


async def test_only_the_top_changes_the_matrix_and_nobody_locks_everybody_out(act_for) -> None:
    commune, top = await act_for("admin", "huu-thanh"), await act_for("admin", "long-an")
    version = await db.value("SELECT version FROM accounts.accounts_state")
    roles, names = await offices.roles(), current().permissions
    with pytest.raises(Forbidden):
        await change_matrix((), version, roles, names, commune)
    with pytest.raises(Refused):
        await change_matrix((), version, roles, names, top)
    with pytest.raises(Conflict):
        await change_matrix((), "an older one", roles, names, top)
    assert "accounts.matrix" in (await queries.matrix())["admin"]


async def test_the_last_administrator_stays(login, clock) -> None:
    admin = await login("admin", "long-an")
    who = await testing.staff("admin", "long-an", clock.now())
    assignment = await db.value("SELECT id FROM offices.offices_assignment WHERE person_id = $1", who.person_id)
    answer = await admin.post(f"/staff/people/{who.person_id}/roles/{assignment}/end")
    assert answer.status_code == 422
    await testing.staff("admin", "long-an", clock.now(), "second")
    assert (await admin.post(f"/staff/people/{who.person_id}/roles/{assignment}/end")).status_code == 303


async def test_a_refusal_leaves_one_line_in_the_log(login) -> None:
    clerk = await login("clerk", "huu-thanh")
    await clerk.get("/staff/accounts")
    [entry] = await db.rows("SELECT * FROM audit.audit_entry WHERE action = 'access.denied'")
    assert (entry["who"], entry["subject_id"]) == ("clerk.huu-thanh", "/staff/accounts")
    assert "accounts.manage" in entry["after"]


async def test_who_calls_is_asked_with_one_statement(login, count_queries) -> None:
    import asyncio

    clerk = await login("clerk", "huu-thanh")
    await clerk.get("/staff/absences")
    with count_queries() as sent:
        await clerk.get("/staff/absences/new")
        await asyncio.sleep(0)
    assert sum("accounts." in query for query in sent) == 1


async def test_the_first_roles_are_those_of_the_plugins(db: None, clock) -> None:
    await testing.load_office(clock.now())
    matrix = await queries.matrix()
    wanted = {(role, p.name) for p in current().permissions.values() for role in p.roles}
    assert {(role, name) for role, names in matrix.items() for name in names} >= wanted
    assert system_act(clock.now()).who.everything
