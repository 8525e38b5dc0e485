"""Where a message may go: an https address of the open net, or a host that the installation names."""

from collections.abc import Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final, Literal
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

LONGEST: Final = 500
Fault = Literal["not_an_address", "user_in_it", "not_https", "private"]


class Target(Struct, frozen=True):
    """A parsed address. named: the installation's settings name the host, so it may be private and without https."""

    scheme: str
    host: str
    port: int
    path: str
    named: bool

    @property
    def authority(self) -> str:
        """What the Host header says."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return shown if self.port == usual else f"{shown}:{self.port}"


def read_target(url: str, named_hosts: Collection[str]) -> Target | Fault:
    """Return the target of an address as typed by an administrator, or what is wrong with it.

    named_hosts: "host" or "host:port". Whether a name leads into a private network is only known once it is looked up:
    `may_connect`, at each try.
    """
    parts = _split(url)
    if parts is None:
        return "not_an_address"
    if parts.username is not None or parts.password is not None:
        return "user_in_it"
    host = str(parts.hostname).rstrip(".")
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    named = host in named_hosts or f"{host}:{port}" in named_hosts
    if parts.scheme != "https" and not named:
        return "not_https"
    if not named and (host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or _is_inside(host)):
        return "private"
    return Target(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), named)


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address, None for what is none; nothing in it may be read in two ways."""
    if len(url) > LONGEST or not all("!" <= letter <= "~" and letter != "\\" for letter in url):
        return None
    try:
        parts = urlsplit(url)
        whole = bool((parts.hostname or "").rstrip(".")) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if whole and parts.scheme in {"http", "https"} and not parts.fragment else None


def may_connect(target: Target, addresses: Sequence[str]) -> str | None:
    """Return the address to connect to, or None when the name leads anywhere that it may not.

    One bad address among several refuses all: it would be the one that an attacker waits for.
    """
    if not addresses or (not target.named and any(_is_inside(address) for address in addresses)):
        return None
    return addresses[0]


def _is_inside(text: str) -> bool:
    """Tell whether this is a numeric address outside of the open net; a name is not, as far as it goes.

    Numbers in every spelling that resolvers take count as addresses: 127.1, 0x7f000001, 2130706433.
    """
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        last = text.rpartition(".")[2]
        return last.isdigit() or last.lower().startswith("0x")
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return any(not one.is_global or one.is_multicast for one in (address, inner))
