"""A real net-snmp agent, and a real snmpsim, on free ports of this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.assets.snmp.recordings import CORPUS

AUTH_KEY, PRIV_KEY = "authpass123", "privpass123"
USERS = [("sha-aes", "SHA", "AES"), ("md5-des", "MD5", "DES"), ("sha256-aes", "SHA-256", "AES")]
SNMPSIM_RECORDINGS = ("ricoh_mpc3002", "syn_konica_door_two_byte_state", "webpower-smart2", "tplink_sg2008")

# snmpsim wants to drop to another user, who cannot read a Python below root's home; it serves loopback only
RUN_SNMPSIM = """
import contextlib, dbm.dumb, snmpsim.daemon
snmpsim.daemon.PrivilegesOf = lambda *_, **__: contextlib.nullcontext()
from snmpsim.commands import responder
responder.main()
"""


class Agent(NamedTuple):
    """A running agent."""

    port: int
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until_bound(port: int, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until somebody holds the UDP port. Raises AssertionError when the process ends or time is up."""
    for _ in range(int(seconds * 10)):
        assert process.poll() is None, "the agent ended at once"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return
        time.sleep(0.1)
    raise AssertionError("the agent does not listen")


def snmpd_program() -> str | None:
    return shutil.which("snmpd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


@pytest.fixture(scope="session")
def snmpd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    program = snmpd_program()
    if program is None:
        pytest.skip("snmpd (Debian package snmpd) is not installed")
    folder = tmp_path_factory.mktemp("snmpd")
    settings = folder / "snmpd.conf"
    users = [
        f"createUser {name} {auth} {AUTH_KEY} {priv} {PRIV_KEY}\nrouser {name} authpriv" for name, auth, priv in USERS
    ]
    # strings with letters of this language, and octets that are no UTF-8
    head = b"rocommunity public 127.0.0.1\nsysName M\xc3\xa1y ch\xe1\xbb\xa7\nsysContact Th\xe9o\n"
    settings.write_bytes(head + "\n".join(users).encode() + b"\n")
    port = free_port()
    process = subprocess.Popen(
        [program, "-f", "-Lo", "-C", "-c", str(settings), f"udp:127.0.0.1:{port}"],
        env={**os.environ, "SNMP_PERSISTENT_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until_bound(port, process, 10)
    yield Agent(port, process)
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def snmpsim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    pytest.importorskip("snmpsim")
    pytest.importorskip("pysmi")
    folder = tmp_path_factory.mktemp("snmpsim")
    data: Path = folder / "data"
    data.mkdir()
    for name in SNMPSIM_RECORDINGS:
        shutil.copy(CORPUS / "data" / f"{name}.snmprec", data)
    port = free_port()
    user = ["--v3-user=mon", f"--v3-auth-key={AUTH_KEY}", "--v3-auth-proto=SHA"]
    user += [f"--v3-priv-key={PRIV_KEY}", "--v3-priv-proto=AES"]
    nobody = ["--process-user=nobody", "--process-group=nogroup"] if os.getuid() == 0 else []
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", RUN_SNMPSIM, *nobody, f"--cache-dir={folder / 'cache'}", "--v3-engine-id=auto"),
            *(*user, f"--data-dir={data}", f"--agent-udpv4-endpoint=127.0.0.1:{port}", "--logging-method=null"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until_bound(port, process, 60)
    yield Agent(port, process)
    process.terminate()
    process.wait(10)
