"""Debian's own FusionInventory agent against the served platform, checked on our side: its exit code is always 0."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.processes import installation, own_database

__all__ = ["own_database"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("fusioninventory-agent") is None, reason="fusioninventory-agent is not installed"),
]


def test_a_real_agent_reports_its_machine(own_database: str, tmp_path: Path) -> None:
    made = installation(tmp_path, own_database, plugins=("assets",))
    made.python(
        "from core.accounts.testing import load_office\nfrom core.cli import with_database\n"
        "from core.clock import system_clock\nwith_database(lambda: load_office(system_clock.now()))"
    )
    path = made.run("assets", "agent", "enrol", "--unit", "my-hanh-bac").stdout.split()[-1]
    settings = tmp_path / "agent.cfg"
    settings.write_text("", "utf-8")  # not those of the machine
    with made.web() as site:
        said = subprocess.run(
            [
                "fusioninventory-agent", f"--server={site.url}{path}", "--force", "--no-task=wakeonlan,netdiscovery",
                f"--conf-file={settings}", "--tag=commune-07",
            ],
            check=False, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
    found = made.rows("SELECT name, agent, tag, trusted, sections::text FROM assets.assets_agent_machine")
    assert found, said.stderr
    [(name, agent, tag, trusted, sections)] = found
    assert name
    assert "FusionInventory" in agent
    assert (tag, trusted) == ("commune-07", True)
    assert '"cpus"' in sections
    assert '"processes"' not in sections
