"""The administrator's page of the office's days: what is known, what a change would move, and the change."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core import offices
from core.acting import Act
from core.errors import Refused
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import read_form
from core.web.pages import page, redirect
from core.worktime.days import vietnamese_holidays
from plugins.onestop.access import MANAGE
from plugins.onestop.clock.commands.days import add_days, foretell, foretell_without, verify_day, withdraw_day, words_of
from plugins.onestop.clock.queries.days import stored_days
from plugins.onestop.clock.schemas import NewDays
from plugins.onestop.office import holidays

HOME = "/staff/clock"
DONE = {
    "saved": lazy("Đã lưu. Các hồ sơ đang giải quyết được tính lại ngày hẹn ngay trong nền."),
    "doubt": lazy("Đã lưu nhưng chưa áp dụng, vì chưa kiểm chứng."),
    "withdrawn": lazy("Đã bỏ. Các hồ sơ đang giải quyết được tính lại ngày hẹn ngay trong nền."),
    "verified": lazy("Đã áp dụng. Các hồ sơ đang giải quyết được tính lại ngày hẹn ngay trong nền."),
}


class DayPages(Controller):
    """Days off and on, over those of the configuration."""

    path = HOME
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def days(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], done: FromQuery[str] = ""
    ) -> Response[str]:
        """Show the days of this year and the next, those of the configuration, and those added here."""
        this_year = offices.office_day(act.at).year
        shipped = holidays()
        return page(
            "onestop/clock/days.html",
            request,
            stored=await stored_days(),
            shipped=[change for change in reversed(shipped.changes) if change.day.year >= this_year - 1],
            national=[c for c in vietnamese_holidays(range(this_year, this_year + 2)) if c.day.year >= this_year],
            announced=shipped.announced_until,
            flashes=[{"text": str(DONE[done])}] if done in DONE else [],
        )

    @get("/days/new")
    async def ask(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Show the form."""
        return page("onestop/clock/day_form.html", request, form=None, preview=None)

    @post("/days/new", status_code=200)
    async def add(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Show what the change would move; save it when that was seen."""
        form = await read_form(request, NewDays)
        preview = None
        if form.value is not None:
            try:
                if form.value.seen:
                    await add_days(form.value, act, form.key)
                    return redirect(f"{HOME}?done={'saved' if form.value.verified else 'doubt'}")
                preview = await foretell(form.value, act)
            except Refused as refusal:
                form.refuse(refusal)
        return page(
            "onestop/clock/day_form.html",
            request,
            status_code=200 if preview else 422,
            form=form,
            preview=preview,
            words=words_of(form.value) if form.value else "",
            key=uuid.uuid4().hex,
        )

    @get("/days/{day_id:int}/withdraw")
    async def ask_withdraw(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], day_id: FromPath[int]
    ) -> Response[str]:
        """Show what taking a day back would move."""
        day, preview = await foretell_without(day_id, act)
        return page("onestop/clock/day_withdraw.html", request, day=day, preview=preview)

    @post("/days/{day_id:int}/withdraw", status_code=303)
    async def withdraw(self, act: NamedDependency[Act], day_id: FromPath[int]) -> Response[Any]:
        """Take a day back."""
        await withdraw_day(day_id, act)
        return redirect(f"{HOME}?done=withdrawn")

    @post("/days/{day_id:int}/verify", status_code=303)
    async def verify(self, act: NamedDependency[Act], day_id: FromPath[int]) -> Response[Any]:
        """Say that the decision was read."""
        await verify_day(day_id, act)
        return redirect(f"{HOME}?done=verified")
