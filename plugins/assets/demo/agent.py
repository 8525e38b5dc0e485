"""An SNMPv2c agent that answers for all simulated devices, each under its own community. For development only."""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, cast

import structlog
from pyasn1.codec.ber import decoder, encoder
from pyasn1.error import PyAsn1Error
from pysnmp.proto import api, rfc1902, rfc1905

from plugins.assets.demo.answers import varbinds
from plugins.assets.demo.simulation import answers, simulated
from plugins.assets.domain.varbinds import Value

log = structlog.get_logger()
_V2C = 1
_UPTIME = (1, 3, 6, 1, 2, 1, 1, 3, 0)
_MOST_ROWS = 50
Arcs = tuple[int, ...]


class DemoAgent(asyncio.DatagramProtocol):
    """Answers GET, GETNEXT and GETBULK; keeps silent for devices that are off, as they would."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to answer."""
        self.transport = cast(asyncio.DatagramTransport, transport)  # Python 3.11's own is no subclass of it

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        """Answer one message; anything that is none is dropped."""
        try:
            answer = respond(data, self.now())
        except (PyAsn1Error, ValueError):
            return
        if answer is not None and self.transport is not None:
            self.transport.sendto(answer, addr)


def respond(data: bytes, at: datetime) -> bytes | None:
    """Return the answer to a message at a moment, None for silence. Raises PyAsn1Error for what is no message."""
    if int(api.decodeMessageVersion(data)) != _V2C:
        return None
    proto = api.PROTOCOL_MODULES[_V2C]
    message, _rest = decoder.decode(data, asn1Spec=proto.Message())
    device = simulated(bytes(proto.apiMessage.get_community(message).asOctets()).decode("ascii", "replace"))
    if device is None or not answers(device, at):
        return None
    known = sorted((tuple(map(int, oid.split("."))), value) for oid, value in varbinds(device, at).items())
    request = proto.apiMessage.get_pdu(message)
    asked = [tuple(name) for name, _value in proto.apiPDU.get_varbinds(request)]
    reply = proto.apiMessage.get_response(message)
    proto.apiPDU.set_varbinds(proto.apiMessage.get_pdu(reply), _found(request, asked, known))
    return bytes(encoder.encode(reply))


def _found(request: Any, asked: Sequence[Arcs], known: Sequence[tuple[Arcs, Value]]) -> list[tuple[Arcs, Any]]:
    if isinstance(request, rfc1905.GetRequestPDU):
        values = dict(known)
        return [(oid, _typed(oid, values[oid]) if oid in values else rfc1905.noSuchInstance) for oid in asked]
    rows = 1
    if isinstance(request, rfc1905.GetBulkRequestPDU):
        rows = min(int(api.v2c.apiBulkPDU.get_max_repetitions(request)), _MOST_ROWS)
    found: list[tuple[Arcs, Any]] = []
    for _row in range(rows):
        asked = [_next(oid, known, found) for oid in asked]
        if all(value is rfc1905.endOfMibView for _oid, value in found[-len(asked) :]):
            break
    return found


def _next(oid: Arcs, known: Sequence[tuple[Arcs, Value]], found: list[tuple[Arcs, Any]]) -> Arcs:
    """Append what follows an OID to the answer; return its OID."""
    place = bisect_right(known, oid, key=lambda pair: pair[0])
    if place == len(known):
        found.append((oid, rfc1905.endOfMibView))
        return oid
    following, value = known[place]
    found.append((following, _typed(following, value)))
    return following


def _typed(oid: Arcs, value: Value) -> Any:
    if isinstance(value, bytes):
        return rfc1902.OctetString(value)
    if isinstance(value, str):
        return rfc1902.ObjectIdentifier(value)
    if oid == _UPTIME:
        return rfc1902.TimeTicks(value % 2**32)
    return rfc1902.Integer32(value) if -(2**31) <= value < 2**31 else rfc1902.Counter64(value)


@asynccontextmanager
async def serving(host: str, port: int, now: Callable[[], datetime]) -> AsyncIterator[None]:
    """Answer on a UDP port while the block runs; several processes may share it, they answer alike."""
    loop = asyncio.get_running_loop()
    try:
        transport, _protocol = await loop.create_datagram_endpoint(
            lambda: DemoAgent(now), local_addr=(host, port), reuse_port=True
        )
    except OSError as error:
        log.warning("demonstration agent not started", port=port, error=str(error))
        yield
        return
    try:
        yield
    finally:
        transport.close()
