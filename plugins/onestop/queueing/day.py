"""A desk's day as it stands now: whose turn it is, how long it may take. Pure views of what the queries brought."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from core.clock import VIETNAM
from plugins.onestop.queueing.domain.forecast import Open, forecast, mean_minutes
from plugins.onestop.queueing.domain.order import Waiting, next_ticket
from plugins.onestop.queueing.domain.tickets import Ticket
from plugins.onestop.queueing.queries.desk import Counter, Desk

NOBODY_YET = 2**62  # an id behind every other one of the same moment


class Day(Struct, frozen=True):
    """A desk with the tickets of one day."""

    desk: Desk
    tickets: Sequence[Ticket]

    @property
    def waiting(self) -> list[Ticket]:
        """The tickets that wait, in the order in which they were taken."""
        return [ticket for ticket in self.tickets if ticket.state == "waiting"]

    @property
    def queue(self) -> list[Waiting]:
        """The same, as the rule of order needs them."""
        return [
            Waiting(one.id, one.service, one.taken_at, bool(one.priority), one.only_counter) for one in self.waiting
        ]

    @property
    def ordinary(self) -> int:
        """How many calls without priority there were since the last one with."""
        called = sorted((t.first_called_at, bool(t.priority)) for t in self.tickets if t.first_called_at)
        count = 0
        for _at, preferred in called:
            count = 0 if preferred else count + 1
        return count

    def at_counter(self, counter_id: int) -> Ticket | None:
        """Return the ticket that a counter has called or serves now."""
        return next((t for t in self.tickets if t.counter == counter_id and t.state in {"called", "serving"}), None)

    def next_for(self, counter: Counter) -> Ticket | None:
        """Return whom a counter calls next."""
        chosen = next_ticket(
            self.queue, counter.services, counter.id, every=self.desk.priority_every, ordinary=self.ordinary
        )
        return next((t for t in self.tickets if chosen is not None and t.id == chosen.id), None)

    def waits(self, at: datetime) -> dict[int, float]:
        """Return ticket id -> minutes until it is called, as things stand at an aware moment."""
        return self._forecast(self.queue, at)

    def wait_for(self, service_id: int, at: datetime) -> float | None:
        """Return the minutes that somebody who came now would wait; None while no counter is open for it."""
        newcomer = Waiting(NOBODY_YET, service_id, at)
        return self._forecast([*self.queue, newcomer], at).get(NOBODY_YET)

    def _forecast(self, queue: Sequence[Waiting], at: datetime) -> dict[int, float]:
        return forecast(
            [self._open(counter, at) for counter in self.desk.counters if self._is_open(counter, at)],
            queue,
            {service.id: self._mean(service.id, service.usual_minutes) for service in self.desk.services},
            every=self.desk.priority_every,
            ordinary=self.ordinary,
        )

    def _is_open(self, counter: Counter, at: datetime) -> bool:
        """Tell whether somebody works at a counter today: sat down today, or has called somebody."""
        if counter.clerk_id is None or counter.since is None:
            return False
        today = counter.since.astimezone(VIETNAM).date() == at.astimezone(VIETNAM).date()
        return today or any(ticket.counter == counter.id for ticket in self.tickets)

    def _mean(self, service_id: int, usual: float) -> float:
        done = sorted(
            (t.ended_at, t.started_at)
            for t in self.tickets
            if t.service == service_id and t.state == "done" and t.started_at and t.ended_at
        )
        return mean_minutes(usual, [(end - start).total_seconds() / 60 for end, start in done])

    def _open(self, counter: Counter, at: datetime) -> Open:
        now = self.at_counter(counter.id)
        if now is None:
            return Open(counter.id, frozenset(counter.services))
        since = now.started_at or now.called_at or at
        return Open(counter.id, frozenset(counter.services), (at - since).total_seconds() / 60, now.service)
