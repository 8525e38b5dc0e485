"""Bring the database to the installed version: every app's migrations, once, under one lock, all or nothing."""

import contextlib
import hashlib
import io
from pathlib import Path

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig

from core import db, jobs
from core.piccolo_app import APP_CONFIG as KERNEL
from core.registry import Registry

LOCK = 0x6D6F7463  # "motc": the advisory lock that lets one process migrate at a time


class OtherVersion(RuntimeError):
    """The database belongs to another version of motcua; the message says which way and what to do."""


class MigrationFailed(RuntimeError):
    """A migration could not run; the message names its app. The database is as it was before."""


def apps(registry: Registry) -> list[AppConfig]:
    """Return the kernel's app and those of parts and plugins, in the order of migration."""
    return [KERNEL, *registry.migration_apps()]


async def migrate(registry: Registry) -> list[str]:
    """Run what has not run yet; return "app: migration" for each. Needs an open pool.

    All migrations run in one transaction, so an interrupted run leaves nothing behind. Raises OtherVersion when the
    database knows migrations of an installed app that this version does not have, MigrationFailed when one fails.
    """
    done: list[str] = []
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        await Migration.create_table(if_not_exists=True)
        before = await _ran()
        _refuse_newer(registry, before)
        for app in apps(registry):
            await _forwards(app)
        done = sorted(f"{owner}: {name}" for owner, name in await _ran() - before)
        await jobs.install_schema()
    await jobs.upgrade_schema()
    return done


async def _forwards(app: AppConfig) -> None:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            await ForwardsMigrationManager(app_name=app.app_name).run_migrations(app)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise MigrationFailed(f"a migration of {app.app_name} failed, nothing was changed: {reason}") from error


async def pending(registry: Registry) -> list[str]:
    """Return "app: migration" for each that has not run; an empty list means that the database is up to date."""
    exists = await db.value("SELECT to_regclass('migration') IS NOT NULL")
    ran = await _ran() if exists else set()
    return sorted(
        f"{app.app_name}: {name}" for app in apps(registry) for name in _files(app) if (app.app_name, name) not in ran
    )


async def refuse_other_version(registry: Registry) -> None:
    """Raise OtherVersion unless the database is exactly as new as the installed code; for processes that start."""
    missing = await pending(registry)
    if missing:
        raise OtherVersion(
            f"the database is older than this version; run `motcua migrate run` ({', '.join(missing[:5])})"
        )
    _refuse_newer(registry, await _ran())


def _refuse_newer(registry: Registry, ran: set[tuple[str, str]]) -> None:
    for app in apps(registry):
        strange = {name for owner, name in ran if owner == app.app_name} - _files(app)
        if strange:
            raise OtherVersion(
                "the database is newer than this version; install the newer motcua again"
                f" ({app.app_name} has {', '.join(sorted(strange))})"
            )


async def _ran() -> set[tuple[str, str]]:
    return {(r["app_name"], r["name"]) for r in await db.rows("SELECT app_name, name FROM migration")}


def _files(app: AppConfig) -> set[str]:
    """Return the ids (the ID constant) of an app's migration files, read without importing them."""
    ids = set()
    for path in Path(app.resolved_migrations_folder_path).glob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("ID = "):
                ids.add(line.removeprefix("ID = ").strip().strip("\"'"))
    return ids


def fingerprint(registry: Registry) -> str:
    """Return a hash over all migration files: names the template database of the tests."""
    digest = hashlib.sha256()
    for app in apps(registry):
        for path in sorted(Path(app.resolved_migrations_folder_path).glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


async def new_migration(registry: Registry, app_name: str, description: str = "") -> None:
    """Write the migration that brings an app's tables up to date with its code; for developers.

    Raises LookupError for an unknown app; writes nothing when there is nothing to do.
    """
    from piccolo.apps.migrations.commands.new import NoChanges, _create_migrations_folder, _create_new_migration

    app = next((app for app in apps(registry) if app.app_name == app_name), None)
    if app is None:
        raise LookupError(f"no app {app_name!r}; there are {', '.join(a.app_name for a in apps(registry))}")
    _create_migrations_folder(app.resolved_migrations_folder_path)
    with contextlib.suppress(NoChanges):
        await _create_new_migration(app_config=app, auto=True, description=description, auto_input="y")
