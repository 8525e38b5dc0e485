"""Which addresses of a prefix nobody has yet: pure."""

from collections.abc import Collection, Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import islice


def free_addresses(prefix: str, taken: Collection[str], most: int, *, pool: bool = False) -> list[str]:
    """Return up to `most` addresses of a prefix, lowest first, with its length, that are not taken (without length).

    The first and the last address of an IPv4 network name the network and everybody in it; in a pool, and in a /31 or
    /32, all are usable.
    """
    network = ip_network(prefix)
    used = frozenset(taken)
    found = (f"{host}/{network.prefixlen}" for host in _hosts(network, pool=pool) if str(host) not in used)
    return list(islice(found, most))


def _hosts(network: IPv4Network | IPv6Network, *, pool: bool) -> Iterator[object]:
    return iter(network) if pool or network.num_addresses <= 2 else iter(network.hosts())
