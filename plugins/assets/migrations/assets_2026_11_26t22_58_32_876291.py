from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import BigSerial
from piccolo.columns.column_types import JSONB
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-26T22:58:32:876291"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="assets", description=DESCRIPTION
    )

    manager.add_table(
        class_name="Link",
        tablename="assets_sync_link",
        schema="assets",
        columns=None,
    )

    manager.add_table(
        class_name="SyncConflict",
        tablename="assets_sync_conflict",
        schema="assets",
        columns=None,
    )

    manager.add_column(
        table_class_name="Link",
        tablename="assets_sync_link",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="Link",
        tablename="assets_sync_link",
        column_name="peer",
        db_column_name="peer",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="Link",
        tablename="assets_sync_link",
        column_name="kind",
        db_column_name="kind",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 60,
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="Link",
        tablename="assets_sync_link",
        column_name="ours",
        db_column_name="ours",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="Link",
        tablename="assets_sync_link",
        column_name="theirs",
        db_column_name="theirs",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="Link",
        tablename="assets_sync_link",
        column_name="agreed",
        db_column_name="agreed",
        column_class_name="JSONB",
        column_class=JSONB,
        params={
            "default": "{}",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="assets",
    )

    manager.add_column(
        table_class_name="Link",
        tablename="assets_sync_link",
        column_name="synced_at",
        db_column_name="synced_at",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="peer",
        db_column_name="peer",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="kind",
        db_column_name="kind",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 60,
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="name",
        db_column_name="name",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="ours_id",
        db_column_name="ours_id",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="theirs_id",
        db_column_name="theirs_id",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="field",
        db_column_name="field",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="ours",
        db_column_name="ours",
        column_class_name="JSONB",
        column_class=JSONB,
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="theirs",
        db_column_name="theirs",
        column_class_name="JSONB",
        column_class=JSONB,
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="seen_at",
        db_column_name="seen_at",
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="choice",
        db_column_name="choice",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 10,
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
        schema="assets",
    )

    manager.add_column(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        column_name="chosen_by",
        db_column_name="chosen_by",
        column_class_name="Text",
        column_class=Text,
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
        schema="assets",
    )

    manager.add_constraint(
        table_class_name="SyncConflict",
        tablename="assets_sync_conflict",
        constraint_name="assets_sync_conflict_choice_v1",
        constraint_class=Check,
        params={"condition": "choice IN ('ours', 'theirs')"},
        schema="assets",
    )

    return manager
