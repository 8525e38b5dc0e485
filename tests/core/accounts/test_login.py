from datetime import timedelta

import httpx
import pytest

from core import db
from core.accounts.cookies import DEVICE, LOGIN
from tests.core.accounts.conftest import PASSWORD, shown

pytestmark = pytest.mark.anyio


async def test_password_and_code_open_the_staff_pages(member) -> None:
    clerk = await member()
    first = await clerk.try_password()
    assert (first.status_code, first.headers["location"]) == (303, "/login/code?next=/staff")
    second = await clerk.try_code()
    assert (second.status_code, second.headers["location"]) == (303, "/staff")
    assert (await clerk.client.get("/staff")).status_code == 200


async def test_one_factor_opens_nothing(member) -> None:
    clerk = await member()
    await clerk.try_password()
    for path in ("/staff", "/staff/account", "/api/schema/openapi.json"):
        answer = await clerk.client.get(path)
        assert answer.status_code in {303, 401}, path
        assert clerk.who.display_name not in answer.text


async def test_an_account_without_codes_must_set_them_up_before_anything_else(member) -> None:
    newcomer = await member(codes=False)
    first = await newcomer.try_password()
    assert first.headers["location"].startswith("/login/setup")
    assert (await newcomer.client.get("/staff")).status_code == 303
    assert (await newcomer.client.post("/login/code", data={"code": "000000"})).status_code == 401
    page = await newcomer.client.get("/login/setup")
    assert page.status_code == 200
    assert "<svg" in page.text


@pytest.mark.parametrize("wrong", [{"username": "nobody.here"}, {"password": "không phải mật khẩu này"}])
async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(member, wrong) -> None:
    clerk = await member()
    sent = {"username": clerk.who.username, "password": PASSWORD} | wrong
    answer = await clerk.client.post("/login", data=sent)
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in shown(answer)
    assert LOGIN not in answer.cookies


async def test_the_password_counts_to_its_last_character(member) -> None:
    """An algorithm that cuts at 72 bytes would accept the first 72 bytes of a longer password."""
    clerk = await member()
    assert (await clerk.try_password(PASSWORD + "!")).status_code == 422
    assert (await clerk.try_password(PASSWORD[:-1])).status_code == 422
    assert (await clerk.try_password(f" {PASSWORD}")).status_code == 422


async def test_every_step_gives_a_new_token_and_kills_the_one_before(member) -> None:
    clerk = await member()
    clerk.client.cookies.set(LOGIN, "chosen-by-the-attacker", domain="testserver.local")
    await clerk.try_password()
    half = clerk.client.cookies[LOGIN]
    assert half != "chosen-by-the-attacker"
    await clerk.try_code()
    full = clerk.client.cookies[LOGIN]
    assert len({half, full}) == 2
    for dead in ("chosen-by-the-attacker", half):
        answer = await clerk.client.get("/staff", headers={"cookie": f"{LOGIN}={dead}"})
        assert answer.status_code == 303, dead
    assert (await clerk.client.get("/staff", headers={"cookie": f"{LOGIN}={full}"})).status_code == 200


async def test_a_code_is_accepted_once(member) -> None:
    clerk, code = await member(), None
    code = clerk.code
    await clerk.log_in()
    again = httpx.AsyncClient(transport=clerk.client._transport, base_url=clerk.client.base_url)
    async with again:
        await again.post("/login", data={"username": clerk.who.username, "password": PASSWORD})
        assert (await again.post("/login/code", data={"code": code})).status_code == 422


@pytest.mark.parametrize(("seconds", "status"), [(-60, 422), (-30, 303), (0, 303), (30, 303), (60, 422)])
async def test_a_code_counts_one_step_before_and_after_its_own(member, clock, seconds: int, status: int) -> None:
    clerk = await member()
    code = clerk.code
    clock.move(timedelta(seconds=seconds))
    await clerk.try_password()
    assert (await clerk.try_code(code)).status_code == status


async def test_idle_for_half_an_hour_ends_the_log_in(member, clock) -> None:
    clerk = await member()
    await clerk.log_in()
    clock.move(timedelta(minutes=29))
    assert (await clerk.client.get("/staff")).status_code == 200
    clock.move(timedelta(minutes=29))
    assert (await clerk.client.get("/staff")).status_code == 200
    clock.move(timedelta(minutes=31))
    assert (await clerk.client.get("/staff")).status_code == 303


async def test_twelve_hours_end_the_busiest_log_in(member, clock) -> None:
    clerk = await member()
    await clerk.log_in()
    for _quarter in range(47):
        clock.move(timedelta(minutes=15))
        assert (await clerk.client.get("/staff")).status_code == 200
    clock.move(timedelta(minutes=16))
    assert (await clerk.client.get("/staff")).status_code == 303


async def test_log_out_ends_the_log_in_everywhere_it_was_copied_to(member) -> None:
    clerk = await member()
    await clerk.log_in()
    stolen = clerk.client.cookies[LOGIN]
    page = await clerk.client.get("/staff/account")
    answer = await clerk.client.post("/logout", headers={"x-csrf-token": csrf_of(page)})
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert (await clerk.client.get("/staff", headers={"cookie": f"{LOGIN}={stolen}"})).status_code == 303


def csrf_of(page: httpx.Response) -> str:
    return page.text.split('name="csrf-token" content="')[1].split('"')[0]


async def test_a_write_without_the_forms_token_is_refused(member) -> None:
    clerk = await member()
    await clerk.log_in()
    assert (await clerk.client.post("/logout")).status_code == 403
    assert (await clerk.client.post("/logout", headers={"x-csrf-token": "guess"})).status_code == 403
    assert (await clerk.client.get("/staff")).status_code == 200


@pytest.mark.parametrize("header", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
async def test_another_site_cannot_log_somebody_in(member, header) -> None:
    clerk = await member()
    assert (await clerk.try_password(headers=header)).status_code == 403


async def test_every_cookie_is_bound_to_this_host_and_hidden_from_scripts(member) -> None:
    clerk = await member()
    answers = [await clerk.try_password(), await clerk.try_code()]
    sent = [value for answer in answers for value in answer.headers.get_list("set-cookie")]
    assert {line.split("=")[0] for line in sent} == {LOGIN, DEVICE}
    for line in sent:
        attributes = {part.strip().lower() for part in line.split(";")[1:]}
        assert line.startswith("__Host-")
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
        assert not any(part.startswith("domain") for part in attributes)


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/staff/account", "/staff/account"),
        ("https://evil.example/", "/staff"),
        ("//evil.example/", "/staff"),
        ("/\\evil.example/", "/staff"),
        ("javascript:alert(1)", "/staff"),
        ("/staff\r\nset-cookie: a=b", "/staff"),
        ("/login", "/staff"),
    ],
)
async def test_after_the_log_in_only_pages_of_this_site_open(member, wanted: str, goes_to: str) -> None:
    clerk = await member()
    data = {"username": clerk.who.username, "password": PASSWORD, "next": wanted}
    assert (await clerk.client.post("/login", data=data)).headers["location"] == f"/login/code?next={goes_to}"
    answer = await clerk.client.post("/login/code", data={"code": clerk.code, "next": wanted})
    assert answer.headers["location"] == goes_to


async def test_the_log_says_who_came_in_and_who_failed(member, audited) -> None:
    clerk = await member()
    await clerk.try_password("falsch aber lang genug")
    await clerk.client.post("/login", data={"username": "hunter2-typed-here", "password": "x"})
    await clerk.log_in()
    failed = await audited("accounts.login_failed")
    assert [entry["subject_id"] for entry in failed] == [str(clerk.who.account_id), ""]
    assert "hunter2" not in "".join(str(dict(entry)) for entry in failed)
    [came] = [e for e in await audited("accounts.login") if e["action"] == "accounts.login"]
    assert came["who"] == clerk.who.username


async def test_a_closed_account_and_somebody_who_left_are_out_at_once(member) -> None:
    clerk, other = await member(), await member("specialist")
    await clerk.log_in()
    await other.log_in()
    await db.execute("UPDATE accounts.accounts_account SET disabled_at = now() WHERE id = $1", clerk.who.account_id)
    await db.execute("UPDATE offices.offices_person SET left_on = '2017-11-22' WHERE id = $1", other.who.person_id)
    assert (await clerk.client.get("/staff")).status_code == 303
    assert (await other.client.get("/staff")).status_code == 303
    assert (await clerk.try_password()).status_code == 422
