"""The administrator's page of the clock's rules and of warnings."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core import offices
from core.acting import Act
from core.errors import Refused
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import read_form
from core.web.pages import page, redirect
from plugins.onestop.access import MANAGE
from plugins.onestop.clock.commands.rules import add_rule, add_warning, end_rule, switch_warning
from plugins.onestop.clock.domain.rules import AGENCY
from plugins.onestop.clock.domain.warnings import WarningRule
from plugins.onestop.clock.queries.rules import StoredRule, overdrawn_procedures, stored_rules
from plugins.onestop.clock.queries.warnings import warning_rules
from plugins.onestop.clock.schemas import NewClockRule, NewWarningRule
from plugins.onestop.clock.wording import (
    ADDRESSEES,
    KINDS,
    WATCHED,
    overdrawn_sentence,
    rule_words,
    subject_words,
    when_words,
)
from plugins.onestop.listing import STATES

HOME = "/staff/clock/rules"
DONE = {
    "saved": lazy("Đã lưu. Hồ sơ tiếp nhận trong thời gian quy tắc có hiệu lực sẽ theo quy tắc này."),
    "ended": lazy("Quy tắc hết hiệu lực từ hôm nay. Hồ sơ đã nhận trước đó vẫn theo quy tắc cũ."),
    "warning": lazy("Đã lưu quy tắc cảnh báo."),
}


class RulePages(Controller):
    """Rules as dated data."""

    path = HOME
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def rules(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], done: FromQuery[str] = ""
    ) -> Response[str]:
        """Show every rule, those that nobody has verified marked, and what does not fit together."""
        overdrawn = [(code, name, overdrawn_sentence(found)) for code, name, found in await overdrawn_procedures(act)]
        return page(
            "onestop/clock/rules.html",
            request,
            rules=[_rule_line(one) for one in await stored_rules()],
            warnings=[_warning_line(one) for one in await warning_rules()],
            today=offices.office_day(act.at),
            overdrawn=overdrawn,
            flashes=[{"text": str(DONE[done])}] if done in DONE else [],
        )

    @get("/new")
    async def ask(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Show the form of a rule."""
        return page("onestop/clock/rule_form.html", request, form=None, **_choices())

    @post("/new", status_code=200)
    async def add(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Save a rule."""
        form = await read_form(request, NewClockRule)
        if form.value is not None:
            try:
                await add_rule(form.value, act, form.key)
                return redirect(f"{HOME}?done=saved")
            except Refused as refusal:
                form.refuse(refusal)
        return page("onestop/clock/rule_form.html", request, status_code=422, form=form, **_choices())

    @post("/{rule_id:int}/end", status_code=303)
    async def end(self, act: NamedDependency[Act], rule_id: FromPath[int]) -> Response[Any]:
        """End a rule today."""
        await end_rule(rule_id, act)
        return redirect(f"{HOME}?done=ended")

    @get("/warnings/new")
    async def ask_warning(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Show the form of a warning."""
        return page("onestop/clock/warning_form.html", request, form=None, **_choices())

    @post("/warnings/new", status_code=200)
    async def add_warning(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Save a rule of warnings."""
        form = await read_form(request, NewWarningRule)
        if form.value is not None:
            await add_warning(form.value, act, form.key)
            return redirect(f"{HOME}?done=warning")
        return page("onestop/clock/warning_form.html", request, status_code=422, form=form, **_choices())

    @post("/warnings/{rule_id:int}/switch", status_code=303)
    async def switch(self, act: NamedDependency[Act], rule_id: FromPath[int]) -> Response[Any]:
        """Switch a rule of warnings off or on."""
        await switch_warning(rule_id, act)
        return redirect(f"{HOME}?done=warning")


def _rule_line(stored: StoredRule) -> dict[str, Any]:
    rule = stored.rule
    titles = {"kind": KINDS[rule.kind], "amount": rule_words(rule), "subject": subject_words(rule.subject)}
    return {"stored": stored, "rule": rule, **titles}


def _warning_line(rule: WarningRule) -> dict[str, Any]:
    titles = {"watched": WATCHED[rule.watched], "tells": ADDRESSEES[rule.tells], "when": when_words(rule.minutes)}
    return {"rule": rule, "state": subject_words(rule.state), **titles}


def _choices() -> dict[str, Any]:
    states = [(code, str(tag.label)) for code, tag in STATES.items()]
    units = [("minute", _("phút làm việc")), ("hour", _("giờ làm việc")), ("working_day", _("ngày làm việc"))]
    return {
        "key": uuid.uuid4().hex,
        "kinds": [(kind, str(title)) for kind, title in KINDS.items()],
        "states": states,
        "subjects": [(AGENCY, subject_words(AGENCY)), *states],
        "units": units,
        "watched": [(code, str(title)) for code, title in WATCHED.items()],
        "addressees": [(code, str(title)) for code, title in ADDRESSEES.items()],
    }
