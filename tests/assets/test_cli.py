"""The command line against a real agent and a real database: read a device, put it under monitoring."""

import asyncio
import json
import os
import sys

import pytest

from core import db
from core.accounts.testing import load_office
from core.testing import NOW, SECRET
from tests.assets.snmp_agents import COMMUNITY, Snmpd, snmpd

__all__ = ["snmpd"]
pytestmark = pytest.mark.anyio


async def motcua(*arguments: str, database_url: str = "") -> tuple[int, str, str]:
    """Run a command; return exit code, output and errors."""
    environment = {**os.environ, "DATABASE_URL": database_url, "MOTCUA_SECRET_KEY": SECRET, "COLUMNS": "200"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-m", "core", "assets", *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_real_snmpd_is_read_as_json(snmpd: Snmpd) -> None:
    code, out, err = await motcua("snmp", "read", f"127.0.0.1:{snmpd.port}", "--community", COMMUNITY, "--json")
    assert code == 0, err
    reading = json.loads(out)
    assert reading["sys_name"] == "may-chu-thu"
    assert reading["class"] == "linux"
    assert reading["uptime_s"] is not None


async def test_device_is_read_registered_and_monitored(committed_db: str, snmpd: Snmpd) -> None:
    await load_office(NOW)
    add = ("devices", "add", f"127.0.0.1:{snmpd.port}", "--unit", "an-ninh-dong", "--community", COMMUNITY)
    code, out, err = await motcua(*add, database_url=committed_db)
    assert code == 0, err
    stored = await db.row(
        "SELECT a.code, a.name, a.unit_name, c.key, d.port, d.enabled, d.credential, d.device_class"
        " FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset"
        " JOIN assets.assets_model m ON m.id = a.model JOIN assets.assets_category c ON c.id = m.category"
    )
    assert stored is not None
    assert out.startswith(stored["code"])
    assert (stored["name"], stored["unit_name"], stored["key"]) == ("may-chu-thu", "Xã An Ninh Đông", "server")
    assert (stored["port"], stored["enabled"], stored["device_class"]) == (snmpd.port, True, "linux")
    assert COMMUNITY not in stored["credential"]
    again = await motcua(*add, "--asset", stored["code"], "--interval", "9", database_url=committed_db)
    assert again[0] == 0, again
    assert await db.value("SELECT array_agg(interval_s) FROM assets.assets_device") == [540]
    who = await db.value("SELECT who FROM audit.audit_entry WHERE action = 'assets.watched' LIMIT 1")
    assert who.startswith("terminal:")


async def test_device_that_is_silent_or_a_unit_that_is_not_there_changes_nothing(
    committed_db: str, snmpd: Snmpd
) -> None:
    await load_office(NOW)
    silent = ("devices", "add", "127.0.0.1:9", "--unit", "an-ninh-dong", "--community", COMMUNITY)
    nowhere = ("devices", "add", f"127.0.0.1:{snmpd.port}", "--unit", "nowhere", "--community", COMMUNITY)
    for arguments in (silent, nowhere):
        code, _out, err = await motcua(*arguments, database_url=committed_db)
        assert code == 1
        assert "Error" in err
    assert await db.value("SELECT count(*) FROM assets.assets_asset") == 0
