"""The kernel's own tables: published events, their deliveries, and answers kept under idempotency keys."""

from piccolo.columns import JSONB, UUID, BigInt, BigSerial, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from core.data_classes import classified


@classified(internal=("id", "type", "at", "act", "body", "txid", "seq"))
class CoreEvent(Table, schema="core", tablename="core_event"):
    """One published event: the source of truth behind deliveries, webhooks and feeds; append-only.

    txid: of the transaction that published it; seq: its place among the events of that transaction. Together they are
    the order in which followers (`core.feed`) read: by seq alone an event that was committed late would be passed over.
    """

    id = UUID(primary_key=True, default=None)
    type = Text(required=True, default=None)
    at = Timestamptz(required=True, default=None)
    act = JSONB(required=True, default=None)
    body = JSONB(required=True, default=None)
    txid = BigInt(required=True, default=0)
    seq = BigSerial()


@classified(internal=("id", "name", "txid", "seq"))
class CoreFollower(Table, schema="core", tablename="core_follower"):
    """How far somebody who follows the events has read."""

    id = BigSerial(primary_key=True)
    name = Text(unique=True, required=True, default=None)
    txid = BigInt(required=True, default=None)
    seq = BigInt(required=True, default=None)


@classified(internal=("id", "event_id", "handler", "done_at"))
class CoreDelivery(Table, schema="core", tablename="core_delivery"):
    """An event that a subscriber has dealt with; (event_id, handler) is unique."""

    id = BigSerial(primary_key=True)
    event_id = UUID(required=True, default=None)
    handler = Text(required=True, default=None)
    done_at = Timestamptz(default=TimestamptzNow())


@classified(internal=("id", "key", "who", "digest", "answer", "at"))
class CoreAnswer(Table, schema="core", tablename="core_answer"):
    """The answer of a write that carried an idempotency key; (who, key) is unique."""

    id = BigSerial(primary_key=True)
    key = Text(required=True, default=None)
    who = Text(required=True, default=None)
    digest = Text(required=True, default=None)
    answer = JSONB(null=True, default=None)
    at = Timestamptz(default=TimestamptzNow())


@classified(internal=("id", "account_id", "list", "prefs"))
class CoreListPrefs(Table, schema="core", tablename="core_list_prefs"):
    """A reader's choices for one list; (account_id, list) is unique."""

    id = BigSerial(primary_key=True)
    account_id = BigInt(required=True, default=None)
    list = Text(required=True, default=None)
    prefs = JSONB(required=True, default=None)
