"""Migrations: all or nothing, once, whoever runs them; a database of another version is refused in plain words."""

import asyncio
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from core import devdb
from core.migrate import apps
from core.registry import Registry
from tests.evil.wickedness import INFO, distribution
from tests.processes import Installation, end, installation, wait_until

APP = """
from pathlib import Path
from piccolo.conf.apps import AppConfig

@hookimpl
def migration_app():
    return AppConfig(NAME, migrations_folder_path=str(Path(__file__).parent / "migrations"))
"""

MIGRATION = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from core import db

ID = "{id}"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="{app}", description=DESCRIPTION)

    async def run():
        {body}

    manager.add_raw(run)
    return manager
"""


def plugin(folder: Path, name: str, *bodies: str) -> None:
    """Write an installed plugin whose migrations run these lines."""
    distribution(folder, name, (INFO + APP).replace("NAME", f'"{name}"'))
    migrations = folder / f"{name}_package" / "migrations"
    migrations.mkdir()
    for number, body in enumerate(bodies):
        text = MIGRATION.format(id=f"2026-11-22T00:00:00:{number:06}", app=name, body=body)
        (migrations / f"{name}_{number}.py").write_text(text, "utf-8")


@pytest.fixture
def empty_database(server_url: str) -> Iterator[str]:
    """Address of a database without any table."""
    name = f"motcua_empty_{uuid.uuid4().hex[:12]}"

    async def send(statement: str) -> None:
        connection = await asyncpg.connect(server_url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(send(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    yield devdb.database_url(server_url, name)
    asyncio.run(send(f'DROP DATABASE "{name}" WITH (FORCE)'))


def tables(office: Installation) -> int:
    count: int = office.value(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
    )
    return count


def sleeping(office: Installation) -> bool:
    return bool(
        office.rows(
            "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND datname = current_database()"
        )
    )


@pytest.mark.slow
def test_two_at_once_migrate_once_and_a_third_has_nothing_to_do(
    empty_database: str, tmp_path: Path, registry: Registry
) -> None:
    office = installation(tmp_path, empty_database)
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "core", "migrate", "run"],
            cwd=tmp_path,
            env=office.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert sorted("up to date" in out for out, _ in told) == [False, True], told
    assert "jobs.pgqueuer" in {f"{s}.{t}" for s, t in office.rows("SELECT schemaname, tablename FROM pg_tables")}
    ran = office.rows("SELECT app_name, name FROM migration")
    assert len(ran) == len(set(ran))
    assert {"core", "accounts", "audit"} <= {app for app, _ in ran}
    before = tables(office)
    again = office.run("migrate", "run")
    assert (again.returncode, again.stdout.strip()) == (0, "The database is up to date.")
    assert tables(office) == before


@pytest.mark.slow
def test_one_that_is_killed_half_way_leaves_nothing_and_the_next_goes_through(
    empty_database: str, tmp_path: Path
) -> None:
    packages = tmp_path / "packages"
    plugin(
        packages,
        "halfway",
        'await db.execute("CREATE SCHEMA halfway"); await db.execute("CREATE TABLE halfway.first (n int)")',
        'await db.execute("SELECT pg_sleep(15)")',
    )
    office = installation(tmp_path, empty_database, plugins=("halfway",), packages=(packages,))
    with office.process("migrate", "run") as running:
        wait_until(lambda: sleeping(office), 60, lambda: office.log("migrate"), running)
        os.killpg(running.pid, signal.SIGKILL)
        end(running)
    wait_until(lambda: not sleeping(office), 60)  # the server learns of the death when the statement is over
    assert tables(office) == 0
    (packages / "halfway_package" / "migrations" / "halfway_1.py").unlink()
    assert office.run("migrate", "run").returncode == 0
    assert office.value("SELECT count(*) FROM halfway.first") == 0
    assert "up to date" in office.run("migrate", "run").stdout


@pytest.mark.slow
def test_a_plugins_broken_migration_is_named_and_changes_nothing(own_database: str, tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    plugin(packages, "good", 'await db.execute("CREATE SCHEMA good")')
    plugin(packages, "wrong", 'await db.execute("CREATE SCHEMA wrong"); raise LookupError("no such column")')
    office = installation(tmp_path, own_database, plugins=("good", "wrong"), packages=(packages,))
    told = office.run("migrate", "run")
    assert told.returncode == 1
    words = " ".join(told.stderr.split())
    assert "a migration of wrong failed, nothing was changed" in words.replace("│ │ ", "")
    assert "LookupError" in words
    assert "Traceback" not in words
    assert office.rows("SELECT 1 FROM information_schema.schemata WHERE schema_name IN ('good', 'wrong')") == []
    without = installation(tmp_path, own_database, plugins=("good",), packages=(packages,))
    assert without.run("migrate", "run").returncode == 0, "without it the others go on"


@pytest.mark.slow
def test_a_newer_database_is_refused_by_everybody_in_plain_words(own_database: str, tmp_path: Path) -> None:
    office = installation(tmp_path, own_database)
    office.rows("INSERT INTO migration (name, app_name, ran_on) VALUES ('2999-01-01T00:00:00:000000', 'audit', now())")
    for command in (("migrate", "run"), ("worker",)):
        told = office.run(*command)
        words = " ".join(told.stderr.replace("│", " ").split())
        assert told.returncode == 1
        assert "the database is newer than this version" in words, words
        assert "audit has 2999-01-01T00:00:00:000000" in words
        assert "Traceback" not in words
    served = office.run("web", "--port", "0")
    assert served.returncode != 0
    assert "the database is newer than this version" in served.stdout + served.stderr


@pytest.mark.slow
def test_an_older_database_is_refused_by_web_and_worker(own_database: str, tmp_path: Path) -> None:
    office = installation(tmp_path, own_database)
    office.rows("DELETE FROM migration WHERE app_name = 'audit'")
    for command in (("worker",), ("web", "--port", "0")):
        told = office.run(*command)
        assert told.returncode != 0
        words = " ".join((told.stdout + told.stderr).replace("│", " ").split())
        assert "the database is older than this version; run `motcua migrate run`" in words


def test_migrations_are_read_without_being_run(registry: Registry) -> None:
    """Ids come from the text of the files: a broken one must not keep `motcua check` from telling so."""
    from core.migrate import _files

    for app in apps(registry):
        folder = Path(app.resolved_migrations_folder_path)
        files = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(_files(app)) == len(files), app.app_name
