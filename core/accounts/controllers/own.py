"""“My account”: password, codes, log-ins, tokens. Only for somebody at a screen: an API token opens nothing here."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core import offices
from core.accounts import queries
from core.accounts.authenticator import limits
from core.accounts.commands import factors, logins, passwords, tokens
from core.accounts.controllers.login import secret_context
from core.accounts.controllers.reading import read_secret, refused
from core.accounts.cookies import put_login
from core.accounts.domain.devices import device_name
from core.accounts.domain.passwords import SHORTEST
from core.accounts.schemas import NewToken
from core.acting import Act, Principal
from core.errors import Forbidden, Refused, TooMany
from core.offices.wording import role_titles
from core.registry import current
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.access import identify, logged_in
from core.web.forms import Form, read_form
from core.web.pages import page, redirect

HOME = "/staff/account"
DONE = {
    "password": lazy("Đã đổi mật khẩu. Các lần đăng nhập khác đã kết thúc."),
    "login": lazy("Đã kết thúc lần đăng nhập."),
    "logins": lazy("Đã kết thúc mọi lần đăng nhập khác."),
    "token": lazy("Đã thu hồi khóa."),
}


class PasswordChange(msgspec.Struct, frozen=True):
    """Old and new password."""

    password: Annotated[str, msgspec.Meta(extra={"label": lazy("Mật khẩu hiện tại")})]
    new_password: Annotated[str, msgspec.Meta(extra={"label": lazy("Mật khẩu mới")})]


class Again(msgspec.Struct, frozen=True):
    """Who sits at the screen shows it once more."""

    password: Annotated[str, msgspec.Meta(extra={"label": lazy("Mật khẩu hiện tại")})]
    code: Annotated[str, msgspec.Meta(max_length=40, extra={"label": lazy("Mã")})]


class CodeOnly(msgspec.Struct, frozen=True):
    """The first code of a new secret."""

    code: Annotated[str, msgspec.Meta(max_length=40, extra={"label": lazy("Mã")})]


async def at_a_screen(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Guard: refuse API tokens; one that leaked must not be able to change passwords or make further tokens."""
    if (await identify(connection)).login_id is None:
        raise Forbidden(_("Trang này chỉ dùng được khi đăng nhập trên trình duyệt."))


class OwnAccount(Controller):
    """What a person sees and changes of their own account."""

    path = HOME
    guards = [logged_in, at_a_screen]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], done: FromQuery[str] = ""
    ) -> Response[Any]:
        """Show everything on one page."""
        account = await logins.account_of(act)
        held = await offices.assignments(person_id=account.person_id, day=offices.office_day(act.at))
        lines = await queries.open_logins(account.id, *limits(act.at, current().settings))
        return page(
            "accounts/own.html",
            request,
            account=account,
            unit=await offices.unit(account.unit_id),
            held=held,
            units=await offices.units({h.unit_id for h in held}),
            titles=await role_titles(),
            logins=[(line, device_name(line.device)) for line in lines],
            this_login=act.who.login_id,
            tokens=await queries.tokens(account.id, act.at),
            codes_left=await queries.recovery_codes_left(account.id),
            flashes=[{"text": str(DONE[done])}] if done in DONE else [],
        )

    @get("/password")
    async def ask_password(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Show the form for a new password."""
        return page("accounts/own_password.html", request, form=None, shortest=SHORTEST)

    @post("/password", status_code=200)
    async def take_password(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Change the password; other log-ins end."""
        form = await read_form(request, PasswordChange)
        error: Refused | TooMany | None = None
        if form.value is not None:
            try:
                await passwords.change_password(read_secret(form, "password"), read_secret(form, "new_password"), act)
                return await _renewed(redirect(f"{HOME}?done=password"), act)
            except (Refused, TooMany) as refusal:
                error = refusal
        return refused("accounts/own_password.html", request, form, error, shortest=SHORTEST)

    @get("/codes")
    async def ask_new_codes(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Ask for password and code before the app's secret is replaced."""
        return page("accounts/own_codes.html", request, form=None)

    @post("/codes", status_code=200)
    async def begin_new_codes(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Make a new secret and go on to set it up; the old one counts until then."""
        form, error = await read_form(request, Again), None
        if form.value is not None:
            try:
                await factors.begin_new_factor(read_secret(form, "password"), read_secret(form, "code"), act)
                return await _renewed(redirect(f"{HOME}/codes/new"), act)
            except (Refused, TooMany) as refusal:
                error = refusal
        return refused("accounts/own_codes.html", request, form, error)

    @get("/codes/new")
    async def ask_first_code(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], principal: NamedDependency[Principal]
    ) -> Response[Any]:
        """Show the new secret."""
        shown = secret_context(await factors.pending_secret(act), principal.username)
        return page("accounts/own_setup.html", request, form=None, **shown)

    @post("/codes/new", status_code=200)
    async def take_first_code(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], principal: NamedDependency[Principal]
    ) -> Response[Any]:
        """Put the new secret in place and show new recovery codes this once."""
        form, error = await read_form(request, CodeOnly), None
        if form.value is not None:
            try:
                codes = await factors.confirm_new_factor(read_secret(form, "code"), act)
                return page("accounts/own_recovery.html", request, codes=codes)
            except (Refused, TooMany) as refusal:
                error = refusal
        shown = secret_context(await factors.pending_secret(act), principal.username)
        return refused("accounts/own_setup.html", request, form, error, **shown)

    @get("/recovery")
    async def ask_recovery(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Ask for password and code before new recovery codes are made."""
        return page("accounts/own_recovery.html", request, form=None, codes=None)

    @post("/recovery", status_code=200)
    async def renew_recovery(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Make new recovery codes and show them this once."""
        form, error = await read_form(request, Again), None
        if form.value is not None:
            try:
                codes = await factors.renew_recovery_codes(
                    read_secret(form, "password"), read_secret(form, "code"), act
                )
                return await _renewed(page("accounts/own_recovery.html", request, codes=codes), act)
            except (Refused, TooMany) as refusal:
                error = refusal
        return refused("accounts/own_recovery.html", request, form, error, codes=None)

    @post("/logins/{login_id:int}/end", status_code=303)
    async def end_login(self, login_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """End one of one's own log-ins."""
        await logins.end_own_login(login_id, act)
        return redirect(f"{HOME}?done=login")

    @post("/logins/end-others", status_code=303)
    async def end_other_logins(self, act: NamedDependency[Act]) -> Response[Any]:
        """End all of one's own log-ins but this one."""
        await logins.end_own_logins(act)
        return redirect(f"{HOME}?done=logins")

    @get("/tokens/new")
    async def ask_token(self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]) -> Response[Any]:
        """Show the form for a new token."""
        return page("accounts/own_token.html", request, form=None, choices=_permission_choices(principal), token="")

    @post("/tokens/new", status_code=200)
    async def make_token(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], principal: NamedDependency[Principal]
    ) -> Response[Any]:
        """Make a token and show it this once."""
        form: Form[NewToken] = await read_form(request, NewToken)
        choices, error = _permission_choices(principal), None
        if form.value is not None:
            try:
                token = await tokens.create_own_token(form.value, read_secret(form, "password"), act)
                shown = page("accounts/own_token.html", request, form=None, choices=choices, token=token)
                return await _renewed(shown, act)
            except (Refused, TooMany) as refusal:
                error = refusal
        return refused("accounts/own_token.html", request, form, error, choices=choices, token="")

    @post("/tokens/{token_id:int}/revoke", status_code=303)
    async def revoke_token(self, token_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """End one of one's own tokens."""
        await tokens.revoke_own_token(token_id, act)
        return redirect(f"{HOME}?done=token")


async def _renewed(answer: Response[Any], act: Act) -> Response[Any]:
    """Give the browser a new token for the same log-in: whoever knew the one before the re-authentication is out."""
    put_login(answer, await logins.renew_token(act))
    return answer


def _permission_choices(principal: Principal) -> list[tuple[str, str]]:
    """Return (name, title) of the permissions that the person holds somewhere."""
    known = current().permissions
    return [(name, f"{known[name].title} ({name})") for name in sorted(principal.grants) if name in known]
