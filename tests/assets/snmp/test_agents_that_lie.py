"""What real agents do wrong, over real UDP: loops, silence, answers too big, broken packets."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Callable

import pytest
from pysnmp.carrier.asyncio.dgram import udp

from plugins.assets.domain.interfaces import PORT_COLUMNS
from plugins.assets.domain.readings import Reading
from plugins.assets.snmp import Community, Failure, Limits, Target, read_device
from plugins.assets.snmp.pysnmp_engine import PysnmpEngine
from plugins.assets.snmp.walk import device_for, walk
from tests.assets.snmp.recordings import Line
from tests.assets.snmp.replay import Quirks, ReplayAgent

pytestmark = pytest.mark.anyio

PORTS = 30


def switch(_community: str) -> list[Line]:
    """Return a small switch: the system group, a port table, and something after it."""
    system = [("1.3.6.1.2.1.1.1.0", "4", b"Toy switch"), ("1.3.6.1.2.1.1.2.0", "6", b"1.3.6.1.4.1.8691.7")]
    rows = [
        (f"{column}.{row}", *cell)
        for column, cell in zip(
            PORT_COLUMNS,
            [("4", b"port"), ("2", b"6"), ("66", b"100000000"), ("4", b"\2\0\0\0\0\1"), ("2", b"1"), ("2", b"1")]
            + [("65", b"7")] * 2
            + [("4", b"p"), ("70", b"7"), ("70", b"8"), ("66", b"100"), ("4", b"")],
            strict=True,
        )
        for row in range(1, PORTS + 1)
    ]
    last = [("1.3.6.1.6.3.10.2.1.3.0", "2", b"1000")]
    return sorted((tuple(map(int, oid.split("."))), tag, octets) for oid, tag, octets in [*system, *rows, *last])


@pytest.fixture
async def engine() -> AsyncIterator[PysnmpEngine]:
    """Patient: the agents answer, but the machine may be busy."""
    running = PysnmpEngine(timeout_s=5, retries=2)
    yield running
    running.close()


@pytest.fixture
async def hasty() -> AsyncIterator[PysnmpEngine]:
    """For agents that keep silent."""
    running = PysnmpEngine(timeout_s=2, retries=0)
    yield running
    running.close()


async def read(agent: ReplayAgent, engine: PysnmpEngine, **limits: float) -> Reading:
    target = Target("127.0.0.1", agent.port)
    bounds = Limits(**limits)  # type: ignore[arg-type]
    reading = await read_device(target, Community("toy"), engine=engine, limits=bounds)
    assert isinstance(reading, Reading), reading
    return reading


async def test_an_honest_agent_is_read_to_the_end(engine: PysnmpEngine) -> None:
    with ReplayAgent(switch) as agent:
        reading = await read(agent, engine)
    assert (len(reading.ports), reading.incomplete) == (PORTS, [])
    assert reading.device_class == "switch"


async def test_an_agent_that_starts_over_is_left_at_once(engine: PysnmpEngine) -> None:
    def only_ports(community: str) -> list[Line]:
        return [line for line in switch(community) if line[0][:7] != (1, 3, 6, 1, 6, 3, 10)]

    with ReplayAgent(only_ports, Quirks(loops=True)) as agent:
        reading = await read(agent, engine)
        assert agent.requests < 60
    assert len(reading.ports) == PORTS


async def test_an_oid_that_does_not_increase_ends_its_column(engine: PysnmpEngine) -> None:
    """The rows of a column come round again within the column: a walk of it would never end."""
    column = PORT_COLUMNS[0]
    first, third = (tuple(map(int, f"{column}.{row}".split("."))) for row in (1, 3))
    with ReplayAgent(switch, Quirks(back={third: first})) as agent:
        target = Target("127.0.0.1", agent.port)
        device = device_for(engine, target, Community("toy"), Limits())
        await walk(device, [column])
        assert agent.requests == 1
    assert list(device.answers) == [f"{column}.{row}" for row in (1, 2, 3)]
    assert device.problems == [f"{column}: the agent's OIDs do not increase"]


@pytest.mark.parametrize("quirks", [Quirks(too_big_over=10), Quirks(too_big_over=1)], ids=["ten", "one"])
async def test_too_big_leads_to_smaller_requests(engine: PysnmpEngine, quirks: Quirks) -> None:
    with ReplayAgent(switch, quirks) as agent:
        target = Target("127.0.0.1", agent.port)
        # the very first question of four is not made smaller: nobody would answer it with tooBig
        device = device_for(engine, target, Community("toy"), Limits())
        await walk(device, PORT_COLUMNS)
    assert len(device.answers) == PORTS * len(PORT_COLUMNS)
    assert device.problems == []


async def test_silence_on_big_requests_leads_to_smaller_ones(hasty: PysnmpEngine) -> None:
    with ReplayAgent(switch, Quirks(silent_over=20)) as agent:
        reading = await read(agent, hasty)
    assert len(reading.ports) == PORTS


async def test_a_device_that_goes_away_is_given_up_and_what_was_read_is_kept(hasty: PysnmpEngine) -> None:
    with ReplayAgent(switch, Quirks(last_answer=4)) as agent:
        reading = await read(agent, hasty, seconds=60)
        assert agent.requests < 4 + 10
    assert reading.vendor == "Moxa"
    assert "timeout" in reading.incomplete[0] or "stopped" in reading.incomplete[0]


async def test_a_lost_packet_is_asked_for_again() -> None:
    engine = PysnmpEngine(timeout_s=2, retries=3)
    with ReplayAgent(switch, Quirks(first_silent=1)) as agent:
        reading = await read(agent, engine)
    engine.close()
    assert len(reading.ports) == PORTS


async def test_time_is_bounded_and_what_was_read_is_kept(engine: PysnmpEngine) -> None:
    with ReplayAgent(switch, Quirks(delay_s=0.4)) as agent:
        reading = await read(agent, engine, seconds=6, packet=1)
    assert reading.vendor == "Moxa"
    assert reading.incomplete == ["stopped after 6 s"]


async def test_size_is_bounded(engine: PysnmpEngine) -> None:
    with ReplayAgent(switch) as agent:
        few_rows = await read(agent, engine, rows=5)
        few_answers = await read(agent, engine, varbinds=50)
    assert len(few_rows.ports) == 5
    assert few_rows.incomplete[0].endswith("stopped after 5 rows")
    assert len(few_answers.ports) < PORTS
    assert "answers" in few_answers.incomplete[0]


def cut(answer: bytes) -> bytes:
    return answer[: len(answer) // 2]


def noise(answer: bytes) -> bytes:
    return random.Random(len(answer)).randbytes(len(answer))


def flipped(answer: bytes) -> bytes:
    place = random.Random(len(answer)).randrange(len(answer))
    return answer[:place] + bytes((answer[place] ^ 0x5A,)) + answer[place + 1 :]


def huge_length(answer: bytes) -> bytes:
    return b"\x30\x84\xff\xff\xff\xff" + answer[2:]


@pytest.mark.parametrize("damage", [cut, noise, flipped, huge_length, lambda _: b""])
async def test_broken_packets_are_a_failure_not_a_crash(damage: Callable[[bytes], bytes]) -> None:
    engine = PysnmpEngine(timeout_s=2, retries=2)
    with ReplayAgent(switch, Quirks(damage=damage)) as agent:
        target = Target("127.0.0.1", agent.port)
        outcome = await read_device(target, Community("toy"), engine=engine, limits=Limits(seconds=5))
        assert isinstance(outcome, Failure | Reading)
        # the engine goes on working with honest agents
        agent.quirks.damage = lambda answer: answer
        reading = await read(agent, engine)
    engine.close()
    assert len(reading.ports) == PORTS


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
async def test_what_comes_in_while_an_engine_closes_harms_nobody(turns: int) -> None:
    """An exception in a callback of the loop would fail this test, whoever raised it."""
    engine = PysnmpEngine(timeout_s=2, retries=0)
    with ReplayAgent(switch) as agent:
        await engine.get(Target("127.0.0.1", agent.port), Community("toy"), ["1.3.6.1.2.1.1.1.0"])
        [speaking] = engine._engines.values()
        listening = speaking.transport_dispatcher.get_transport(udp.DOMAIN_NAME).transport
        port = listening.get_extra_info("socket").getsockname()[1]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as late:
            for _ in range(50):
                late.sendto(b"late", ("127.0.0.1", port))
            for _ in range(turns):
                await asyncio.sleep(0)
            engine.close()
            await asyncio.sleep(0.05)
    assert not engine._engines


async def test_nobody_there_is_a_timeout(hasty: PysnmpEngine) -> None:
    outcome = await read_device(Target("127.0.0.1", 9), Community("public"), engine=hasty)
    assert isinstance(outcome, Failure)
    assert (outcome.reason, outcome.detail) == ("timeout", "No answer from 127.0.0.1:9.")


async def test_a_name_without_an_address_is_unreachable(engine: PysnmpEngine) -> None:
    outcome = await read_device(Target("no-such-device.invalid"), Community("public"), engine=engine)
    assert isinstance(outcome, Failure)
    assert outcome.reason == "unreachable"


async def test_an_unknown_community_is_silence(hasty: PysnmpEngine) -> None:
    def nobody(_community: str) -> list[Line]:
        raise FileNotFoundError

    with ReplayAgent(nobody) as agent:
        outcome = await read_device(Target("127.0.0.1", agent.port), Community("wrong"), engine=hasty)
    assert isinstance(outcome, Failure)
    assert outcome.reason == "timeout"


def test_secrets_are_not_shown() -> None:
    assert "geheim" not in repr(Community("geheim"))
