"""Addresses and credentials as an operator types them."""

import ipaddress
import re

from plugins.assets.snmp.engine import AUTH_PROTOCOLS, PRIV_PROTOCOLS, Target, User

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.\-]{0,252}[A-Za-z0-9])?")
_SHORTEST_KEY = 8


def parse_target(text: str) -> Target:
    """Return the target of ADDRESS[:PORT]; an IPv6 address with a port stands in brackets. Raises ValueError."""
    typed = text.strip()
    bracketed = re.fullmatch(r"\[(?P<host>[^\]]+)\](?::(?P<port>\d+))?", typed)
    if bracketed:
        return Target(str(ipaddress.IPv6Address(bracketed["host"])), _port(bracketed["port"]))
    try:
        return Target(str(ipaddress.ip_address(typed)))
    except ValueError:
        host, _, port = typed.partition(":")
    if not _HOST.fullmatch(host) or (":" in typed and not port.isdigit()):
        raise ValueError(f"not an address or a host name: {text}")
    return Target(host, _port(port))


def parse_user(text: str, context: str = "") -> User:
    """Return the SNMPv3 user of NAME[:AUTH:KEY[:PRIV:KEY]], for example mon:SHA:secret123:AES:secret456.

    Only the last key may contain colons. Raises ValueError with what is wrong; the message has no key in it.
    """
    name, *rest = text.split(":", 4)
    if not name or len(rest) not in {0, 2, 4}:
        raise ValueError("expected NAME, NAME:AUTH:KEY or NAME:AUTH:KEY:PRIV:KEY")
    given: dict[int, str] = dict(enumerate(rest))
    auth, auth_key, priv, priv_key = (given.get(place) for place in range(4))
    return User(
        name=name,
        auth_protocol=_protocol(auth, AUTH_PROTOCOLS),
        auth_key=_key(auth_key),
        priv_protocol=_protocol(priv, PRIV_PROTOCOLS),
        priv_key=_key(priv_key),
        context=context,
    )


def _port(text: str | None) -> int:
    port = int(text or 161)
    if not 1 <= port <= 65_535:
        raise ValueError(f"not a port: {port}")
    return port


def _protocol(name: str | None, known: tuple[str, ...]) -> str | None:
    if name is None:
        return None
    plain = name.upper().replace("-", "")
    if plain not in known:
        raise ValueError(f"unknown protocol {name}; one of {', '.join(known)}")
    return plain


def _key(text: str | None) -> str | None:
    if text is not None and len(text) < _SHORTEST_KEY:
        raise ValueError(f"a passphrase has at least {_SHORTEST_KEY} characters (RFC 3414, 11.2)")
    return text
