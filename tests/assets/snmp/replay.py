"""A small agent that answers over real UDP with the recordings, the community being the name of one.

SNMPv1 and v2c: GET, GETNEXT, GETBULK. An answer is cut at 1,400 octets, as net-snmp does. `Quirks` make it misbehave
in the ways real agents do.
"""

import bisect
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.assets.snmp.recordings import NUMBERS, Line, address

GET, GET_NEXT, RESPONSE, GET_BULK = 0xA0, 0xA1, 0xA2, 0xA5
NO_SUCH_OBJECT, END_OF_MIB_VIEW = b"\x80\x00", b"\x82\x00"
TOO_BIG, NO_SUCH_NAME = 1, 2
PACKET = 1_400

Oid = tuple[int, ...]


@dataclass
class Quirks:
    """Ways to misbehave.

    loops: past the end comes the first OID again; back: after this OID comes that. silent_over, too_big_over: varbinds
    asked for (rows times columns) above which no answer or tooBig comes. first_silent: so many requests are not
    answered; last_answer: none after so many. damage: what happens to an encoded answer.
    """

    loops: bool = False
    back: dict[Oid, Oid] = field(default_factory=dict)
    silent_over: int | None = None
    too_big_over: int | None = None
    first_silent: int = 0
    last_answer: int = sys.maxsize
    damage: Callable[[bytes], bytes] = field(default=lambda answer: answer)
    delay_s: float = 0.0


def length(n: int) -> bytes:
    if n < 128:
        return bytes((n,))
    octets = n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(octets),)) + octets


def tlv(tag: int, content: bytes) -> bytes:
    return bytes((tag,)) + length(len(content)) + content


def integer(n: int, tag: int = 2) -> bytes:
    return tlv(tag, n.to_bytes(n.bit_length() // 8 + 1, "big", signed=True))


def object_id(oid: Oid) -> bytes:
    arcs = [oid[0] * 40 + (oid[1] if len(oid) > 1 else 0), *oid[2:]]
    octets = bytearray()
    for arc in arcs:
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | arc & 0x7F)
        octets += bytes(reversed(groups))
    return tlv(6, bytes(octets))


def read_tlv(octets: bytes, at: int) -> tuple[int, bytes, int]:
    """Return (tag, content, position after it)."""
    tag, n, at = octets[at], octets[at + 1], at + 2
    if n & 0x80:
        size = n & 0x7F
        n, at = int.from_bytes(octets[at : at + size], "big"), at + size
    return tag, octets[at : at + n], at + n


def read_oid(octets: bytes) -> Oid:
    arcs, arc = [], 0
    for octet in octets:
        arc = arc << 7 | octet & 0x7F
        if not octet & 0x80:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return (first, arcs[0] - first * 40, *arcs[1:])


def encoded(tag: str, octets: bytes) -> bytes:
    if tag in NUMBERS:
        return integer(int(octets), int(tag))
    if tag == "6":
        return object_id(tuple(map(int, octets.split(b"."))))
    return tlv(int(tag), address(octets) if tag == "64" else octets)


class Recording:
    def __init__(self, lines: list[Line]) -> None:
        self.oids = [oid for oid, _, _ in lines]
        self.values = {oid: encoded(tag, octets) for oid, tag, octets in lines}

    def get(self, oid: Oid) -> bytes:
        return self.values.get(oid, NO_SUCH_OBJECT)

    def following(self, oid: Oid, quirks: Quirks) -> tuple[Oid, bytes]:
        if oid in quirks.back:
            return quirks.back[oid], self.values[quirks.back[oid]]
        place = bisect.bisect_right(self.oids, oid)
        if place == len(self.oids) and quirks.loops:
            place = 0
        if place == len(self.oids):
            return oid, END_OF_MIB_VIEW
        return self.oids[place], self.values[self.oids[place]]


class ReplayAgent:
    """Answers on a free port of 127.0.0.1 in a thread of its own, until the with statement ends."""

    def __init__(self, load: Callable[[str], list[Line]], quirks: Quirks | None = None) -> None:
        self.quirks = quirks or Quirks()
        self.requests = 0
        self._load = load
        self._recordings: dict[str, Recording] = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping = True
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopping:
            try:
                packet, peer = self._socket.recvfrom(65_535)
            except TimeoutError:
                continue
            self.requests += 1
            heard = self.quirks.first_silent < self.requests <= self.quirks.last_answer
            answer = self._answer(packet) if heard else None
            if answer is not None:
                time.sleep(self.quirks.delay_s)
                self._socket.sendto(self.quirks.damage(answer), peer)

    def _answer(self, packet: bytes) -> bytes | None:
        _, message, _ = read_tlv(packet, 0)
        _, version, at = read_tlv(message, 0)
        _, community, at = read_tlv(message, at)
        kind, pdu, _ = read_tlv(message, at)
        recording = self._recording(community.decode())
        if version[0] > 1 or recording is None:
            return None
        _, request_id, at = read_tlv(pdu, 0)
        _, _, at = read_tlv(pdu, at)
        _, repetitions, at = read_tlv(pdu, at)
        _, asked, _ = read_tlv(pdu, at)
        oids, at = [], 0
        while at < len(asked):
            _, pair, at = read_tlv(asked, at)
            oids.append(read_oid(read_tlv(pair, 0)[1]))
        rows = int.from_bytes(repetitions, "big") if kind == GET_BULK else 1
        wanted = rows * len(oids)
        if self.quirks.silent_over is not None and wanted > self.quirks.silent_over:
            return None
        status, index, pairs = self._pairs(recording, kind, oids, rows)
        if self.quirks.too_big_over is not None and wanted > self.quirks.too_big_over:
            status, index, pairs = TOO_BIG, 0, []
        if version[0] == 0 and (missing := _missing(pairs)):
            status, index = NO_SUCH_NAME, missing
            pairs = [(oid, b"\x05\x00") for oid in oids]
        answered = b"".join(tlv(0x30, object_id(oid) + value) for oid, value in _cut(pairs))
        body = tlv(2, request_id) + integer(status) + integer(index) + tlv(0x30, answered)
        return tlv(0x30, tlv(2, version) + tlv(4, community) + tlv(RESPONSE, body))

    def _pairs(self, recording: Recording, kind: int, oids: list[Oid], rows: int) -> tuple[int, int, list]:
        if kind == GET:
            return 0, 0, [(oid, recording.get(oid)) for oid in oids]
        pairs, last = [], list(oids)
        for _ in range(rows):
            for place, oid in enumerate(last):
                last[place], value = recording.following(oid, self.quirks)
                pairs.append((last[place], value))
        return 0, 0, pairs

    def _recording(self, name: str) -> Recording | None:
        if name not in self._recordings:
            try:
                self._recordings[name] = Recording(self._load(name))
            except FileNotFoundError:
                return None
        return self._recordings[name]


def _missing(pairs: list[tuple[Oid, bytes]]) -> int:
    return next((place for place, (_, value) in enumerate(pairs, 1) if value[0] in {0x80, 0x81, 0x82}), 0)


def _cut(pairs: list[tuple[Oid, bytes]]) -> list[tuple[Oid, bytes]]:
    size, kept = 0, []
    for oid, value in pairs:
        size += len(object_id(oid)) + len(value) + 4
        if size > PACKET and kept:
            break
        kept.append((oid, value))
    return kept
