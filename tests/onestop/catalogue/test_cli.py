"""The catalogue from a folder of portal pages on the command line: dry run, report, day of effect, exit codes."""

import json
from pathlib import Path

import pytest

from core import db as database
from core.settings import Settings
from tests.onestop.catalogue.domain.test_portal import page
from tests.onestop.test_cli import run

pytestmark = pytest.mark.anyio


def folder(path: Path, *pages: dict[str, str]) -> str:
    for number, content in enumerate(pages):
        (path / f"{number}.json").write_text(json.dumps(content), "utf-8")
    return str(path)


async def test_a_folder_of_pages(committed_db: str, settings: Settings, tmp_path: Path) -> None:
    pages, report = tmp_path / "pages", tmp_path / "report.json"
    pages.mkdir()
    where = folder(pages, page(), page(ma_thu_tuc="1.000002", ten_thu_tuc="Khác"))
    arguments = ("procedures", "import", where)
    code, out = await run(committed_db, settings, *arguments, "--dry-run", "--report", str(report))
    assert code == 0, out
    assert "2 rows: 2 would be new" in out
    assert await database.value("SELECT count(*) FROM onestop.onestop_procedure") == 0
    assert await database.value("SELECT count(*) FROM onestop.onestop_workflow") == 0
    assert json.loads(report.read_text("utf-8"))["new"] == ["1.001193", "1.000002"]

    code, out = await run(committed_db, settings, *arguments, "--effective-from", "2026-01-01")
    assert code == 0, out
    assert "2 were new" in out
    folder(pages, page(so_quyet_dinh="164/QĐ-BTP"))
    code, out = await run(committed_db, settings, *arguments, "--effective-from", "2026-02-01", "--report", str(report))
    assert code == 0, out
    assert "0 were new, 1 changed, 1 the same; in force from 2026-02-01" in out
    assert "1.001193: decision" in out
    [change] = json.loads(report.read_text("utf-8"))["changes"]
    assert change["differences"] == [
        {"part": "decision", "before": ["163/QĐ-BTP"], "after": ["164/QĐ-BTP"], "title": "Số quyết định"}
    ]

    folder(pages, page(so_quyet_dinh="165/QĐ-BTP"))
    code, out = await run(committed_db, settings, *arguments, "--effective-from", "2026-01-15")
    assert code == 1
    assert "1.001193" in out


async def test_pages_that_are_none_are_left_out_by_name(committed_db: str, settings: Settings, tmp_path: Path) -> None:
    where = folder(tmp_path, page(), page(ma_thu_tuc="x"), {"a": "b"}, page())
    code, out = await run(committed_db, settings, "procedures", "import", where)
    assert code == 1
    assert "1 were new" in out
    for words in ("1.json 2: bad_code", "2.json 3: bad_row", "3.json 4: code_clash"):
        assert words in out


async def test_an_empty_folder_is_refused(committed_db: str, settings: Settings, tmp_path: Path) -> None:
    code, out = await run(committed_db, settings, "procedures", "import", str(tmp_path))
    assert code == 1
    assert "Traceback" not in out
