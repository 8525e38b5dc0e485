"""People with accounts for tests: as real as those made by hand, but without typing passwords and codes."""

import tomllib
from datetime import datetime

import httpx
import msgspec

from core import db, offices
from core.accounts import queries
from core.accounts.authenticator import SessionAuthenticator
from core.accounts.commands.accounts import invite_person
from core.accounts.commands.logins import open_login
from core.accounts.commands.matrix import seed_matrix
from core.accounts.cookies import LOGIN
from core.acting import Act, Principal, system_act
from core.offices.commands import assign, hire, load_organisation
from core.offices.domain.organisation import read_organisation
from core.offices.schemas import NewRole, PersonFields
from core.registry import current
from core.settings import config_folder


async def load_office(at: datetime) -> None:
    """Load the shipped organisation and the first role matrix, unless they are there."""
    await seed_matrix(current().permissions.values())
    if await offices.find_unit("duc-hoa") is None:
        parsed = tomllib.loads((config_folder() / "organisation.toml").read_text("utf-8"))
        await load_organisation(read_organisation(parsed), system_act(at))


async def staff(role: str, unit: str, at: datetime, username: str = "") -> Principal:
    """Return the person who holds a role in a unit (its code) under a user name; made when there is none yet."""
    await load_office(at)
    name = username or f"{role}.{unit}".replace("_", "-")
    account = await queries.account_by_username(name)
    account_id = account.id if account else await _open(role, unit, name, at)
    principal = await queries.principal_of_account(account_id, offices.office_day(at))
    if principal is None:
        raise LookupError(f"the account {name!r} is closed")
    return principal


async def _open(role: str, unit: str, username: str, at: datetime) -> int:
    act = system_act(at)
    found = await offices.find_unit(unit)
    if found is None:
        raise LookupError(f"no unit {unit!r}")
    person_id = await hire(PersonFields(f"Người {username}", found.id, role), act)
    await assign(NewRole(person_id, role, found.id), act)
    account_id, _link = await invite_person(person_id, username, act)
    return account_id


async def log_in(client: httpx.AsyncClient, who: Principal, at: datetime) -> httpx.AsyncClient:
    """Return a new client in which the person is logged in; it sends the forms' token as the pages' scripts do."""
    if who.account_id is None:
        raise LookupError(f"{who.username!r} has no account")
    token = await open_login(who.account_id, "full", system_act(at), "test")
    login_id = await db.value("SELECT max(id) FROM accounts.accounts_login WHERE account_id = $1", who.account_id)
    csrf = SessionAuthenticator().csrf_token(msgspec.structs.replace(who, login_id=login_id))
    return httpx.AsyncClient(
        transport=client._transport,  # noqa: SLF001 -- the same application, other cookies
        base_url=client.base_url,
        cookies={LOGIN: token},
        headers={"x-csrf-token": csrf},
    )


def act_of(who: Principal, at: datetime) -> Act:
    """Return an act of somebody, for calling commands."""
    return Act(who=who, at=at, address="192.0.2.7", request_id="test")
