"""Tables of the queue. A dossier is named by its number, never by a foreign key: its table may be partitioned."""

from piccolo.columns import (
    Array,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified


@classified(
    public=("id", "unit_id", "priorities", "only_open_hours"), internal=("priority_every", "most_a_day", "revision")
)
class QueueOffice(Table, schema="onestop", tablename="onestop_queue_office"):
    """How a desk runs its queue: the rules are data, each desk has its own.

    priority_every: every how many-th call goes to somebody with priority, if one waits; 1: always, 0: never.
    priorities: kinds that the kiosk offers. only_open_hours: the kiosk gives no numbers outside the office hours.
    most_a_day: tickets of one service a day, against a kiosk that somebody plays with.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(unique=True, required=True, default=None)
    priority_every = SmallInt(required=True, default=2)
    priorities = Array(Varchar(length=20), required=True, default=None)
    only_open_hours = Boolean(required=True, default=True)
    most_a_day = Integer(required=True, default=500)
    revision = Integer(required=True, default=1)


@classified(public=("id", "unit_id", "letter", "name", "position", "active"), internal=("usual_minutes", "revision"))
class QueueService(Table, schema="onestop", tablename="onestop_queue_service"):
    """What people can take a number for.

    letter: first part of its numbers. usual_minutes: at a counter, before the day has figures of its own.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    letter = Varchar(length=2, required=True, default=None)
    name = Text(required=True, default=None)
    usual_minutes = SmallInt(required=True, default=10)
    position = SmallInt(required=True, default=0)
    active = Boolean(required=True, default=True)
    revision = Integer(required=True, default=1)


@classified(
    public=("id", "unit_id", "number", "name", "services", "active"),
    internal=("clerk_id", "clerk_name", "since", "revision"),
)
class QueueCounter(Table, schema="onestop", tablename="onestop_queue_counter"):
    """A counter of a desk. services: ids of what is done there. clerk: who sits there since when; nobody: closed."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    number = SmallInt(required=True, default=None)
    name = Text(required=True, default="")
    services = Array(BigInt(), required=True, default=None)
    active = Boolean(required=True, default=True)
    clerk_id = BigInt(null=True, default=None)
    clerk_name = Text(required=True, default="")
    since = Timestamptz(null=True, default=None)
    revision = Integer(required=True, default=1)


@classified(internal=("id", "service", "day", "last"))
class QueueLine(Table, schema="onestop", tablename="onestop_queue_line"):
    """The last number that a service gave on a local day; one row per (service, day), locked while one is given."""

    id = BigSerial(primary_key=True)
    service = ForeignKey(QueueService, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    day = Date(required=True, default=None)
    last = Integer(required=True, default=None)


@classified(
    public=("id", "unit_id", "service", "day", "number", "label", "state", "counter", "calls"),
    internal=(
        "origin",
        "only_counter",
        "revision",
        "taken_at",
        "called_at",
        "first_called_at",
        "started_at",
        "ended_at",
        "clerk_id",
        "clerk_name",
        "digest",
        "dossiers",
    ),
    personal=("priority",),
)
class QueueTicket(Table, schema="onestop", tablename="onestop_queue_ticket"):
    """One number on one day. origin: the service that gave the number; service: the one it waits for now.

    only_counter: it waits for this counter. counter: where it was called to last. calls: how often. digest: of the code
    on the ticket. dossiers: numbers of those taken in while it was served. Nobody's name is kept.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    origin = ForeignKey(QueueService, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    service = ForeignKey(QueueService, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    day = Date(required=True, default=None)
    number = Integer(required=True, default=None)
    label = Varchar(length=10, required=True, default=None)
    priority = Varchar(length=20, required=True, default="")
    state = Varchar(length=10, required=True, default="waiting")
    counter = ForeignKey(QueueCounter, on_delete=OnDelete.restrict, null=True, default=None)
    only_counter = ForeignKey(QueueCounter, on_delete=OnDelete.restrict, null=True, default=None)
    revision = Integer(required=True, default=1)
    calls = SmallInt(required=True, default=0)
    taken_at = Timestamptz(required=True, default=None)
    called_at = Timestamptz(null=True, default=None)
    first_called_at = Timestamptz(null=True, default=None)
    started_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    clerk_id = BigInt(null=True, default=None)
    clerk_name = Text(required=True, default="")
    digest = Bytea(unique=True, required=True, default=None)
    dossiers = Array(Varchar(length=64), required=True, default=None)


@classified(internal=("id", "ticket", "at", "action", "source", "target", "counter", "person_id", "person_name"))
class QueueEvent(Table, schema="onestop", tablename="onestop_queue_event"):
    """The append-only history of a ticket."""

    id = BigSerial(primary_key=True)
    ticket = ForeignKey(QueueTicket, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    action = Varchar(length=10, required=True, default=None)
    source = Varchar(length=10, required=True, default="")
    target = Varchar(length=10, required=True, default="")
    counter = BigInt(null=True, default=None)
    person_id = BigInt(null=True, default=None)
    person_name = Text(required=True, default="")


TABLES = (QueueOffice, QueueService, QueueCounter, QueueLine, QueueTicket, QueueEvent)
