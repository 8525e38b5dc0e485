"""Pages on which an office decides how people are told, and in which words."""

from typing import Any, cast

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core import offices
from core.acting import Act
from core.contracts.offices import Unit
from core.errors import Conflict, Missing, Refused
from core.registry import current
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.exchange.access import own_offices
from plugins.onestop.settings import onestop_settings
from plugins.onestop.telling import queries
from plugins.onestop.telling.access import NOTICES
from plugins.onestop.telling.commands import writing
from plugins.onestop.telling.domain.templates import (
    EVENTS,
    FIELDS,
    LONGEST,
    ONLY_IN_MAIL,
    SHIPPED,
    Medium,
    Template,
    faults,
    filled,
)
from plugins.onestop.telling.schemas import RulesGiven, TemplateGiven
from plugins.onestop.telling.wording import MEDIA, channel_words

HOME = "/staff/notices"
DONE = {"rules": lazy("Đã lưu quy tắc thông báo."), "saved": lazy("Đã lưu mẫu."), "reset": lazy("Đã dùng lại mẫu gốc.")}
EXAMPLE = {
    "nguoi_nhan": "Nguyễn Minh Hòa",
    "ma_ho_so": "000.00.15.H39-171122-0001",
    "thu_tuc": "Cấp Giấy xác nhận tình trạng hôn nhân",
    "hen_tra": "16:30 29/11/2017",
    "ly_do": "Thiếu bản sao giấy xác nhận cư trú",
}


class NoticePages(Controller):
    """How people are told."""

    path = HOME
    guards = [requires(NOTICES)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(self, act: NamedDependency[Act], unit: FromQuery[int] = 0) -> Response[Any]:
        """Go to the office asked for, else to the reader's first one."""
        found = await own_offices(act.who, NOTICES, offices.office_day(act.at))
        chosen = next((one for one in found if one.id == unit), found[0] if found else None)
        if chosen is None:
            raise Missing
        return redirect(f"{HOME}/{chosen.id}")

    @get("/{unit_id:int}")
    async def show(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        unit_id: FromPath[int],
        done: FromQuery[str] = "",
    ) -> Response[str]:
        """Show the rules of an office and its words for every event."""
        return await _rules_page(request, act, unit_id, None, done)

    @post("/{unit_id:int}", status_code=200)
    async def change(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], unit_id: FromPath[int]
    ) -> Response[Any]:
        """Change the rules."""
        await _office(unit_id, act)
        form = await read_form(request, RulesGiven)
        if form.value is not None:
            try:
                await writing.change_rules(unit_id, form.value, act)
                return redirect(f"{HOME}/{unit_id}?done=rules")
            except Refused as refusal:
                form.refuse(refusal)
            except Conflict as conflict:
                form.refuse(Refused(conflict.problem))
        return await _rules_page(request, act, unit_id, form, "")

    @get("/{unit_id:int}/{event:str}/{medium:str}")
    async def words(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        unit_id: FromPath[int],
        event: FromPath[str],
        medium: FromPath[str],
    ) -> Response[str]:
        """Show the words for one event, to be changed."""
        return await _words_page(request, act, unit_id, event, medium, None)

    @post("/{unit_id:int}/{event:str}/{medium:str}", status_code=200)
    async def change_words(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        unit_id: FromPath[int],
        event: FromPath[str],
        medium: FromPath[str],
    ) -> Response[Any]:
        """Keep the words, show how they will look, or go back to the shipped ones."""
        await _office(unit_id, act)
        kind = _medium(event, medium)
        form = await read_form(request, TemplateGiven)
        given = form.value
        if given is not None and given.what == "reset":
            await writing.reset_template(unit_id, event, kind, act)
            return redirect(f"{HOME}/{unit_id}?done=reset")
        if given is not None and given.what == "save":
            try:
                template = Template(given.subject, given.body)
                await writing.change_template(unit_id, event, kind, template, given.revision, act)
                return redirect(f"{HOME}/{unit_id}?done=saved")
            except Refused as refusal:
                form.refuse(refusal)
            except Conflict as conflict:
                form.refuse(Refused(conflict.problem))
        elif given is not None:
            for fault in faults(Template(given.subject, given.body), kind):
                form.problems.append(writing.fault_problem(fault))
        return await _words_page(request, act, unit_id, event, medium, form)


async def _office(unit_id: int, act: Act) -> Unit:
    if not act.who.may(NOTICES, unit_id):
        raise Missing
    return await offices.unit(unit_id)


def _medium(event: str, medium: str) -> Medium:
    if (event, medium) not in SHIPPED:
        raise Missing
    return cast("Medium", medium)


async def _rules_page(
    request: Request[Any, Any, Any], act: Act, unit_id: int, form: Form[RulesGiven] | None, done: str
) -> Response[str]:
    unit = await _office(unit_id, act)
    changed = await queries.changed_templates(unit_id)
    settings = onestop_settings()
    gateways = {"sms": settings.sms.url, "zalo": settings.zalo.url}
    return page(
        "onestop/telling/rules.html",
        request,
        status_code=422 if form else 200,
        form=form,
        unit=unit,
        offices=await own_offices(act.who, NOTICES, offices.office_day(act.at)),
        own=await queries.rules_of(unit_id),
        channels=[
            (item.name, channel_words(item.name), bool(gateways.get(item.name, "own")))
            for item in current().all("notice_channels")
        ],
        has_mail=bool(current().settings.mail.host),
        words=[(event, str(title), _ways(event, changed)) for event, title in EVENTS.items()],
        flashes=[{"text": str(DONE[done])}] if done in DONE else [],
    )


def _ways(event: str, changed: set[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    return [(m, str(MEDIA[m]), (event, m) in changed) for m in ("mail", "text") if (event, m) in SHIPPED]


async def _words_page(
    request: Request[Any, Any, Any], act: Act, unit_id: int, event: str, medium: str, form: Form[TemplateGiven] | None
) -> Response[str]:
    unit = await _office(unit_id, act)
    kind = _medium(event, medium)
    own = await queries.template_of(unit_id, event, kind)
    if own is None:
        raise Missing
    shown = Template(str(form.raw.get("subject", "")), str(form.raw.get("body", ""))) if form else own.template
    values = EXAMPLE | {"co_quan": unit.agency, "tra_cuu": f"{current().settings.base_url.rstrip('/')}/tra-cuu"}
    return page(
        "onestop/telling/words.html",
        request,
        status_code=422 if form and form.problems else 200,
        form=form,
        unit=unit,
        own=own,
        event=str(EVENTS[event]),
        medium=kind,
        action=f"{HOME}/{unit_id}/{event}/{medium}",
        medium_title=str(MEDIA[medium]),
        fields=[(n, str(t)) for n, t in FIELDS.items() if medium == "mail" or n not in ONLY_IN_MAIL],
        longest=LONGEST[kind],
        preview=None if form and form.problems else filled(shown, values),
        note=_("Ví dụ với một hồ sơ tưởng tượng"),
    )
