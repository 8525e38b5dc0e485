"""Tables of the exchange with other systems."""

from piccolo.columns import (
    UUID,
    Array,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=(
        *("id", "unit_id", "title", "url", "events", "active", "paused_reason", "previous_until", "created_at"),
        *("created_by_name", "revision"),
    ),
    sensitive=("sealed_secret", "sealed_previous"),
)
class Webhook(Table, schema="onestop", tablename="onestop_webhook"):
    """An address of another system that is told of events of one unit and everything below it.

    events: names of `exchange.messages`. sealed_previous: the secret before the last change, which still signs
    until previous_until. paused_reason: why the platform itself stopped sending; empty when a person did.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    title = Text(required=True, default=None)
    url = Text(required=True, default=None)
    events = Array(Text(), required=True, default=None)
    sealed_secret = Bytea(required=True, default=None)
    sealed_previous = Bytea(null=True, default=None)
    previous_until = Timestamptz(null=True, default=None)
    active = Boolean(required=True, default=True)
    paused_reason = Text(required=True, default="")
    created_at = Timestamptz(required=True, default=None)
    created_by_name = Text(required=True, default=None)
    revision = Integer(required=True, default=1)


@classified(
    internal=(
        *("id", "webhook", "event_id", "event", "dossier_id", "code", "body", "state", "attempts", "next_try_at"),
        *("claimed_at", "last_status", "last_error", "created_at", "sent_at"),
    )
)
class WebhookDelivery(Table, schema="onestop", tablename="onestop_webhook_delivery"):
    """One message to one address: the source of truth; the queue only carries the webhook's id.

    body: as it is signed and sent, without personal data. state: waiting | sending | sent | held | dropped.
    """

    id = BigSerial(primary_key=True)
    webhook = ForeignKey(Webhook, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    event_id = UUID(required=True, default=None)
    event = Varchar(length=60, required=True, default=None)
    dossier_id = BigInt(null=True, default=None)
    code = Text(required=True, default="")
    body = Text(required=True, default=None)
    state = Varchar(length=10, required=True, default="waiting")
    attempts = Integer(required=True, default=0)
    next_try_at = Timestamptz(null=True, default=None)
    claimed_at = Timestamptz(null=True, default=None)
    last_status = Integer(null=True, default=None)
    last_error = Text(required=True, default="")
    created_at = Timestamptz(required=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
