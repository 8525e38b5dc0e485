"""Other people's accounts: the list, inviting, links, closing."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core import offices
from core.accounts import queries
from core.accounts.authenticator import limits
from core.accounts.commands import accounts
from core.accounts.controllers.reading import refused
from core.accounts.domain.devices import device_name
from core.accounts.schemas import NewAccount, Username
from core.accounts.views import ACCOUNTS
from core.acting import Act, Principal
from core.errors import Missing, Refused
from core.offices.choices import unit_choices
from core.offices.wording import role_titles
from core.registry import current
from core.text.i18n import lazy
from core.web.access import identify, requires
from core.web.forms import read_form
from core.web.lists import list_response
from core.web.pages import page, redirect

HOME = "/staff/accounts"
DONE = {
    "disable": lazy("Đã khóa tài khoản. Mọi lần đăng nhập đã kết thúc."),
    "enable": lazy("Đã mở khóa tài khoản."),
    "factor": lazy("Đã xóa mã xác thực. Lần đăng nhập tới phải cài lại."),
    "logins": lazy("Đã kết thúc mọi lần đăng nhập."),
}


class NewUsername(msgspec.Struct, frozen=True):
    """A user name for somebody who has no account yet."""

    username: Username
    person_id: Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class AccountsAdministration(Controller):
    """Accounts of the people in the units that the reader manages."""

    path = HOME
    guards = [requires("accounts.manage")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def accounts(self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]) -> Response[Any]:
        """Show the list."""
        return await list_response(ACCOUNTS, request, principal)

    @get("/new")
    async def ask_newcomer(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], unit: FromQuery[int | None] = None
    ) -> Response[Any]:
        """Show the form for a new person."""
        return page("accounts/new.html", request, form=None, unit_id=unit, **await _newcomer_choices(act))

    @post("/new", status_code=200)
    async def invite_newcomer(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Add the person and show the invitation this once."""
        form, error = await read_form(request, NewAccount), None
        if form.value is not None:
            try:
                account_id, path = await accounts.invite_newcomer(form.value, act)
                return await _link_page(request, account_id, path)
            except Refused as refusal:
                error = refusal
        return refused("accounts/new.html", request, form, error, unit_id=None, **await _newcomer_choices(act))

    @post("/for-person", status_code=200)
    async def invite_person(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Open an account for a person who is there already, and show the invitation this once."""
        new = (await read_form(request, NewUsername)).checked()
        account_id, path = await accounts.invite_person(new.person_id, new.username, act)
        return await _link_page(request, account_id, path)

    @get("/{account_id:int}")
    async def show(
        self,
        request: Request[Any, Any, Any],
        account_id: FromPath[int],
        act: NamedDependency[Act],
        done: FromQuery[str] = "",
    ) -> Response[Any]:
        """Show one account."""
        account = await queries.account(account_id)
        if account is None or not act.who.may(accounts.MANAGE, account.unit_id):
            raise Missing
        held = await offices.assignments(person_id=account.person_id, day=offices.office_day(act.at))
        lines = await queries.open_logins(account.id, *limits(act.at, current().settings))
        return page(
            "accounts/account.html",
            request,
            account=account,
            unit=await offices.unit(account.unit_id),
            held=held,
            units=await offices.units({h.unit_id for h in held}),
            titles=await role_titles(),
            logins=[(line, device_name(line.device)) for line in lines],
            mine=account.id == act.who.account_id,
            flashes=[{"text": str(DONE[done])}] if done in DONE else [],
        )

    @post("/{account_id:int}/link", status_code=200)
    async def make_link(
        self, request: Request[Any, Any, Any], account_id: FromPath[int], act: NamedDependency[Act]
    ) -> Response[Any]:
        """Make a link to choose a password and show it this once."""
        return await _link_page(request, account_id, await accounts.new_link(account_id, act))

    @post("/{account_id:int}/reset-factor", status_code=303)
    async def reset_factor(self, account_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Forget the one-time codes of somebody who lost the telephone."""
        await accounts.reset_factor(account_id, act)
        return redirect(f"{HOME}/{account_id}?done=factor")

    @post("/{account_id:int}/disable", status_code=303)
    async def disable(self, account_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Close the account."""
        await accounts.set_disabled(account_id, act, disabled=True)
        return redirect(f"{HOME}/{account_id}?done=disable")

    @post("/{account_id:int}/enable", status_code=303)
    async def enable(self, account_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Open the account again."""
        await accounts.set_disabled(account_id, act, disabled=False)
        return redirect(f"{HOME}/{account_id}?done=enable")

    @post("/{account_id:int}/end-logins", status_code=303)
    async def end_logins(self, account_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """End every log-in of the account."""
        await accounts.end_all_logins(account_id, act)
        return redirect(f"{HOME}/{account_id}?done=logins")


async def _newcomer_choices(act: Act) -> dict[str, Any]:
    day = offices.office_day(act.at)
    return {
        "units": await unit_choices(act.who.units("offices.manage") & act.who.units(accounts.MANAGE), day),
        "roles": list((await role_titles()).items()),
    }


async def _link_page(request: Request[Any, Any, Any], account_id: int, path: str) -> Response[Any]:
    address = current().settings.base_url.rstrip("/") + path
    return page("accounts/link.html", request, account=await queries.account(account_id), address=address)


async def person_panel(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return what the page of a person shows of their account, for those who manage it."""
    person = request.scope["state"]["panel_context"]["person"]
    reader = await identify(request)
    return {
        "person": person,
        "account": await queries.account_of_person(person.id),
        "managed": reader.may(accounts.MANAGE, person.unit_id),
    }
