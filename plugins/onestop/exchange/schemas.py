"""What comes in about webhooks, and what goes back."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy

DeliveryState = Literal["waiting", "sending", "sent", "held", "dropped"]
EventName = Literal["dossier.received", "dossier.moved", "result.ready", "result.signed"]
Title = Annotated[str, Meta(min_length=2, max_length=120, extra={"label": lazy("Tên kết nối")})]
Address = Annotated[
    str,
    Meta(
        min_length=8,
        max_length=500,
        extra={"label": lazy("Địa chỉ nhận")},
        examples=["https://lgsp.example.vn/motcua"],
    ),
]
Events = Annotated[list[EventName], Meta(min_length=1, max_length=20, extra={"label": lazy("Sự kiện")})]


class NewWebhook(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A new address to tell. unit_id: the office whose dossiers it is told of, all offices below included."""

    title: Title
    url: Address
    events: Events
    unit_id: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Cơ quan")})]


class WebhookChange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What shall be true of it from now on. revision: as it was when the administrator looked at it."""

    title: Title
    url: Address
    events: Events
    active: bool = False
    revision: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class Webhook(Struct, frozen=True):
    """One address that is told of events. paused_reason: why the platform itself stopped. held: messages that wait."""

    id: int
    unit_id: int
    title: str
    url: str
    events: list[str]
    active: bool
    paused_reason: str
    previous_until: datetime | None
    created_at: datetime
    created_by_name: str
    revision: int
    waiting: int
    held: int


class WebhookWithSecret(Struct, frozen=True):
    """The answer to a new webhook or a changed secret: the only time that the secret is shown."""

    webhook: Webhook
    secret: str


class Delivery(Struct, frozen=True):
    """One message to one address. body: JSON as it is sent; last_status: of the receiver's last answer."""

    id: int
    webhook: int
    event_id: str
    event: str
    code: str
    body: str
    state: DeliveryState
    attempts: int
    next_try_at: datetime | None
    last_status: int | None
    last_error: str
    created_at: datetime
    sent_at: datetime | None
