"""The Engine over pysnmp: one SnmpEngine kept for life, targets kept, no MIB look-ups."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

import structlog
from pyasn1.type import univ
from pysnmp.carrier.asyncio.dgram import udp, udp6
from pysnmp.carrier.error import CarrierError
from pysnmp.error import PySnmpError
from pysnmp.hlapi.v3arch import asyncio as hlapi
from pysnmp.proto import errind

from plugins.assets.domain.varbinds import Value
from plugins.assets.snmp.engine import Community, Credentials, Failure, Target, User, VarBind

log = structlog.get_logger()

_AUTH = {
    None: hlapi.USM_AUTH_NONE,
    "MD5": hlapi.USM_AUTH_HMAC96_MD5,
    "SHA": hlapi.USM_AUTH_HMAC96_SHA,
    "SHA224": hlapi.USM_AUTH_HMAC128_SHA224,
    "SHA256": hlapi.USM_AUTH_HMAC192_SHA256,
    "SHA384": hlapi.USM_AUTH_HMAC256_SHA384,
    "SHA512": hlapi.USM_AUTH_HMAC384_SHA512,
}
_PRIV = {
    None: hlapi.USM_PRIV_NONE,
    "DES": hlapi.USM_PRIV_CBC56_DES,
    "3DES": hlapi.USM_PRIV_CBC168_3DES,
    "AES": hlapi.USM_PRIV_CFB128_AES,
    "AES192": hlapi.USM_PRIV_CFB192_AES_BLUMENTHAL,
    "AES256": hlapi.USM_PRIV_CFB256_AES_BLUMENTHAL,
    "AES192C": hlapi.USM_PRIV_CFB192_AES,
    "AES256C": hlapi.USM_PRIV_CFB256_AES,
}
_BAD_CREDENTIALS = (
    errind.UnknownUserName,
    errind.WrongDigest,
    errind.AuthenticationError,
    errind.AuthenticationFailure,
    errind.DecryptionError,
    errind.UnsupportedSecurityLevel,
    errind.UnknownSecurityName,
)
_TOO_BIG, _NO_SUCH_NAME = 1, 2
_REFUSALS = {6, 16}  # noAccess, authorizationError


class PysnmpEngine:
    """timeout_s: seconds to wait for one answer; retries: how often to ask again after that.

    The cost is in what pysnmp sets up per engine (about a second) and per new target (15 to 25 ms): keep the object.
    Use it within one event loop, and close() it at the end.
    """

    def __init__(self, *, timeout_s: float = 2.0, retries: int = 1) -> None:
        self._timeout_s = timeout_s
        self._retries = retries
        # pysnmp keeps users by name alone: devices that share a user name but not the keys need engines of their own
        self._engines: dict[Credentials | None, Any] = {}
        self._transports: dict[tuple[Target, Credentials | None], Any] = {}

    async def get(self, target: Target, credentials: Credentials, oids: list[str]) -> list[VarBind] | Failure:
        """Return these instances, in this order; over SNMPv1 an absent object costs a request of its own."""
        found: dict[str, Value | None] = dict.fromkeys(oids)
        wanted = list(oids)
        while wanted:
            answer = await self._ask(hlapi.get_cmd, target, credentials, wanted)
            if isinstance(answer, Failure):
                return answer
            missing, varbinds = answer
            if missing is None:
                found.update((oid, value) for oid, value in varbinds if oid in found)
                break
            del wanted[missing]
        return list(found.items())

    async def get_bulk(
        self, target: Target, credentials: Credentials, oids: list[str], rows: int
    ) -> list[VarBind] | Failure:
        """Return what follows each OID, row by row; one row by GETNEXT over SNMPv1."""
        if not (isinstance(credentials, Community) and credentials.version == "1"):
            answer = await self._ask(hlapi.bulk_cmd, target, credentials, oids, (0, rows))
            return answer if isinstance(answer, Failure) else answer[1]
        wanted = list(oids)
        while wanted:
            answer = await self._ask(hlapi.next_cmd, target, credentials, wanted)
            if isinstance(answer, Failure):
                return answer
            missing, varbinds = answer
            if missing is None:
                following = iter(varbinds)
                return [next(following, (oid, None)) if oid in wanted else (oid, None) for oid in oids]
            del wanted[missing]
        return [(oid, None) for oid in oids]

    def close(self) -> None:
        """Close the sockets. The object can be used again afterwards."""
        for engine in self._engines.values():
            _close(engine)
        self._engines.clear()
        self._transports.clear()

    async def _ask(
        self, command: Any, target: Target, credentials: Credentials, oids: list[str], options: tuple[int, ...] = ()
    ) -> tuple[int | None, list[VarBind]] | Failure:
        """Return (position of an object that SNMPv1 says is missing, answers)."""
        key = credentials if isinstance(credentials, User) else None
        engine = self._engines.get(key) or self._engines.setdefault(key, _new_engine())
        context = hlapi.ContextData(contextName=credentials.context if isinstance(credentials, User) else "")
        names = [hlapi.ObjectType(hlapi.ObjectIdentity(oid)) for oid in oids]
        try:
            transport = await self._transport(target, key)
            call = command(engine, _auth(credentials), transport, context, *options, *names, lookupMib=False)
            indication, status, index, varbinds = await self._in_time(call)
        except TimeoutError:
            return Failure("timeout", f"No answer from {target.host}:{target.port}.")
        except (PySnmpError, OSError) as error:
            return Failure("unreachable", f"{target.host}:{target.port}: {error}")
        except Exception as error:  # noqa: BLE001 -- pyasn1 raises many kinds on what a broken agent sends
            return Failure("error", f"{target.host}:{target.port}: {type(error).__name__}: {error}")
        failure = _failure(indication, target) if indication else None
        if failure is None and int(status) == _NO_SUCH_NAME and 1 <= int(index) <= len(oids):
            return int(index) - 1, []
        if failure is None and int(status):
            failure = _refusal(int(status), target)
        return failure or (None, [(_dotted(name), _value(value)) for name, value in varbinds])

    async def _in_time(self, call: Awaitable[Any]) -> Any:
        """Wait somewhat longer than pysnmp should: after an answer that it cannot decode its own timer may fail."""
        async with asyncio.timeout(self._timeout_s * (self._retries + 1) + 2):
            return await call

    async def _transport(self, target: Target, key: Credentials | None) -> Any:
        known = self._transports.get((target, key))
        if known is None:
            address = await _resolve(target)
            kind = hlapi.Udp6TransportTarget if ":" in address else hlapi.UdpTransportTarget
            known = await kind.create((address, target.port), timeout=self._timeout_s, retries=self._retries)
            self._transports[target, key] = known
        return known


def _close(engine: hlapi.SnmpEngine) -> None:
    """Stop listening now, and end the engine one turn of the loop later.

    pysnmp hands a datagram on in the next turn: one that has come in just before would find an engine that is gone, and
    the loop an exception that nobody can catch.
    """
    dispatcher = engine.transport_dispatcher
    if dispatcher is None:
        return
    for domain in (udp.DOMAIN_NAME, udp6.DOMAIN_NAME):
        with suppress(CarrierError):
            listening = dispatcher.get_transport(domain).transport
            if listening is not None:
                listening.close()
    asyncio.get_running_loop().call_soon(engine.close_dispatcher)


def _new_engine() -> Any:
    """Return an SnmpEngine that drops packets it cannot decode, instead of raising in the event loop."""
    engine = hlapi.SnmpEngine()
    receive = engine.message_dispatcher.receive_message

    def receive_or_drop(*packet: Any) -> Any:
        try:
            return receive(*packet)
        except Exception as error:  # noqa: BLE001 -- pyasn1 raises many kinds on noise
            log.debug("snmp_packet_dropped", error=repr(error))
            return None

    engine.message_dispatcher.receive_message = receive_or_drop
    return engine


async def _resolve(target: Target) -> str:
    """Return the first address of the host. Raises OSError when it has none."""
    try:
        return str(ipaddress.ip_address(target.host))
    except ValueError:
        found = await asyncio.get_running_loop().getaddrinfo(target.host, target.port, type=socket.SOCK_DGRAM)
        return str(found[0][4][0])


def _auth(credentials: Credentials) -> Any:
    if isinstance(credentials, Community):
        return hlapi.CommunityData(credentials.name, mpModel=0 if credentials.version == "1" else 1)
    return hlapi.UsmUserData(
        credentials.name,
        credentials.auth_key,
        credentials.priv_key,
        authProtocol=_AUTH[credentials.auth_protocol],
        privProtocol=_PRIV[credentials.priv_protocol],
    )


def _failure(indication: Any, target: Target) -> Failure:
    where = f"{target.host}:{target.port}"
    if isinstance(indication, errind.RequestTimedOut):
        return Failure("timeout", f"No answer from {where}.")
    if isinstance(indication, _BAD_CREDENTIALS):
        return Failure("credentials", f"{where} does not accept the user or its keys: {indication}.")
    if isinstance(indication, errind.TooBig):
        return Failure("too_big", f"{where}: {indication}.")
    return Failure("error", f"{where}: {indication}.")


def _refusal(status: int, target: Target) -> Failure:
    where = f"{target.host}:{target.port}"
    if status == _TOO_BIG:
        return Failure("too_big", f"{where}: the answer does not fit into one packet.")
    if status in _REFUSALS:
        return Failure("refused", f"{where} refuses access (error status {status}).")
    return Failure("error", f"{where} answered with error status {status}.")


def _dotted(name: Any) -> str:
    return ".".join(map(str, tuple(name)))


def _value(value: Any) -> Value | None:
    """Return pysnmp's value as int, bytes or dotted OID; None for NULL and the three exceptions of RFC 3416."""
    if isinstance(value, univ.Integer):
        return int(value)
    if isinstance(value, univ.Null):  # before OctetString, which pyasn1 derives it from
        return None
    if isinstance(value, univ.OctetString):
        return bytes(value.asOctets())
    if isinstance(value, univ.ObjectIdentifier):
        return _dotted(value)
    return None
