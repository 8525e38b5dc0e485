"""Every page of accounts and offices, drawn for an administrator in both languages."""

import pytest

from core import db, offices

pytestmark = pytest.mark.anyio

PAGES = (
    "/staff/account",
    "/staff/account/password",
    "/staff/account/codes",
    "/staff/account/recovery",
    "/staff/account/tokens/new",
    "/staff/accounts",
    "/staff/accounts/new",
    "/staff/roles",
    "/staff/units",
    "/staff/people",
    "/staff/people/new",
    "/staff/absences",
    "/staff/absences/new",
)


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_page_opens_and_has_one_heading(login, prefix: str) -> None:
    admin = await login("admin", "long-an")
    account_id = await db.value("SELECT max(id) FROM accounts.accounts_account")
    person_id = await db.value("SELECT max(id) FROM offices.offices_person")
    unit = await offices.find_unit("huu-thanh")
    more = (f"/staff/accounts/{account_id}", f"/staff/people/{person_id}", f"/staff/people/{person_id}/edit")
    for path in (*PAGES, *more, f"/staff/units/{unit.id}"):
        answer = await admin.get(prefix + path)
        assert answer.status_code == 200, (path, answer.text[-2000:])
        assert answer.text.count("<h1>") == 1, path
        assert answer.headers["cache-control"] == "no-store", path
