import random

import pytest

from core import db, offices
from core.accounts.demo import load_logins
from core.contributions import DemoContext
from core.offices.demo import load_people
from tests.core.accounts.conftest import shown

pytestmark = pytest.mark.anyio


@pytest.fixture
async def context(client, clock) -> DemoContext:
    made = DemoContext(at=clock.now(), random=random.Random(2017))
    await load_people(made)
    await load_logins(made)
    return made


async def test_there_is_a_login_for_every_role_and_each_works(context, client, clock) -> None:
    import base64

    from core.accounts.domain import totp

    logins = context.shared["logins"]
    assert {login["role"] for login in logins} == set(await offices.roles())
    for login in logins:
        client.cookies.clear()
        sent = {"username": login["username"], "password": login["password"]}
        assert (await client.post("/login", data=sent)).headers["location"].startswith("/login/code"), login["role"]
        secret = base64.b32decode(login["totp_secret"])
        opened = await client.post("/login/code", data={"code": totp.code_at(secret, clock.now())})
        assert opened.status_code == 303, login["role"]
        assert (await client.get("/staff")).status_code == 200, login["role"]


async def test_every_agency_has_a_head_and_a_desk(context, clock) -> None:
    tree, day = await offices.tree(), offices.office_day(clock.now())
    communes = [unit for unit in tree if unit.kind == "commune"]
    assert len(communes) == 20
    for commune in communes:
        assert await offices.people_of([commune.id], day, "leader"), commune.name
        desk = tree.find(f"{commune.code}.mot-cua")
        assert await offices.people_of([desk.id], day, "clerk"), commune.name
        hamlets = [u for u in tree.children(commune.id, day) if u.kind == "hamlet"]
        assert all([await offices.people_of([hamlet.id], day, "hamlet_head") for hamlet in hamlets])
        assert hamlets


async def test_two_installations_have_the_same_people_and_other_passwords(context, clock) -> None:
    names = await db.rows("SELECT full_name FROM offices.offices_person ORDER BY id")
    again = DemoContext(at=clock.now(), random=random.Random(2017))
    await db.execute("TRUNCATE accounts.accounts_account, offices.offices_person, offices.offices_unit CASCADE")
    await load_people(again)
    await load_logins(again)
    assert await db.rows("SELECT full_name FROM offices.offices_person ORDER BY id") == names
    passwords = {login["password"] for made in (context, again) for login in made.shared["logins"]}
    assert len(passwords) == 2 * len(again.shared["logins"])


async def test_the_api_token_opens_the_api(context, client) -> None:
    answer = await client.get(
        "/api/schema/openapi.json", headers={"authorization": f"Bearer {context.shared['api_token']}"}
    )
    assert answer.status_code == 200, shown(answer)
