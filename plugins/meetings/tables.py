"""Meetings, who is invited to them, the links they got, and every answer ever given."""

from piccolo.columns import BigInt, BigSerial, Bytea, Integer, Text, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=(
        *("id", "unit_id", "convener", "uid", "sequence", "title", "kind", "starts_at", "ends_at", "place", "content"),
        *("expected", "urgent_reason", "answer_until", "status", "cancel_reason", "version", "search_key"),
        *("called_at", "changed_at"),
    ),
    personal=("chair", "contact", "called_by"),
)
class MeetingsMeeting(Table, schema="meetings", tablename="meetings_meeting"):
    """One meeting. uid and sequence are those of the calendar objects sent; version counts every change, for editors.

    convener: the convening body's name at the time. called_by: username.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    convener = Text(required=True, default=None)
    uid = Text(required=True, unique=True, default=None)
    sequence = Integer(default=0)
    title = Text(required=True, default=None)
    search_key = Text(required=True, default=None)
    kind = Text(required=True, default=None)
    chair = Text(required=True, default=None)
    starts_at = Timestamptz(required=True, default=None)
    ends_at = Timestamptz(required=True, default=None)
    place = Text(required=True, default=None)
    content = Text(required=True, default=None)
    expected = Text(required=True, default=None)
    contact = Text(required=True, default=None)
    urgent_reason = Text(required=True, default=None)
    answer_until = Timestamptz(required=True, default=None)
    status = Text(required=True, default=None)
    cancel_reason = Text(required=True, default=None)
    version = Integer(default=1)
    called_by = Text(required=True, default=None)
    called_at = Timestamptz(required=True, default=None)
    changed_at = Timestamptz(required=True, default=None)

    meetings_meeting_times_v1 = Check(ends_at > starts_at)
    meetings_meeting_deadline_v1 = Check(answer_until <= starts_at)
    meetings_meeting_status_v1 = Check("status IN ('called', 'cancelled')")
    meetings_meeting_kind_v1 = Check("kind IN ('briefing', 'working', 'deployment', 'review')")


@classified(
    internal=("id", "meeting_id", "person_id", "role", "answer", "answered_at", "source"),
    personal=("name", "position", "address", "reason", "substitute"),
)
class MeetingsInvitation(Table, schema="meetings", tablename="meetings_invitation"):
    """One invited person with the answer that counts now; an address is invited once to a meeting.

    person_id: in the address book, null for somebody typed by hand; name and position as they were at the time.
    """

    id = BigSerial(primary_key=True)
    meeting_id = BigInt(required=True, default=None)
    person_id = BigInt(null=True, default=None)
    name = Text(required=True, default=None)
    position = Text(required=True, default=None)
    address = Text(required=True, default=None)
    role = Text(required=True, default=None)
    answer = Text(required=True, default=None)
    reason = Text(required=True, default=None)
    substitute = Text(required=True, default=None)
    source = Text(required=True, default=None)
    answered_at = Timestamptz(null=True, default=None)

    meetings_invitation_answer_v1 = Check("answer IN ('waiting', 'accepted', 'tentative', 'declined')")
    meetings_invitation_role_v1 = Check("role IN ('chair', 'required', 'optional')")
    meetings_invitation_source_v1 = Check("source IN ('', 'link', 'staff')")


@classified(internal=("id", "invitation_id", "mail_id", "message_id", "made_at"), sensitive=("token_hash",))
class MeetingsLink(Table, schema="meetings", tablename="meetings_link"):
    """A link that was mailed: SHA-256 of its token, never the token. Every mail has its own; all of them work."""

    id = BigSerial(primary_key=True)
    invitation_id = BigInt(required=True, default=None, index=True)
    token_hash = Bytea(required=True, unique=True, default=None)
    mail_id = BigInt(required=True, default=None)
    message_id = Text(required=True, default=None)
    made_at = Timestamptz(required=True, default=None)


@classified(
    internal=("id", "invitation_id", "state", "source", "sequence", "answered_at", "answered_by"),
    personal=("reason", "substitute"),
)
class MeetingsAnswer(Table, schema="meetings", tablename="meetings_answer"):
    """Every answer given, append-only. sequence: the meeting's when it was given. answered_by: username, or empty."""

    id = BigSerial(primary_key=True)
    invitation_id = BigInt(required=True, default=None, index=True)
    state = Text(required=True, default=None)
    reason = Text(required=True, default=None)
    substitute = Text(required=True, default=None)
    source = Text(required=True, default=None)
    sequence = Integer(required=True, default=None)
    answered_at = Timestamptz(required=True, default=None)
    answered_by = Text(required=True, default=None)
