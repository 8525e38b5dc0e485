"""Keys and trusted authorities: the administrator's page."""

from datetime import timedelta
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core import offices
from core.acting import Act
from core.errors import Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import scope
from plugins.onestop.exchange.access import own_offices
from plugins.onestop.signing import queries
from plugins.onestop.signing.access import KEYS
from plugins.onestop.signing.commands import keys
from plugins.onestop.signing.keys import KeyFile
from plugins.onestop.signing.schemas import NewKey, NewRoot
from plugins.onestop.signing.wording import EXPIRES_SOON_DAYS

HOME = "/staff/signing"
DONE = {
    "added": lazy("Đã đưa khóa vào dùng."),
    "retired": lazy("Đã ngừng dùng khóa và xóa phần bí mật."),
    "trusted": lazy("Đã thêm tổ chức chứng thực."),
    "removed": lazy("Đã bỏ tổ chức chứng thực."),
}


class SigningPages(Controller):
    """Keys with which results are signed, and authorities whose certificates are trusted."""

    path = HOME
    guards = [requires(KEYS)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], done: FromQuery[str] = ""
    ) -> Response[str]:
        """Show keys and authorities."""
        return await _page(request, act, done=done)

    @get("/keys/new")
    async def ask_key(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], unit: FromQuery[int] = 0
    ) -> Response[str]:
        """Show the form for a key file."""
        return await _key_page(request, act, None, unit)

    @post("/keys/new", status_code=200)
    async def add_key(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Take a key into use."""
        form = await read_form(request, NewKey)
        password = form.raw.get("password", "")
        try:
            content = await _file(form, keys.BIGGEST_FILE)
            if form.value is not None:
                await keys.add_key(form.value, KeyFile(content, str(password)), act)
                return redirect(f"{HOME}?done=added")
        except Refused as refusal:
            form.refuse(refusal)
        except Forbidden as refusal:
            form.refuse(Refused(Problem(str(refusal), "unit_id")))
        return await _key_page(request, act, form, 0)

    @post("/keys/{key_id:int}/retire", status_code=303)
    async def retire(self, act: NamedDependency[Act], key_id: FromPath[int]) -> Response[Any]:
        """Take a key out of use for good."""
        await keys.retire_key(key_id, act)
        return redirect(f"{HOME}?done=retired")

    @post("/roots", status_code=200)
    async def add_root(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Trust an authority."""
        form = await read_form(request, NewRoot)
        try:
            content = await _file(form, keys.BIGGEST_FILE)
            if form.value is not None:
                await keys.add_root(form.value, content, act)
                return redirect(f"{HOME}?done=trusted")
        except Refused as refusal:
            form.refuse(refusal)
        return await _page(request, act, form=form)

    @post("/roots/{root_id:int}/remove", status_code=303)
    async def remove_root(self, act: NamedDependency[Act], root_id: FromPath[int]) -> Response[Any]:
        """Trust an authority no longer."""
        await keys.remove_root(root_id, act)
        return redirect(f"{HOME}?done=removed")


async def _file(form: Form[Any], biggest: int) -> bytes:
    """Return the file of a form. Raises Refused for none, and for one that is too large to be what is asked for."""
    sent = form.files.get("file", [])
    content = await sent[0].read() if sent else b""
    if not content:
        raise Refused(Problem(_("Hãy chọn một tệp."), "file", "missing"))
    if len(content) > biggest:
        raise Refused(Problem(_("Tệp quá lớn."), "file", "too_large"))
    return content


async def _page(
    request: Request[Any, Any, Any], act: Act, *, form: Form[NewRoot] | None = None, done: str = ""
) -> Response[str]:
    found = await queries.keys(scope(act.who, KEYS))
    return page(
        "onestop/signing/keys.html",
        request,
        status_code=422 if form else 200,
        form=form,
        keys=found,
        units=await offices.units({key.unit_id for key in found}),
        roots=await queries.roots(),
        soon=act.at + timedelta(days=EXPIRES_SOON_DAYS),
        flashes=[{"text": str(DONE[done])}] if done in DONE else [],
    )


async def _key_page(
    request: Request[Any, Any, Any], act: Act, form: Form[NewKey] | None, unit_id: int
) -> Response[str]:
    day = offices.office_day(act.at)
    units = await own_offices(act.who, KEYS, day)
    if not units:
        raise Missing
    sent = str(form.raw.get("unit_id", "")) if form else str(unit_id)
    chosen = next((unit for unit in units if str(unit.id) == sent), units[0])
    people = await offices.people_of([chosen.id, *(u.id for u in await offices.children(chosen.id, day))], day)
    return page(
        "onestop/signing/key_new.html",
        request,
        status_code=422 if form else 200,
        form=form,
        units=[(unit.id, unit.name) for unit in units],
        chosen=chosen,
        people=[(person.id, f"{person.full_name} – {person.title}") for person in people],
    )
