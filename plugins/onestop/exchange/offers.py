"""What the exchange with other systems contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import SETUP


def permissions() -> Sequence[c.Permission]:
    from plugins.onestop.exchange.access import PERMISSIONS

    return PERMISSIONS


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Kết nối hệ thống khác"), "/staff/webhooks", "plug", "onestop.exchange", 614, SETUP)]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.exchange.controllers.api import WebhookApi
    from plugins.onestop.exchange.controllers.dossiers import DossierPartsApi
    from plugins.onestop.exchange.controllers.pages import WebhookPages

    return [WebhookPages, WebhookApi, DossierPartsApi]


def jobs() -> Sequence[c.JobKind]:
    from plugins.onestop.exchange import jobs as work
    from plugins.onestop.exchange.payloads import ForgetMessages, Relay, SendMessages

    return [
        c.JobKind(Relay, work.relay, concurrency=1),
        c.JobKind(SendMessages, work.send, concurrency=8, seconds=180.0),
        c.JobKind(ForgetMessages, work.forget, concurrency=1),
    ]


def schedules() -> Sequence[c.Schedule]:
    from plugins.onestop.exchange.payloads import ForgetMessages, Relay

    return [c.Schedule("* * * * *", Relay()), c.Schedule("40 19 * * *", ForgetMessages())]  # 02:40 in Vietnam


def metrics() -> Sequence[c.MetricSource]:
    from plugins.onestop.exchange.queries import count_by_state

    return [
        c.MetricSource("motcua_webhook_messages", "Messages to other systems not yet sent.", count_by_state, "state")
    ]


def services() -> Sequence[c.Service]:
    from plugins.onestop.attachments import DossierAttachments, DossierFiles

    return [c.Service(DossierAttachments, DossierFiles())]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.webhooks", c.later("plugins.onestop.exchange.demo:load_webhooks"), 330)]
