"""The catalogue is imported from the command line, in a process of its own, with a report for machines."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from core import db as database
from core.settings import Settings
from tests.onestop.conftest import CATALOGUE

pytestmark = pytest.mark.anyio


async def run(address: str, settings: Settings, *arguments: str) -> tuple[int, str]:
    environment = os.environ | {
        "MOTCUA_ENVIRONMENT": "test",
        "MOTCUA_DATABASE_URL": address,
        "MOTCUA_SECRET_KEY": settings.secret_key,
        "MOTCUA_DATA_DIR": settings.data_dir,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "core", "onestop", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=environment,
    )
    out, _ = await process.communicate()
    return process.returncode or 0, out.decode()


async def test_import_dry_run_then_for_good_then_again(committed_db: str, settings: Settings, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    code, out = await run(
        committed_db, settings, "procedures", "import", str(CATALOGUE), "--dry-run", "--report", str(report)
    )
    assert code == 0, out
    assert "146 rows: 146 would be new" in out
    assert await database.value("SELECT count(*) FROM onestop.onestop_procedure") == 0
    whole = json.loads(report.read_text("utf-8"))
    assert whole["dry_run"] is True
    assert {"row", "procedure", "kind", "detail", "file", "error", "message"} == set(whole["faults"][0])
    code, out = await run(committed_db, settings, "procedures", "import", str(CATALOGUE))
    assert "146 were new, 0 changed, 0 the same" in out
    code, out = await run(committed_db, settings, "procedures", "import", str(CATALOGUE))
    assert "0 were new, 0 changed, 146 the same" in out


async def test_bad_rows_are_named_and_the_good_ones_come_in(
    committed_db: str, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(
        "procedures:\n- {code: '1.000001', name: A, field: F}\n- {code: '1.000001', name: B, field: F}\n- {code: x}\n",
        "utf-8",
    )
    code, out = await run(committed_db, settings, "procedures", "import", str(path))
    assert code == 1
    assert "code_clash" in out
    assert "bad_row" in out
    assert await database.value("SELECT count(*) FROM onestop.onestop_procedure") == 1


async def test_a_file_that_is_no_catalogue_is_refused(committed_db: str, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text("- 1\n", "utf-8")
    code, out = await run(committed_db, settings, "procedures", "import", str(path))
    assert code == 1
    assert "procedures" in out
