"""Agents that are not ours: net-snmp's snmpd over v1, v2c and v3, and snmpsim over v2c and v3."""

import platform
import socket

import pytest

from plugins.assets.domain.readings import Reading
from plugins.assets.snmp import Community, Credentials, Failure, Target, User, parse, read_device
from plugins.assets.snmp.pysnmp_engine import PysnmpEngine
from tests.assets.snmp.conftest import AUTH_KEY, PRIV_KEY, SNMPSIM_RECORDINGS, USERS, Agent
from tests.assets.snmp.recordings import needs_corpus, varbinds

pytestmark = pytest.mark.anyio


def user(name: str, auth: str, priv: str, *, auth_key: str = AUTH_KEY, priv_key: str = PRIV_KEY) -> User:
    plain = auth.replace("-", "")
    return User(name=name, auth_protocol=plain, auth_key=auth_key, priv_protocol=priv, priv_key=priv_key)


async def ask(agent: Agent, *credentials: Credentials) -> list[Reading | Failure]:
    engine = PysnmpEngine(timeout_s=5, retries=1)
    found = [await read_device(Target("127.0.0.1", agent.port), each, engine=engine) for each in credentials]
    engine.close()
    return found


async def test_snmpd_over_all_versions_with_one_engine(snmpd: Agent) -> None:
    users = [user(*each) for each in USERS]
    for reading in await ask(snmpd, Community("public", "1"), Community("public"), *users):
        assert isinstance(reading, Reading), reading
        assert (reading.device_class, reading.vendor, reading.version) == ("linux", "Linux", platform.release())
        assert reading.sys_name == "Máy chủ"
        assert {port.name for port in reading.ports} <= {name for _, name in socket.if_nameindex()}
        loopback = next(port for port in reading.ports if port.type == "softwareLoopback")
        assert (loopback.oper, (loopback.in_octets or 0) > 0) == ("up", True)
        assert reading.memory is not None
        assert reading.memory.total_bytes > 2**26
        assert reading.incomplete == []


async def test_wrong_keys_and_unknown_users(snmpd: Agent) -> None:
    name, auth, priv = USERS[0]
    wrong = [
        user(name, auth, priv, auth_key="wrongpass123"),
        user("nobody", auth, priv),
        User(name=name),
    ]
    reasons = [getattr(found, "reason", None) for found in await ask(snmpd, *wrong)]
    assert reasons == ["credentials", "credentials", "refused"]


async def test_one_user_name_with_two_keys_on_two_devices(snmpd: Agent) -> None:
    """pysnmp knows users by name alone; a wrong key for one device must not spoil the right one of another."""
    name, auth, priv = USERS[0]
    right, wrong = user(name, auth, priv), user(name, auth, priv, auth_key="otherpass123")
    found = await ask(snmpd, right, wrong, right)
    assert [isinstance(each, Reading) for each in found] == [True, False, True]


@needs_corpus
@pytest.mark.parametrize("name", SNMPSIM_RECORDINGS)
async def test_snmpsim_over_v2c_and_v3(snmpsim: Agent, name: str) -> None:
    version_3 = User(
        name="mon", auth_protocol="SHA", auth_key=AUTH_KEY, priv_protocol="AES", priv_key=PRIV_KEY, context=name
    )
    for found in await ask(snmpsim, Community(name), version_3):
        assert found == parse(varbinds(name))
