"""The pages before the log-in: password, code, setting up codes, links, log-out. Public, narrow, never cached."""

from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response
from markupsafe import Markup

from core.accounts import keys
from core.accounts.commands import forgotten, login, passwords
from core.accounts.commands.logins import log_out
from core.accounts.controllers.reading import PRIVATE, read_secret, refused, visitor_of
from core.accounts.cookies import LOGIN, drop_login, put_device, put_login
from core.accounts.domain import totp
from core.accounts.domain.addresses import safe_next
from core.accounts.domain.passwords import SHORTEST
from core.acting import Act
from core.codes import qr_svg
from core.errors import Refused, TooMany
from core.registry import current
from core.text.i18n import lazy
from core.web.access import forget, identify, public
from core.web.forms import read_form
from core.web.pages import page, redirect

PATHS = {"factor": "/login/code", "setup": "/login/setup"}


class PasswordFields(msgspec.Struct, frozen=True):
    """First step."""

    username: Annotated[str, msgspec.Meta(max_length=200, extra={"label": lazy("Tên đăng nhập")})]
    password: Annotated[str, msgspec.Meta(extra={"label": lazy("Mật khẩu")})]
    next: str = ""


class CodeFields(msgspec.Struct, frozen=True):
    """Second step."""

    code: Annotated[str, msgspec.Meta(max_length=40, extra={"label": lazy("Mã")})]
    next: str = ""


class NameFields(msgspec.Struct, frozen=True):
    """Who forgot the password."""

    username: Annotated[str, msgspec.Meta(max_length=200, extra={"label": lazy("Tên đăng nhập")})]


class NewPasswordFields(msgspec.Struct, frozen=True):
    """A password chosen by link."""

    new_password: Annotated[str, msgspec.Meta(extra={"label": lazy("Mật khẩu mới")})]


class LoginController(Controller):
    """From nobody to somebody, one step at a time."""

    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/login")
    async def ask_password(self, request: Request[Any, Any, Any], next: FromQuery[str] = "") -> Response[Any]:  # noqa: A002 -- the address says next
        """Show the first step; who is logged in already goes on."""
        if (await identify(request)).username:
            return redirect(safe_next(next))
        return page("accounts/login.html", request, headers=PRIVATE, form=None, next=safe_next(next))

    @post("/login", status_code=200)
    async def take_password(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Check the password and go on to the second step."""
        form = await read_form(request, PasswordFields)
        onward = safe_next(str(form.raw.get("next", "")))
        if form.value is not None:
            try:
                step = await login.with_password(
                    form.value.username, read_secret(form, "password"), visitor_of(request), act
                )
            except (Refused, TooMany) as error:
                return refused("accounts/login.html", request, form, error, next=onward)
            return _go(step, f"{PATHS[step.stage]}?next={quote(onward)}")
        return refused("accounts/login.html", request, form, next=onward)

    @get("/login/code")
    async def ask_code(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        next: FromQuery[str] = "",  # noqa: A002 -- the address says next
    ) -> Response[Any]:
        """Show the second step."""
        await login.half_login(request.cookies.get(LOGIN, ""), "factor", act)
        return page("accounts/code.html", request, headers=PRIVATE, form=None, next=safe_next(next))

    @post("/login/code", status_code=200)
    async def take_code(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Check the code and open the log-in."""
        form = await read_form(request, CodeFields)
        onward = safe_next(str(form.raw.get("next", "")))
        if form.value is not None:
            try:
                step = await login.with_code(
                    request.cookies.get(LOGIN, ""), read_secret(form, "code"), visitor_of(request), act
                )
            except (Refused, TooMany) as error:
                return refused("accounts/code.html", request, form, error, next=onward)
            forget(request)
            return _go(step, onward)
        return refused("accounts/code.html", request, form, next=onward)

    @get("/login/setup")
    async def ask_setup(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        next: FromQuery[str] = "",  # noqa: A002 -- the address says next
    ) -> Response[Any]:
        """Show the secret for the app, as QR code and as text."""
        shown = await _setup(request, act)
        return page("accounts/setup.html", request, headers=PRIVATE, form=None, next=safe_next(next), **shown)

    @post("/login/setup", status_code=200)
    async def take_setup(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Check the app's first code, open the log-in, and show the recovery codes this once."""
        form = await read_form(request, CodeFields)
        onward = safe_next(str(form.raw.get("next", "")))
        if form.value is None:
            return refused("accounts/setup.html", request, form, next=onward, **await _setup(request, act))
        try:
            step = await login.with_new_factor(
                request.cookies.get(LOGIN, ""), read_secret(form, "code"), visitor_of(request), act
            )
        except (Refused, TooMany) as error:
            return refused("accounts/setup.html", request, form, error, next=onward, **await _setup(request, act))
        forget(request)
        answer = page(
            "accounts/recovery_codes.html", request, headers=PRIVATE, codes=step.recovery_codes, onward=onward
        )
        return _with_cookies(answer, step)

    @get("/login/forgot")
    async def ask_name(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Show the form of a forgotten password."""
        return page("accounts/forgot.html", request, headers=PRIVATE, form=None, asked=False)

    @post("/login/forgot", status_code=200)
    async def send_link(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Have a link sent; the answer is the same for every name."""
        form = await read_form(request, NameFields)
        if form.value is None:
            return refused("accounts/forgot.html", request, form, asked=False)
        try:
            await forgotten.ask_for_link(form.value.username, act)
        except TooMany as error:
            return refused("accounts/forgot.html", request, form, error, asked=False)
        return page("accounts/forgot.html", request, headers=PRIVATE, form=None, asked=True)

    @get("/login/link/{token:str}")
    async def ask_new_password(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], token: FromPath[str]
    ) -> Response[Any]:
        """Show the form of an invitation or a reset."""
        account = await passwords.account_of_link(token, act)
        return page(
            "accounts/choose_password.html",
            request,
            headers=PRIVATE,
            form=None,
            account=account,
            shortest=SHORTEST,
            path=request.scope["path"],
        )

    @post("/login/link/{token:str}", status_code=200)
    async def take_new_password(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], token: FromPath[str]
    ) -> Response[Any]:
        """Set the password, use the link up, and go on to the second step."""
        form = await read_form(request, NewPasswordFields)
        error: Refused | None = None
        if form.value is not None:
            try:
                step = await passwords.choose_by_link(
                    token, read_secret(form, "new_password"), visitor_of(request), act
                )
                return _go(step, PATHS[step.stage])
            except Refused as refusal:
                error = refusal
        account = await passwords.account_of_link(token, act)
        return refused(
            "accounts/choose_password.html",
            request,
            form,
            error,
            account=account,
            shortest=SHORTEST,
            path=request.scope["path"],
        )

    @post("/logout", status_code=303)
    async def leave(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """End the log-in and have the browser forget what it kept of it."""
        await identify(request)
        await log_out(request.cookies.get(LOGIN, ""), act)
        answer = redirect("/login")
        # not "cookies": the device's cookie must stay, it keeps strangers from slowing this person down
        answer.headers["clear-site-data"] = '"cache", "storage"'
        answer.headers["cache-control"] = "no-store"
        drop_login(answer)
        return answer


def _go(step: login.Step, path: str) -> Response[Any]:
    return _with_cookies(redirect(path), step)


def _with_cookies(answer: Response[Any], step: login.Step) -> Response[Any]:
    put_login(answer, step.token)
    if step.stage == "full":
        put_device(answer, step.account_id)
    return answer


async def _setup(request: Request[Any, Any, Any], act: Act) -> dict[str, Any]:
    """Return what the page shows of the secret that is being set up."""
    half, account = await login.half_login(request.cookies.get(LOGIN, ""), "setup", act)
    secret = keys.unseal("totp", half.pending_totp or b"", account.id)
    return secret_context(secret, account.username)


def secret_context(secret: bytes, username: str) -> dict[str, Any]:
    """Return a secret as QR code (SVG) and as text in blocks of four, for a template."""
    address = totp.app_address(secret, username, current().settings.agency_name)
    # the SVG is drawn by our own code from base32 letters and percent signs only
    return {"qr": Markup(qr_svg(address)), "secret": totp.grouped(totp.secret_text(secret))}  # noqa: S704
