"""The replay of 2017: exactly the article's figures, and the same after a kill -9 at sixty percent."""

import asyncio
import csv
import json
import os
import signal
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from core.clock import VIETNAM
from tests.processes import Installation, installation

pytestmark = pytest.mark.slow
ARTICLE = {
    "received": 21_652,
    "land": 19_538,
    "non_land": 2_114,
    "fields": 32,
    "working_days": 108,
    "resolved": 17_220,
    "early": 7_418,
    "pending": 4_432,
    "numbers_gap_free": True,
}
LOCK = 20_170_701
SECONDS = 240
# The load waits for the test's lock once it has come this far, so that the kill comes at the same place each time.
_STOP = f"""
CREATE FUNCTION public.wait_for_the_test() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock({LOCK}); RETURN NEW; END $$;
CREATE TRIGGER wait_for_the_test BEFORE UPDATE ON onestop.onestop_batch
FOR EACH ROW WHEN (NEW.done >= 0.6 * NEW.total) EXECUTE FUNCTION public.wait_for_the_test()
"""
_STATE = """
SELECT md5(string_agg(line, '' ORDER BY line)) FROM (
  SELECT d.code || d.state || d.received_at || coalesce(d.promised_at::text, '-') || coalesce(d.settled_at::text, '-')
         || d.owner_name || (SELECT string_agg(e.kind || e.action || e.at, '' ORDER BY e.id)
                             FROM onestop.onestop_dossier_event e WHERE e.dossier = d.id) AS line
  FROM onestop.onestop_dossier d) AS lines
"""


def killed_at_sixty_percent(site: Installation, *command: str) -> int:
    """Run a command until its load has come to sixty percent, kill it there; return how many rows were done."""

    async def run() -> int:
        connection = await asyncpg.connect(site.database)
        try:
            await connection.execute(_STOP)
            await connection.fetchval("SELECT pg_advisory_lock($1::bigint)", LOCK)
            with site.process(*command) as started:
                waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = $1"
                for _ in range(SECONDS * 10):
                    if started.poll() is not None or await connection.fetchval(waiting, LOCK):
                        break
                    await asyncio.sleep(0.1)
                assert started.poll() is None, site.log(command[0])
                os.kill(started.pid, signal.SIGKILL)
                started.wait()
            await connection.fetchval("SELECT pg_advisory_unlock($1::bigint)", LOCK)
            await connection.execute("DROP TRIGGER wait_for_the_test ON onestop.onestop_batch")
            return int(await connection.fetchval("SELECT done FROM onestop.onestop_batch"))
        finally:
            await connection.close()

    return asyncio.run(run())


def replayed(site: Installation) -> dict[str, Any]:
    done = site.run("demo", "replay-2017", "--json", seconds=SECONDS)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout))


def test_the_articles_figures_also_after_a_kill(own_database: str, tmp_path: Path) -> None:
    site = installation(tmp_path, own_database, plugins=("onestop",))
    done = killed_at_sixty_percent(site, "demo", "replay-2017")
    assert 0.4 * 21_652 < done < 0.6 * 21_652
    assert site.value("SELECT count(*) FROM onestop.onestop_dossier") == done
    report = replayed(site)
    assert {name: report[name] for name in ARTICLE} == ARTICLE
    assert report["early"] + report["on_time"] + report["late"] == report["resolved"]
    assert (report["early"] + report["on_time"]) / report["resolved"] > 0.9
    assert sum(line["received"] for line in report["by_month"].values()) == 21_652
    killed = site.value(_STATE)
    assert replayed(site) == report
    assert site.value("SELECT count(*) FROM onestop.onestop_dossier") == 21_652
    for table in ("dossier_event", "dossier", "counter", "batch"):
        site.rows(f"TRUNCATE onestop.onestop_{table} CASCADE")
    assert replayed(site) == report
    assert site.value(_STATE) == killed


def test_an_import_killed_at_sixty_percent_and_run_again(own_database: str, tmp_path: Path) -> None:
    site = installation(tmp_path, own_database, plugins=("onestop",))
    assert site.run("offices", "load").returncode == 0
    catalogue = Path(__file__).parents[3] / "config" / "procedures.yaml"
    assert site.run("onestop", "procedures", "import", str(catalogue), seconds=SECONDS).returncode == 0
    path = old_file(tmp_path / "old.csv", 21_652)
    done = killed_at_sixty_percent(site, "onestop", "dossiers", "import", str(path))
    assert 0.4 * 21_652 < done < 0.6 * 21_652
    again = site.run("onestop", "dossiers", "import", str(path), seconds=SECONDS)
    assert again.returncode == 0, again.stdout + again.stderr
    assert f"21652 rows: {21_652 - done} were loaded, {done} were there already, 0 left out" in again.stdout
    assert site.value("SELECT count(*) FROM onestop.onestop_dossier") == 21_652
    assert site.value("SELECT count(DISTINCT code) FROM onestop.onestop_dossier") == 21_652
    assert site.value("SELECT count(*) FROM onestop.onestop_dossier_event WHERE action = 'receive'") == 21_652


def old_file(path: Path, count: int) -> Path:
    """Write a file as an older system would export it: numbers of one agency, two hundred a day."""
    first = datetime(2016, 1, 4, 8, tzinfo=VIETNAM)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "unit", "procedure", "received_at", "owner_name", "settled_at", "returned_at"])
        for number in range(count):
            at = first + timedelta(days=number // 200, minutes=number % 200)
            settled = (at + timedelta(days=3)).isoformat() if number % 7 else ""
            returned = (at + timedelta(days=5)).isoformat() if number % 7 and number % 3 else ""
            code = f"000.01.15.H39-{at:%y%m%d}-{number % 200 + 1:04}"
            writer.writerow(
                [code, "my-hanh-bac.mot-cua", "1.000593", at.isoformat(), f"Nguyễn Văn {number}", settled, returned]
            )
    return path
