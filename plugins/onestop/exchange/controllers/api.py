"""Webhooks for programs: who is told of events, and what became of the messages."""

from typing import Annotated

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from core.acting import Act
from core.web.access import requires
from plugins.onestop.access import scope
from plugins.onestop.exchange import queries
from plugins.onestop.exchange.access import EXCHANGE
from plugins.onestop.exchange.commands import deliveries, webhooks
from plugins.onestop.exchange.limits import limited
from plugins.onestop.exchange.problems import READING, WRITING, problems
from plugins.onestop.exchange.schemas import (
    Delivery,
    DeliveryState,
    NewWebhook,
    Webhook,
    WebhookChange,
    WebhookWithSecret,
)


class WebhookApi(Controller):
    """Webhooks of the offices in which the caller may connect other systems."""

    path = "/api/onestop/webhooks"
    guards = [requires(EXCHANGE), limited]  # noqa: RUF012 -- Litestar's own way to declare guards
    tags = ["onestop-webhooks"]  # noqa: RUF012 -- Litestar's own way to group operations

    @get(responses=problems(*READING))
    async def index(self, act: NamedDependency[Act]) -> list[Webhook]:
        """Return the webhooks, the oldest first."""
        return await queries.webhooks(scope(act.who, EXCHANGE), act.at)

    @post(responses=problems(*WRITING))
    async def create(self, act: NamedDependency[Act], data: NewWebhook) -> WebhookWithSecret:
        """Connect another system; the answer is the only place where its secret is shown."""
        return await webhooks.create(data, act)

    @get("/{webhook_id:int}", responses=problems(*READING, 404))
    async def one(self, act: NamedDependency[Act], webhook_id: FromPath[int]) -> Webhook:
        """Return one webhook."""
        return await webhooks.one(webhook_id, act)

    @put("/{webhook_id:int}", responses=problems(*WRITING, 404))
    async def change(self, act: NamedDependency[Act], webhook_id: FromPath[int], data: WebhookChange) -> Webhook:
        """Change a webhook; 409 when somebody changed it since this revision."""
        return await webhooks.change(webhook_id, data, act)

    @delete("/{webhook_id:int}", responses=problems(*READING, 404))
    async def remove(self, act: NamedDependency[Act], webhook_id: FromPath[int]) -> None:
        """End the connection; messages that wait are dropped."""
        await webhooks.remove(webhook_id, act)

    @post("/{webhook_id:int}/secret", status_code=200, responses=problems(*READING, 404))
    async def rotate(self, act: NamedDependency[Act], webhook_id: FromPath[int]) -> WebhookWithSecret:
        """Make a new secret; for 24 hours messages carry signatures of both."""
        return await webhooks.rotate(webhook_id, act)

    @post("/{webhook_id:int}/test", status_code=202, responses=problems(*READING, 404))
    async def test(self, act: NamedDependency[Act], webhook_id: FromPath[int]) -> None:
        """Send a message that stands for nothing."""
        await deliveries.send_test(webhook_id, act)

    @get("/{webhook_id:int}/deliveries", responses=problems(*READING, 404))
    async def messages(
        self,
        act: NamedDependency[Act],
        webhook_id: FromPath[int],
        wanted: Annotated[DeliveryState | None, QueryParameter(name="state")] = None,
        after: Annotated[int, QueryParameter(ge=0, le=2**62)] = 0,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> list[Delivery]:
        """Return messages with ids above `after`, oldest first; the next page is asked for with the last id."""
        await webhooks.one(webhook_id, act)
        return await queries.deliveries(webhook_id, scope(act.who, EXCHANGE), wanted or "", after, limit)

    @post("/deliveries/{delivery_id:int}/send", status_code=200, responses=problems(*READING, 404, 409))
    async def send_again(self, act: NamedDependency[Act], delivery_id: FromPath[int]) -> Delivery:
        """Send a message again, whatever became of it."""
        return await deliveries.send_again(delivery_id, act)

    @post("/deliveries/{delivery_id:int}/drop", status_code=200, responses=problems(*READING, 404, 409))
    async def drop(self, act: NamedDependency[Act], delivery_id: FromPath[int]) -> Delivery:
        """Give a message up, so that later ones of its dossier can go."""
        return await deliveries.drop(delivery_id, act)
