"""Events and maintenance on screen."""

import secrets
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream
from msgspec import Meta, Struct

from core.acting import Act, Principal
from core.errors import Missing, Refused
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.assets.alerts import commands, queries
from plugins.assets.alerts.listing import REPEATS, SEVERITIES, detail_words, events_view, kind_words
from plugins.assets.alerts.schemas import NewWindow
from plugins.assets.inventory.views import STATE_TAGS, unit_choices

Web = Request[Any, Any, Any]
EVENTS = "/staff/events"
MAINTENANCE = "/staff/maintenance"


class Confirm(Struct, frozen=True):
    """The chosen events, and what is being done about them."""

    key: list[int]
    note: Annotated[str, Meta(max_length=500, extra={"label": lazy("Đang xử lý thế nào")})] = ""


class EventPages(Controller):
    """Pages below /staff/events."""

    path = EVENTS
    include_in_schema = False

    @get(guards=[requires(queries.READ)])
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """List the events, what is new on top."""
        return await list_response(events_view(), request, principal)

    @get("/{number:int}", guards=[requires(queries.READ)])
    async def one(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Show an event with what stands behind it."""
        event = await queries.event(number, act.who)
        return page(
            "assets/alerts/event.html",
            request,
            event=event,
            title=kind_words(event.kind, event.cause),
            detail=detail_words(event),
            severity=SEVERITIES[event.severity],
            behind=[(one, STATE_TAGS[one.state]) for one in await queries.behind(event.behind)],
            may_confirm=event.seen_at is None and act.who.may(commands.MONITOR, event.unit_id),
        )

    @post("/confirm", guards=[requires(commands.MONITOR)], status_code=303)
    async def confirm(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Say that the chosen events are seen."""
        chosen = (await read_form(request, Confirm)).checked()
        await commands.confirm(chosen.key, chosen.note, act)
        return redirect(EVENTS if len(chosen.key) != 1 else f"{EVENTS}/{chosen.key[0]}")


class MaintenancePages(Controller):
    """Pages below /staff/maintenance."""

    path = MAINTENANCE
    include_in_schema = False
    guards = [requires(commands.MONITOR)]  # noqa: RUF012 -- Litestar's own way to declare guards

    @get()
    async def listed(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """Show what is planned, and the form for more."""
        return await _maintenance(request, act, None)

    @post(status_code=303)
    async def plan(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Plan a time of maintenance."""
        form = await read_form(request, NewWindow)
        try:
            await commands.plan_window(form.checked(), act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
        except Missing as error:
            form.refuse(Refused(str(error)))
        else:
            return redirect(MAINTENANCE)
        return await _maintenance(request, act, form)

    @post("/{number:int}/end", status_code=303)
    async def end(self, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """End one before its time."""
        await commands.end_window(number, act)
        return redirect(MAINTENANCE)


async def _maintenance(request: Web, act: Act, form: Form[NewWindow] | None) -> Response[str]:
    units = None if act.who.everything else sorted(act.who.units(commands.MONITOR))
    choices = [(choice.value, choice.label) for choice in await unit_choices(act.who, commands.MONITOR)]
    return page(
        "assets/alerts/maintenance.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        units=choices,
        unit_names={int(value): label for value, label in choices},
        windows=[(one, REPEATS[one.repeats]) for one in await queries.windows(units, act.at)],
        repeats=[(key, str(title)) for key, title in REPEATS.items()],
    )
