from piccolo.columns import BigInt, BigSerial, Bytea, Integer, Text, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=(
        *("id", "unit_id", "kind", "subject_type", "subject_id", "message_id", "state", "attempts"),
        *("next_try_at", "claimed_at", "last_error", "created_at", "sent_at"),
    ),
    personal=("to_address", "to_name", "subject"),
    sensitive=("sealed_message",),
)
class NoticesOutgoingMail(Table, schema="notices", tablename="notices_outgoing_mail"):
    """One mail to one person: the source of truth; the queue only carries its id.

    sealed_message: the built mail, encrypted (it holds personal links), dropped some time after sending.
    claimed_at: when the worker last took it in hand. unit_id: whose staff may see it.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    kind = Text(required=True, default=None)
    subject_type = Text(required=True, default=None)
    subject_id = Text(required=True, default=None)
    to_address = Text(required=True, default=None)
    to_name = Text(required=True, default=None)
    subject = Text(required=True, default=None)
    sealed_message = Bytea(null=True, default=None)
    message_id = Text(required=True, unique=True, default=None)
    state = Text(required=True, default=None)
    attempts = Integer(default=0)
    next_try_at = Timestamptz(null=True, default=None)
    claimed_at = Timestamptz(null=True, default=None)
    last_error = Text(required=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    sent_at = Timestamptz(null=True, default=None)

    notices_outgoing_mail_state_v1 = Check("state IN ('created', 'sending', 'waiting', 'sent', 'failed', 'withheld')")
    notices_outgoing_mail_waiting_v1 = Check((state != "waiting") | next_try_at.is_not_null())
    notices_outgoing_mail_sent_v1 = Check((state != "sent") | sent_at.is_not_null())
