"""`read` as an operator types it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from plugins.assets.snmp.read_cli import read_command
from tests.assets.snmp.conftest import AUTH_KEY, PRIV_KEY, USERS, Agent
from tests.assets.snmp.recordings import lines, needs_corpus
from tests.assets.snmp.replay import ReplayAgent

KEYS = [
    *("class", "vendor", "model", "serial", "version", "sys_name", "sys_object_id", "uptime_s", "pages", "ports"),
    *("supplies", "alerts", "ups", "storage", "processors", "memory"),
]


def read(*words: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(read_command, list(words))


@needs_corpus
def test_json_has_every_key() -> None:
    with ReplayAgent(lines) as agent:
        result = read(f"127.0.0.1:{agent.port}", "--community", "syn_ricoh_jam_lowtoner", "--timeout", "8", "--json")
    assert result.exit_code == 0
    content = json.loads(result.output)
    assert content.keys() >= set(KEYS)
    assert (content["class"], content["pages"], content["error_state"]) == ("printer", 271_871, ["lowToner", "jammed"])
    port_keys = {"index", "name", "alias", "type", "speed_bps", "admin", "oper", "mac", "in_octets", "out_octets"}
    assert content["ports"][0].keys() >= port_keys
    assert content["supplies"][0].keys() >= {"name", "kind", "colour", "percent", "level", "capacity", "state"}
    assert content["ups"] is None
    assert result.output.count("\n") == 1


@needs_corpus
def test_without_json_it_is_for_people() -> None:
    with ReplayAgent(lines) as agent:
        result = read(f"127.0.0.1:{agent.port}", "-c", "deltaups", "--timeout", "8")
    assert '\n  "vendor": "Minuteman/Delta",\n' in result.output


def test_a_dead_address_is_an_error_in_json() -> None:
    result = read("127.0.0.1:9", "--community", "public", "--timeout", "0.5", "--retries", "0", "--json")
    assert result.exit_code == 2
    assert json.loads(result.output) == {"error": "timeout", "detail": "No answer from 127.0.0.1:9."}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["127.0.0.1"], "give either"),
        (["127.0.0.1", "-c", "public", "--v3", "mon"], "give either"),
        (["not an address", "-c", "public"], "not an address"),
        (["127.0.0.1", "--v3", "mon:SHA:short"], "at least 8"),
    ],
)
def test_mistakes_are_explained(words: list[str], message: str) -> None:
    result = read(*words)
    assert result.exit_code == 2
    assert message in result.output


def test_a_real_agent_in_a_process_of_its_own_without_a_database(snmpd: Agent) -> None:
    name, auth, priv = USERS[0]
    code = "from plugins.assets.snmp.read_cli import read_command; read_command()"
    found = subprocess.run(
        [sys.executable, "-c", code, f"127.0.0.1:{snmpd.port}", "--json"],
        env={"MOTCUA_SNMP_V3": f"{name}:{auth}:{AUTH_KEY}:{priv}:{PRIV_KEY}", "PYTHONPATH": "."},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert found.returncode == 0, found.stderr.decode()
    assert json.loads(found.stdout)["class"] == "linux"
    assert found.stderr == b""
