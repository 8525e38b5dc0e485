"""What a way of speaking SNMP has to offer; the only one so far is pysnmp_engine."""

from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from plugins.assets.domain.varbinds import Value

Reason: TypeAlias = Literal["timeout", "too_big", "credentials", "unreachable", "refused", "error"]
VarBind: TypeAlias = tuple[str, Value | None]
"""(OID, value); None where the agent has no such object, or, in a walk, nothing after it."""

AUTH_PROTOCOLS = ("MD5", "SHA", "SHA224", "SHA256", "SHA384", "SHA512")
PRIV_PROTOCOLS = ("DES", "3DES", "AES", "AES192", "AES256", "AES192C", "AES256C")
"""AES192 and AES256 as in the Blumenthal draft; with C, the key extension that Cisco uses."""


class Target(Struct, frozen=True):
    """Where an agent listens: an address or a host name, and a UDP port."""

    host: str
    port: int = 161


class Community(Struct, frozen=True):
    """Credentials of SNMPv1 and v2c. Not shown in logs: the community is a password."""

    name: str
    version: Literal["1", "2c"] = "2c"

    def __repr__(self) -> str:
        return f"Community(version={self.version!r})"


class User(Struct, frozen=True, kw_only=True):
    """Credentials of SNMPv3 (RFC 3414): noAuthNoPriv, authNoPriv or authPriv by what is given. Keys are passphrases."""

    name: str
    auth_protocol: str | None = None
    auth_key: str | None = None
    priv_protocol: str | None = None
    priv_key: str | None = None
    context: str = ""

    def __repr__(self) -> str:
        return f"User(name={self.name!r}, auth={self.auth_protocol}, priv={self.priv_protocol})"


Credentials: TypeAlias = Community | User


class Failure(Struct, frozen=True):
    """Why an agent was not read; detail is a sentence for people, in English, without secrets.

    timeout: no answer (also what a wrong community looks like); too_big: the answer does not fit; credentials: the
    agent knows no such user or key; unreachable: no way to the address; refused: the agent answered that it will not;
    error: anything else.
    """

    reason: Reason
    detail: str = ""


class Engine(Protocol):
    """One long-lived speaker of SNMP for any number of targets; failures are values, nothing is raised."""

    async def get(self, target: Target, credentials: Credentials, oids: list[str]) -> list[VarBind] | Failure:
        """Return these instances, in this order."""

    async def get_bulk(
        self, target: Target, credentials: Credentials, oids: list[str], rows: int
    ) -> list[VarBind] | Failure:
        """Return what follows each OID, row by row, at most so many rows; agents may send fewer, cut anywhere.

        Over SNMPv1, which has no GETBULK, one row.
        """
