"""Real agents for tests: Debian's snmpd on a free port of the loopback address."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

COMMUNITY = "bi-mat-cua-phong"


def free_port() -> int:
    """Return a UDP port of the loopback address that nothing listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Snmpd:
    """A real snmpd that can be stopped and started again on its port; folder: for its configuration.

    It keeps a file of its own named snmpd.conf in the same folder and rewrites it, hence agent.conf.
    """

    def __init__(self, folder: Path, community: str = COMMUNITY) -> None:
        self.port = free_port()
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "agent.conf").write_text(
            f"rocommunity {community} 127.0.0.1\nsysName may-chu-thu\nsysLocation phong may\nsysServices 72\n"
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        binary = shutil.which("snmpd") or "/usr/sbin/snmpd"
        self.process = subprocess.Popen(
            [
                binary,
                "-f",
                "-Lo",
                "-C",
                "-c",
                str(self.folder / "agent.conf"),
                "-I",
                "-smux",
                f"udp:127.0.0.1:{self.port}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"SNMP_PERSISTENT_DIR": str(self.folder), "MIBS": ""},
        )
        for _ in range(100):
            if self.process.poll() is not None:
                raise RuntimeError("snmpd ended at its start")
            if _answers(self.port):
                return
            time.sleep(0.05)
        raise RuntimeError("snmpd does not answer")

    def stop(self) -> None:
        """Kill it: a power cut, no goodbye."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def _answers(port: int) -> bool:
    """Send one GET of sysUpTime (SNMPv2c) and tell whether anything comes back."""
    name = COMMUNITY.encode()
    oid = b"\x30\x0c\x06\x08\x2b\x06\x01\x02\x01\x01\x03\x00\x05\x00"
    pdu = b"\x02\x01\x01\x02\x01\x00\x02\x01\x00\x30" + bytes([len(oid)]) + oid
    body = b"\x02\x01\x01\x04" + bytes([len(name)]) + name + b"\xa0" + bytes([len(pdu)]) + pdu
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.settimeout(0.2)
        probe.connect(("127.0.0.1", port))
        probe.send(b"\x30" + bytes([len(body)]) + body)
        return bool(probe.recv(2048))
    return False


@pytest.fixture
def snmpd(tmp_path: Path) -> Iterator[Snmpd]:
    """A running snmpd; skipped where there is none."""
    if shutil.which("snmpd") is None and not Path("/usr/sbin/snmpd").exists():
        pytest.skip("needs snmpd (Debian package snmpd)")
    agent = Snmpd(tmp_path)
    agent.start()
    yield agent
    agent.stop()
