"""Every recorded agent read over real UDP says the same as its recording parsed directly."""

from collections.abc import Iterator

import pytest

from plugins.assets.domain.readings import Reading
from plugins.assets.snmp import Community, Target, parse, read_device
from plugins.assets.snmp.pysnmp_engine import PysnmpEngine
from tests.assets.snmp.recordings import NAMES, lines, needs_corpus, varbinds
from tests.assets.snmp.replay import ReplayAgent

pytestmark = [pytest.mark.anyio, needs_corpus]


@pytest.fixture(scope="module")
def agent() -> Iterator[ReplayAgent]:
    with ReplayAgent(lines) as running:
        yield running


@pytest.mark.slow
async def test_all_recordings_over_udp_with_one_engine(agent: ReplayAgent) -> None:
    engine = PysnmpEngine(timeout_s=8, retries=1)
    different = []
    for name in NAMES:
        reading = await read_device(Target("127.0.0.1", agent.port), Community(name), engine=engine)
        if reading != parse(varbinds(name)):
            different.append((name, reading))
    engine.close()
    assert different == []


@pytest.mark.parametrize("name", ["jetdirect_m252dw", "apc_smt750x-nmc2"])
async def test_snmpv1_reads_the_same_but_for_wide_counters(agent: ReplayAgent, name: str) -> None:
    engine = PysnmpEngine(timeout_s=8)
    reading = await read_device(Target("127.0.0.1", agent.port), Community(name, "1"), engine=engine)
    engine.close()
    assert isinstance(reading, Reading)
    assert reading == parse(varbinds(name))


async def test_a_switch_takes_few_requests(agent: ReplayAgent) -> None:
    """44 ports with 13 columns each, side by side: not a walk of 2,600 objects."""
    engine = PysnmpEngine(timeout_s=8)
    before = agent.requests
    reading = await read_device(Target("127.0.0.1", agent.port), Community("procurve_2520"), engine=engine)
    engine.close()
    assert isinstance(reading, Reading)
    assert len(reading.ports) == 44
    assert agent.requests - before < 50
