"""Tables of the notices to citizens and staff."""

from piccolo.columns import UUID, Array, BigInt, BigSerial, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified
from plugins.onestop.tables import Dossier


@classified(internal=("id", "dossier", "agreed", "changed_at", "changed_by_name"), personal=("email",))
class Contact(Table, schema="onestop", tablename="onestop_contact"):
    """Where and whether whoever filed a dossier wants to be told. agreed: said so; without it nothing is sent."""

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.cascade, null=False, unique=True, required=True, default=None)
    email = Varchar(length=254, required=True, default="")
    agreed = Boolean(required=True, default=False)
    changed_at = Timestamptz(required=True, default=None)
    changed_by_name = Text(required=True, default="")


@classified(
    internal=(
        *("id", "authority_id", "enabled", "text_channels", "quiet_from", "quiet_to", "tell_staff", "revision"),
        *("changed_at", "changed_by_name"),
    )
)
class NoticeRules(Table, schema="onestop", tablename="onestop_notice_rules"):
    """How one office tells people; without a row `telling.domain.rules.DEFAULT` holds.

    text_channels: in the order in which they are tried. quiet_from, quiet_to: "21:00" in the office's zone; in between
    no telephone is made to ring.
    """

    id = BigSerial(primary_key=True)
    authority_id = BigInt(unique=True, required=True, default=None)
    enabled = Boolean(required=True, default=True)
    text_channels = Array(Text(), required=True, default=None)
    quiet_from = Varchar(length=5, required=True, default=None)
    quiet_to = Varchar(length=5, required=True, default=None)
    tell_staff = Boolean(required=True, default=False)
    revision = Integer(required=True, default=1)
    changed_at = Timestamptz(required=True, default=None)
    changed_by_name = Text(required=True, default=None)


@classified(
    internal=("id", "authority_id", "event", "medium", "subject", "body", "revision", "changed_at", "changed_by_name")
)
class NoticeTemplate(Table, schema="onestop", tablename="onestop_notice_template"):
    """An office's own words for one event; without a row `telling.domain.templates.SHIPPED` holds.

    medium: mail | text.
    """

    id = BigSerial(primary_key=True)
    authority_id = BigInt(required=True, default=None)
    event = Varchar(length=30, required=True, default=None)
    medium = Varchar(length=10, required=True, default=None)
    subject = Text(required=True, default="")
    body = Text(required=True, default=None)
    revision = Integer(required=True, default=1)
    changed_at = Timestamptz(required=True, default=None)
    changed_by_name = Text(required=True, default=None)


@classified(
    internal=(
        *("id", "dossier", "unit_id", "event_id", "event", "audience", "channel", "state", "attempts", "next_try_at"),
        *("claimed_at", "last_error", "mail_id", "created_at", "sent_at"),
    ),
    personal=("address", "name", "subject", "body"),
)
class Notice(Table, schema="onestop", tablename="onestop_notice"):
    """One notice to one person by one channel: the source of truth.

    audience: citizen | staff. channel: "mail", or the name of a contributed channel. mail_id: the mail that carries
    it, whose state is then the notice's; state: waiting | sending | sent | failed | withheld of the other channels.
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    event_id = UUID(null=True, default=None)
    event = Varchar(length=30, required=True, default=None)
    audience = Varchar(length=10, required=True, default=None)
    channel = Varchar(length=20, required=True, default=None)
    address = Text(required=True, default=None)
    name = Text(required=True, default="")
    subject = Text(required=True, default="")
    body = Text(required=True, default=None)
    state = Varchar(length=10, required=True, default="waiting")
    attempts = Integer(required=True, default=0)
    next_try_at = Timestamptz(null=True, default=None)
    claimed_at = Timestamptz(null=True, default=None)
    last_error = Text(required=True, default="")
    mail_id = BigInt(null=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
