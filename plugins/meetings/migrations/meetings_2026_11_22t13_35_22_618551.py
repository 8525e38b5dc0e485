from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import BigSerial
from piccolo.columns.column_types import Bytea
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-22T13:35:22:618551"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="meetings", description=DESCRIPTION
    )

    manager.add_table(
        class_name="MeetingsAnswer",
        tablename="meetings_answer",
        schema="meetings",
        columns=None,
    )

    manager.add_table(
        class_name="MeetingsLink",
        tablename="meetings_link",
        schema="meetings",
        columns=None,
    )

    manager.add_table(
        class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        schema="meetings",
        columns=None,
    )

    manager.add_table(
        class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        schema="meetings",
        columns=None,
    )

    manager.add_column(
        table_class_name="MeetingsAnswer",
        tablename="meetings_answer",
        column_name="id",
        db_column_name="id",
        column_class_name="BigSerial",
        column_class=BigSerial,
        params={
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsAnswer",
        tablename="meetings_answer",
        column_name="invitation_id",
        db_column_name="invitation_id",
        column_class_name="BigInt",
        column_class=BigInt,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsAnswer",
        tablename="meetings_answer",
        column_name="state",
        db_column_name="state",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsAnswer",
        tablename="meetings_answer",
        column_name="reason",
        db_column_name="reason",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsAnswer",
        tablename="meetings_answer",
        column_name="substitute",
        db_column_name="substitute",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsAnswer",
        tablename="meetings_answer",
        column_name="source",
        db_column_name="source",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsAnswer",
        tablename="meetings_answer",
        column_name="sequence",
        db_column_name="sequence",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsAnswer",
        tablename="meetings_answer",
        column_name="answered_at",
        db_column_name="answered_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsAnswer",
        tablename="meetings_answer",
        column_name="answered_by",
        db_column_name="answered_by",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsLink",
        tablename="meetings_link",
        column_name="id",
        db_column_name="id",
        column_class_name="BigSerial",
        column_class=BigSerial,
        params={
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsLink",
        tablename="meetings_link",
        column_name="invitation_id",
        db_column_name="invitation_id",
        column_class_name="BigInt",
        column_class=BigInt,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsLink",
        tablename="meetings_link",
        column_name="token_hash",
        db_column_name="token_hash",
        column_class_name="Bytea",
        column_class=Bytea,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": True,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsLink",
        tablename="meetings_link",
        column_name="mail_id",
        db_column_name="mail_id",
        column_class_name="BigInt",
        column_class=BigInt,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsLink",
        tablename="meetings_link",
        column_name="message_id",
        db_column_name="message_id",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsLink",
        tablename="meetings_link",
        column_name="made_at",
        db_column_name="made_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="id",
        db_column_name="id",
        column_class_name="BigSerial",
        column_class=BigSerial,
        params={
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="unit_id",
        db_column_name="unit_id",
        column_class_name="BigInt",
        column_class=BigInt,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="convener",
        db_column_name="convener",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="uid",
        db_column_name="uid",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": True,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="sequence",
        db_column_name="sequence",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 0,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="title",
        db_column_name="title",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="search_key",
        db_column_name="search_key",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="kind",
        db_column_name="kind",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="chair",
        db_column_name="chair",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="starts_at",
        db_column_name="starts_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="ends_at",
        db_column_name="ends_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="place",
        db_column_name="place",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="content",
        db_column_name="content",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="expected",
        db_column_name="expected",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="contact",
        db_column_name="contact",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="urgent_reason",
        db_column_name="urgent_reason",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="answer_until",
        db_column_name="answer_until",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="status",
        db_column_name="status",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="cancel_reason",
        db_column_name="cancel_reason",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="version",
        db_column_name="version",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 1,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="called_by",
        db_column_name="called_by",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="called_at",
        db_column_name="called_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        column_name="changed_at",
        db_column_name="changed_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="id",
        db_column_name="id",
        column_class_name="BigSerial",
        column_class=BigSerial,
        params={
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="meeting_id",
        db_column_name="meeting_id",
        column_class_name="BigInt",
        column_class=BigInt,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="person_id",
        db_column_name="person_id",
        column_class_name="BigInt",
        column_class=BigInt,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="name",
        db_column_name="name",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="position",
        db_column_name="position",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="address",
        db_column_name="address",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="role",
        db_column_name="role",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="answer",
        db_column_name="answer",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="reason",
        db_column_name="reason",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="substitute",
        db_column_name="substitute",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="source",
        db_column_name="source",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_column(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        column_name="answered_at",
        db_column_name="answered_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="meetings",
    )

    manager.add_constraint(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        constraint_name="meetings_meeting_times_v1",
        constraint_class=Check,
        params={"condition": '"ends_at" > "starts_at"'},
        schema="meetings",
    )

    manager.add_constraint(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        constraint_name="meetings_meeting_deadline_v1",
        constraint_class=Check,
        params={"condition": '"answer_until" <= "starts_at"'},
        schema="meetings",
    )

    manager.add_constraint(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        constraint_name="meetings_meeting_status_v1",
        constraint_class=Check,
        params={"condition": "status IN ('called', 'cancelled')"},
        schema="meetings",
    )

    manager.add_constraint(
        table_class_name="MeetingsMeeting",
        tablename="meetings_meeting",
        constraint_name="meetings_meeting_kind_v1",
        constraint_class=Check,
        params={
            "condition": "kind IN ('briefing', 'working', 'deployment', 'review')"
        },
        schema="meetings",
    )

    manager.add_constraint(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        constraint_name="meetings_invitation_answer_v1",
        constraint_class=Check,
        params={
            "condition": "answer IN ('waiting', 'accepted', 'tentative', 'declined')"
        },
        schema="meetings",
    )

    manager.add_constraint(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        constraint_name="meetings_invitation_role_v1",
        constraint_class=Check,
        params={"condition": "role IN ('chair', 'required', 'optional')"},
        schema="meetings",
    )

    manager.add_constraint(
        table_class_name="MeetingsInvitation",
        tablename="meetings_invitation",
        constraint_name="meetings_invitation_source_v1",
        constraint_class=Check,
        params={"condition": "source IN ('', 'link', 'staff')"},
        schema="meetings",
    )

    return manager
