"""The measured processes: one granian worker each, started here, ended by their ids, their CPU time counted."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil  # comes with the embedded PostgreSQL

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


class Server:
    """A running server on a loopback port."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    @property
    def url(self) -> str:
        """Address of the server, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_s(self) -> float:
        """Return user and system seconds that the server and its worker have used; the database is not in it."""
        main = psutil.Process(self.process.pid)
        times = [process.cpu_times() for process in (main, *main.children(recursive=True))]
        return sum(time.user + time.system for time in times)

    def answers(self, path: str) -> bool:
        """Tell whether a path is answered with 200 now."""
        try:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False

    def wait_for(self, path: str) -> float:
        """Wait until a path is answered; return the seconds waited. Raises RuntimeError with the server's log."""
        started = time.monotonic()
        while not self.answers(path):
            waited = time.monotonic() - started
            if self.process.poll() is not None or waited > START_SECONDS:
                raise RuntimeError(f"no answer from {path}:\n{self.log.read_text('utf-8', 'replace')[-3000:]}")
            time.sleep(0.005)
        return time.monotonic() - started


def free_port() -> int:
    """Return a TCP port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(module: str, *arguments: str, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Start `python -m module arguments --port PORT`; end it after the block, its worker with it."""
    port = free_port()
    command = [sys.executable, "-m", module, *arguments, "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield Server(process, port, log)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # a session of its own: nothing else is in the group
            process.wait()
