"""A plugin in a distribution of its own, installed by pip, lives in the platform without a change in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from core.text.check_catalogues import check
from tests.processes import ROOT, Installation, installation, wait_until

HERE = Path(__file__).resolve().parent

RECEIVE = """
import sys
from core import db
from core.acting import system_act
from core.cli import with_database
from core.clock import system_clock
from core.contracts.events import DossierReceived
from core.events import publish

async def work():
    at = system_clock.now()
    async with db.transaction():
        await publish(
            DossierReceived(
                dossier_id=1, code="900000001", procedure_code="1.0", procedure="Chứng thực", unit_id=int(sys.argv[1]),
                channel="desk", received_at=at, promised_at=None,
            ),
            system_act(at),
        )

with_database(work)
"""

CLOSE = """
from core.cli import with_database
from core.jobs import enqueue
from visitorbook.jobs import CloseBook

with_database(lambda: enqueue(CloseBook()))
"""


@pytest.fixture(scope="module")
def site_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the distribution into a folder of its own, from a copy: the build leaves nothing in the source tree."""
    pytest.importorskip("hatchling", reason="hatchling builds the distribution: pip install 'motcua[dev]'")
    source = tmp_path_factory.mktemp("source") / "visitorbook"
    shutil.copytree(HERE, source, ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path_factory.mktemp("site-packages")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--target", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(source)], check=True, timeout=120)
    return target


@pytest.fixture
def office(site_packages: Path, own_database: str, tmp_path: Path) -> Installation:
    """An installation with the plugin, on a database that does not know it yet."""
    settings = "[plugin.visitorbook]\nstay_hours = 0"
    made = installation(tmp_path, own_database, plugins=("visitorbook",), packages=(site_packages,), settings=settings)
    assert "newer" not in made.run("migrate", "run").stderr
    return made


def test_the_core_and_the_plugins_know_nothing_of_it() -> None:
    found = subprocess.run(
        ["git", "grep", "-il", "visitorbook", "--", "core", "plugins", "config"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert found.stdout == ""


def test_its_english_is_complete(tmp_path: Path) -> None:
    (tmp_path / "plugins").mkdir()
    (tmp_path / "core").symlink_to(ROOT / "core")
    (tmp_path / "plugins" / "visitorbook").symlink_to(HERE / "visitorbook")
    wrong = [str(f) for f in check(tmp_path) if f.package == "plugins/visitorbook" and f.kind != "conflict"]
    assert wrong == []


def test_it_is_migrated_checked_and_removed_again(office: Installation) -> None:
    tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'visitorbook'"
    assert office.value(tables) == 2
    assert "ok      visitorbook 1.0" in office.run("check").stdout
    assert office.run("visitorbook", "count").stdout.strip() == "0"
    switched_off = installation(office.folder, office.database)
    assert "visitorbook" not in switched_off.run("check").stdout
    assert office.value(tables) == 2, "the rows of a plugin that is switched off stay"


def test_settings_that_do_not_fit_leave_it_out(site_packages: Path, own_database: str, tmp_path: Path) -> None:
    wrong = '[plugin.visitorbook]\nstay_hours = "long"'
    made = installation(tmp_path, own_database, plugins=("visitorbook",), packages=(site_packages,), settings=wrong)
    checked = made.run("check")
    assert checked.returncode == 1
    assert "left out visitorbook: settings [plugin.visitorbook]" in checked.stdout


def test_its_own_tests_pass_where_it_is_installed(site_packages: Path, server_url: str) -> None:
    """With the fixtures that the platform offers to authors of plugins."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(site_packages), str(ROOT)]),
        "MOTCUA_TEST_PLUGINS": "visitorbook",
        "TEST_DATABASE_URL": server_url,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("MOTCUA_CONFIG", None)
    command = [sys.executable, "-m", "pytest", "-q", "-W", "ignore::DeprecationWarning", str(HERE / "own_tests")]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-5000:]


@pytest.mark.slow
def test_it_lives_in_real_processes(office: Installation) -> None:
    """A clerk logs in, writes a visitor into the book and finds him everywhere; an event is heard; the job runs."""
    with office.web() as web, office.worker():
        clerk = httpx.Client(base_url=web.url, headers=office.log_in("clerk", "huu-thanh"))
        assert httpx.get(f"{web.url}/staff/visitors").status_code == 303
        written = clerk.post("/staff/visitors/new", data={"name": "Trần Văn Bảy", "purpose": "Nộp hồ sơ"})
        assert (written.status_code, written.headers["location"]) == (303, "/staff/visitors")
        assert "Trần Văn Bảy" in clerk.get("/staff/visitors").text
        assert "Trần Văn Bảy" in clerk.get("/staff/search?q=van bay").text
        first_page = clerk.get("/staff").text
        assert "1 người" in first_page
        assert 'href="/staff/visitors"' in first_page
        office.python(RECEIVE, str(office.value("SELECT id FROM offices.offices_unit WHERE code = 'huu-thanh'")))
        wait_until(lambda: "1 hồ sơ hôm nay" in clerk.get("/staff").text, 20, lambda: office.log("worker"))
        office.python(CLOSE)
        wait_until(lambda: "0 người" in clerk.get("/staff").text, 20, lambda: office.log("worker"))
