"""How long somebody must wait before the next try. Pure arithmetic: the tries are kept elsewhere.

Nobody is ever locked out: a wait has an upper limit, and each key has its own. Keys are (account, network), network,
and (device, account): a stranger fills only keys of strangers, so a person on their own device never waits for them.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address
from math import ceil

import msgspec


class Policy(msgspec.Struct, frozen=True):
    """How fast tries get slower.

    free: failures without a wait. first: wait after the next one, doubled each time up to longest. forget: length of
    the pause after which everything is forgiven.
    """

    free: int
    first: timedelta
    longest: timedelta
    forget: timedelta


class Tries(msgspec.Struct, frozen=True):
    """Failures so far and the moment of the last one (aware)."""

    failures: int = 0
    last_at: datetime | None = None


_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

# One account guessed from one network, or from a device that the account knows.
PAIR = Policy(free=5, first=2 * _SECOND, longest=15 * _MINUTE, forget=_HOUR)
DEVICE = Policy(free=10, first=2 * _SECOND, longest=5 * _MINUTE, forget=_HOUR)
# All accounts guessed from one network; wide, since a whole office may sit behind one address.
NETWORK = Policy(free=30, first=_SECOND, longest=10 * _MINUTE, forget=15 * _MINUTE)
# The second factor: only who knows the password gets here, so strangers cannot fill this key.
CODE = Policy(free=5, first=30 * _SECOND, longest=15 * _MINUTE, forget=24 * _HOUR)
# Asking for a link by mail.
MAIL = Policy(free=2, first=5 * _MINUTE, longest=_HOUR, forget=24 * _HOUR)


def seconds_to_wait(tries: Tries, policy: Policy, now: datetime) -> int:
    """Return the whole seconds before the next try is allowed; 0: at once."""
    if tries.last_at is None or now - tries.last_at >= policy.forget or tries.failures <= policy.free:
        return 0
    # beyond 2**20 the wait is the longest one anyway; without the cut the number would grow without limit
    wait = min(policy.first * 2 ** min(tries.failures - policy.free - 1, 20), policy.longest)
    left: timedelta = tries.last_at + wait - now
    return max(0, ceil(left / _SECOND))


def counted(tries: Tries, policy: Policy, now: datetime) -> Tries:
    """Return the tries with one more, made now; earlier ones are forgiven after a long pause."""
    forgiven = tries.last_at is None or now - tries.last_at >= policy.forget
    return Tries(1 if forgiven else tries.failures + 1, now)


def network_of(address: str) -> str:
    """Return what counts as one caller: an IPv4 address, the /64 of an IPv6 one, or the text as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped) if mapped is not None else str(ip_address(int(parsed) >> 64 << 64))
