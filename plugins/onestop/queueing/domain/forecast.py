"""How long it may take: today's service times, and the counters as they stand, played forward."""

import heapq
from collections.abc import Mapping, Sequence

from msgspec import Struct

from plugins.onestop.queueing.domain.order import Waiting, next_ticket

RECENT = 20
WEIGHT_OF_USUAL = 5


class Open(Struct, frozen=True):
    """A counter where somebody sits. busy_for: minutes that its present ticket was served already, None when free.

    serving: the service of that ticket.
    """

    id: int
    services: frozenset[int]
    busy_for: float | None = None
    serving: int | None = None


def mean_minutes(usual: float, today: Sequence[float]) -> float:
    """Return how long one ticket takes, in minutes: today's newest times (oldest first), steadied by the usual."""
    recent = today[-RECENT:]
    return (usual * WEIGHT_OF_USUAL + sum(recent)) / (WEIGHT_OF_USUAL + len(recent))


def forecast(
    counters: Sequence[Open], waiting: Sequence[Waiting], means: Mapping[int, float], *, every: int, ordinary: int
) -> dict[int, float]:
    """Return ticket id -> minutes until it is called, as things stand; a ticket that nobody can call is not in it.

    means: minutes that one ticket of a service takes.
    """
    free = [(_left(counter, means), place) for place, counter in enumerate(counters)]
    heapq.heapify(free)
    left, minutes = list(waiting), {}
    while free and left:
        at, place = heapq.heappop(free)
        counter = counters[place]
        chosen = next_ticket(left, counter.services, counter.id, every=every, ordinary=ordinary)
        if chosen is None:
            continue
        ordinary = 0 if chosen.priority else ordinary + 1
        left.remove(chosen)
        minutes[chosen.id] = at
        heapq.heappush(free, (at + means.get(chosen.service, 0.0), place))
    return minutes


def _left(counter: Open, means: Mapping[int, float]) -> float:
    if counter.busy_for is None or counter.serving is None:
        return 0.0
    return max(0.0, means.get(counter.serving, 0.0) - counter.busy_for)
