from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import BigSerial
from piccolo.columns.column_types import Bytea
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-22T13:30:07:111600"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="notices", description=DESCRIPTION
    )

    manager.add_table(
        class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        schema="notices",
        columns=None,
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="subject_type",
        db_column_name="subject_type",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="subject_id",
        db_column_name="subject_id",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="to_address",
        db_column_name="to_address",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="to_name",
        db_column_name="to_name",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="subject",
        db_column_name="subject",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="sealed_message",
        db_column_name="sealed_message",
        column_class_name="Bytea",
        column_class=Bytea,
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="message_id",
        db_column_name="message_id",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="attempts",
        db_column_name="attempts",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="next_try_at",
        db_column_name="next_try_at",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="claimed_at",
        db_column_name="claimed_at",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="last_error",
        db_column_name="last_error",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="created_at",
        db_column_name="created_at",
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
        schema="notices",
    )

    manager.add_column(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        column_name="sent_at",
        db_column_name="sent_at",
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
        schema="notices",
    )

    manager.add_constraint(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        constraint_name="notices_outgoing_mail_state_v1",
        constraint_class=Check,
        params={
            "condition": "state IN ('created', 'sending', 'waiting', 'sent', 'failed', 'withheld')"
        },
        schema="notices",
    )

    manager.add_constraint(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        constraint_name="notices_outgoing_mail_waiting_v1",
        constraint_class=Check,
        params={
            "condition": '("state" != \'waiting\' OR "next_try_at" IS NOT NULL)'
        },
        schema="notices",
    )

    manager.add_constraint(
        table_class_name="NoticesOutgoingMail",
        tablename="notices_outgoing_mail",
        constraint_name="notices_outgoing_mail_sent_v1",
        constraint_class=Check,
        params={"condition": '("state" != \'sent\' OR "sent_at" IS NOT NULL)'},
        schema="notices",
    )

    return manager
