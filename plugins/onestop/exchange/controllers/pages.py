"""Pages on which other systems are connected, and on which messages that did not arrive are seen and sent again."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Stream

from core import offices
from core.acting import Act, Principal
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.onestop.access import scope
from plugins.onestop.exchange import queries
from plugins.onestop.exchange.access import EXCHANGE, own_offices
from plugins.onestop.exchange.commands import deliveries, webhooks
from plugins.onestop.exchange.domain.signature import TOLERANCE_S
from plugins.onestop.exchange.listing import EVENTS, MESSAGES, STATES, WEBHOOKS
from plugins.onestop.exchange.messages import KINDS, TITLES
from plugins.onestop.exchange.schemas import NewWebhook, Webhook, WebhookChange

HOME = "/staff/webhooks"
DONE = {
    "saved": lazy("Đã lưu kết nối."),
    "removed": lazy("Đã xóa kết nối."),
    "tested": lazy("Đã gửi tin thử: kết quả hiện trong danh sách tin sau ít giây."),
    "again": lazy("Tin sẽ được gửi lại."),
    "dropped": lazy("Đã bỏ qua tin; các tin sau của hồ sơ được gửi tiếp."),
}


class Chosen(msgspec.Struct, frozen=True):
    """The messages chosen in the list."""

    key: Annotated[tuple[int, ...], msgspec.Meta(min_length=1, max_length=200, extra={"label": lazy("Tin được chọn")})]


class WebhookPages(Controller):
    """Connections with other systems."""

    path = HOME
    guards = [requires(EXCHANGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal], done: FromQuery[str] = ""
    ) -> Response[Any] | Stream:
        """List the connections of the reader's offices."""
        tabs = [(_("Kết nối"), HOME, True), (_("Tin đã gửi"), f"{HOME}/messages", False)]
        return await list_response(WEBHOOKS, request, principal, flashes=_flashes(done), tabs=_tabs(tabs))

    @get("/new")
    async def ask_new(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show the form for a new connection."""
        return await _form_page(request, act, None)

    @post("/new", status_code=200)
    async def create(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Make the connection and show its secret, once."""
        form = await read_form(request, NewWebhook)
        if form.value is not None:
            try:
                made = await webhooks.create(form.value, act)
                return await _show(request, made.webhook, act, secret=made.secret)
            except Refused as refusal:
                form.refuse(refusal)
            except Forbidden as refusal:
                form.refuse(Refused(Problem(str(refusal), "unit_id")))
        return await _form_page(request, act, form)

    @get("/{webhook_id:int}")
    async def show(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        webhook_id: FromPath[int],
        done: FromQuery[str] = "",
    ) -> Response[str]:
        """Show one connection with what waits and what is held."""
        return await _show(request, await webhooks.one(webhook_id, act), act, done=done)

    @post("/{webhook_id:int}", status_code=200)
    async def change(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], webhook_id: FromPath[int]
    ) -> Response[Any]:
        """Change a connection; with problems, show the form again as it was sent."""
        form = await read_form(request, WebhookChange)
        if form.value is not None:
            try:
                await webhooks.change(webhook_id, form.value, act)
                return redirect(f"{HOME}/{webhook_id}?done=saved")
            except Refused as refusal:
                form.refuse(refusal)
            except Conflict as conflict:
                form.refuse(Refused(conflict.problem))
        return await _show(request, await webhooks.one(webhook_id, act), act, form=form)

    @post("/{webhook_id:int}/secret", status_code=200)
    async def rotate(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], webhook_id: FromPath[int]
    ) -> Response[str]:
        """Make a new secret and show it, once."""
        made = await webhooks.rotate(webhook_id, act)
        return await _show(request, made.webhook, act, secret=made.secret)

    @post("/{webhook_id:int}/test", status_code=303)
    async def test(self, act: NamedDependency[Act], webhook_id: FromPath[int]) -> Response[Any]:
        """Send a message that stands for nothing."""
        await deliveries.send_test(webhook_id, act)
        return redirect(f"{HOME}/{webhook_id}?done=tested")

    @post("/{webhook_id:int}/remove", status_code=303)
    async def remove(self, act: NamedDependency[Act], webhook_id: FromPath[int]) -> Response[Any]:
        """End the connection."""
        await webhooks.remove(webhook_id, act)
        return redirect(f"{HOME}?done=removed")

    @get("/messages")
    async def messages(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal], done: FromQuery[str] = ""
    ) -> Response[Any] | Stream:
        """List the messages, the newest first."""
        tabs = [(_("Kết nối"), HOME, False), (_("Tin đã gửi"), f"{HOME}/messages", True)]
        return await list_response(MESSAGES, request, principal, flashes=_flashes(done), tabs=_tabs(tabs))

    @get("/messages/{delivery_id:int}")
    async def message(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], delivery_id: FromPath[int]
    ) -> Response[str]:
        """Show one message: what was sent, what the receiver answered."""
        found = await queries.delivery(delivery_id, scope(act.who, EXCHANGE))
        if found is None:
            raise Missing
        hook = await webhooks.one(found.webhook, act)
        return page(
            "onestop/exchange/message.html",
            request,
            sent=found,
            body=msgspec.json.format(found.body, indent=2),
            hook=hook,
            state=STATES[found.state],
            event=EVENTS[found.event],
        )

    @post("/messages/send", status_code=303)
    async def send_again(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Send the chosen messages again."""
        for delivery_id in (await read_form(request, Chosen)).checked().key:
            await deliveries.send_again(delivery_id, act)
        return redirect(f"{HOME}/messages?done=again")

    @post("/messages/drop", status_code=303)
    async def drop(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Give the chosen messages up."""
        for delivery_id in (await read_form(request, Chosen)).checked().key:
            await deliveries.drop(delivery_id, act)
        return redirect(f"{HOME}/messages?done=dropped")


async def _form_page(request: Request[Any, Any, Any], act: Act, form: Form[NewWebhook] | None) -> Response[str]:
    found = await own_offices(act.who, EXCHANGE, offices.office_day(act.at))
    return page(
        "onestop/exchange/webhook_new.html",
        request,
        status_code=422 if form else 200,
        form=form,
        offices=[(unit.id, unit.name) for unit in found],
        events=_event_choices(),
    )


async def _show(
    request: Request[Any, Any, Any],
    hook: Webhook,
    act: Act,
    *,
    form: Form[WebhookChange] | None = None,
    secret: str = "",
    done: str = "",
) -> Response[str]:
    latest = await queries.latest(hook.id, scope(act.who, EXCHANGE))
    return page(
        "onestop/exchange/webhook.html",
        request,
        status_code=422 if form else 200,
        form=form,
        hook=hook,
        unit=await offices.unit(hook.unit_id),
        secret=secret,
        events=_event_choices(),
        latest=[(line, STATES[line.state], EVENTS[line.event]) for line in latest],
        minutes=TOLERANCE_S // 60,
        flashes=_flashes(done),
    )


def _event_choices() -> list[tuple[str, str, str]]:
    return [(name, str(TITLES[name]), name) for name in KINDS]


def _flashes(done: str) -> list[dict[str, str]]:
    return [{"text": str(DONE[done])}] if done in DONE else []


def _tabs(items: list[tuple[str, str, bool]]) -> list[dict[str, Any]]:
    return [{"title": title, "path": path, "current": current} for title, path, current in items]
