"""A commune's line is cut, devices die: what is told, whatever the order in which they are asked.

The oracle is a small network that knows what is broken; the judge sees answers and silence only.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.assets.monitoring.domain.sites import Member, judge
from plugins.assets.monitoring.domain.states import Standing, step, tell

START = datetime(2017, 11, 22, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Network:
    """A commune: devices, each reached through another one or straight from the line; asked every so many minutes."""

    parents: dict[int, int | None]
    intervals: dict[int, int]
    limit: int
    chance: random.Random
    broken: set[int] = field(default_factory=set)
    line: bool = True
    now: datetime = START
    dark_since: datetime | None = None
    standings: dict[int, Standing] = field(default_factory=dict)
    due: dict[int, datetime] = field(default_factory=dict)
    messages: list[tuple[datetime, object, str]] = field(default_factory=list)

    def answers(self, device: int | None) -> bool:
        if device is None:
            return self.line
        return device not in self.broken and self.answers(self.parents[device])

    def minute(self, *, cut_midway: bool = False, mend_midway: bool = False) -> None:
        """Ask what is due, in any order; the line may change while that goes on."""
        due = [device for device in self.parents if self.due.get(device, START) <= self.now]
        self.chance.shuffle(due)
        change = self.chance.randint(0, len(due))
        for place, device in enumerate(due):
            if place == change:
                self._change(cut_midway, mend_midway)
            before = self.standings.get(device, Standing())
            self.standings[device] = step(before, up=self.answers(device), at=self.now)
            self.due[device] = self.now + self.intervals[device] * MINUTE
        self._change(cut_midway, mend_midway)
        self._judge()
        self.now += MINUTE

    def _change(self, cut: bool, mend: bool) -> None:
        self.line = (self.line and not cut) or mend

    def _judge(self) -> None:
        members = [
            Member(device, self.parents[device], self.limit, self.standings.get(device, Standing()))
            for device in self.parents
        ]
        verdict = judge(members, self.dark_since, self.now)
        if (verdict.dark_since is None) != (self.dark_since is None):
            self.messages.append((self.now, "line", "cleared" if verdict.dark_since is None else "raised"))
        self.dark_since = verdict.dark_since
        for device, standing in verdict.standings.items():
            self.standings[device], alert = tell(standing, self.now)
            if alert:
                self.messages.append((self.now, device, alert))
        for device in verdict.ask:
            self.due[device] = self.now

    def run(self, minutes: int) -> None:
        for _ in range(minutes):
            self.minute()

    @property
    def settled(self) -> int:
        """Minutes after which whatever happened is known: everything was asked often enough, waiting included."""
        return (self.limit + 2) * max(self.intervals.values()) + 3 * self.limit + 3

    def told(self) -> list[tuple[object, str]]:
        return [(what, alert) for _, what, alert in self.messages]


@st.composite
def networks(draw: st.DrawFn, least: int = 2) -> Network:
    count = draw(st.integers(least, 9))
    parents = {
        device: draw(st.one_of(st.none(), st.integers(1, device - 1))) if device > 1 else None
        for device in range(1, count + 1)
    }
    intervals = {device: draw(st.sampled_from([1, 1, 2, 5, 7])) for device in parents}
    network = Network(parents, intervals, draw(st.integers(1, 3)), random.Random(draw(st.integers(0, 10**6))))
    network.run(network.settled)
    assert network.messages == []
    assert {standing.state for standing in network.standings.values()} == {"up"}
    return network


@settings(max_examples=200, deadline=None)
@given(network=networks(), long=st.integers(1, 40))
def test_a_cut_line_is_one_event_and_nothing_after_it(network: Network, long: int) -> None:
    if network.limit == 1 and long < network.settled:
        return  # who tells at the first failure tells of what touched one device only
    network.line = False
    network.run(long)
    if long >= network.settled:
        assert network.told() == [("line", "raised")]
        assert {(one.state, one.hidden) for one in network.standings.values()} == {("unknown", "line")}
    network.line = True
    network.run(network.settled)
    assert network.told() in ([], [("line", "raised"), ("line", "cleared")])
    assert {(one.state, one.hidden) for one in network.standings.values()} == {("up", None)}


@given(network=networks())
def test_a_line_may_go_and_come_while_devices_are_being_asked(network: Network) -> None:
    network.minute(cut_midway=True)
    network.run(network.settled)
    network.minute(mend_midway=True)
    network.run(network.settled)
    assert network.told()[-2:] == [("line", "raised"), ("line", "cleared")]
    assert network.limit == 1 or len(network.told()) == 2
    assert {(one.state, one.hidden) for one in network.standings.values()} == {("up", None)}


@given(network=networks(least=3), data=st.data())
def test_a_dead_device_is_told_once_and_what_is_behind_it_is_not(network: Network, data: st.DataObject) -> None:
    tops = [device for device, parent in network.parents.items() if parent is None]
    dead = data.draw(st.sampled_from(sorted(network.parents)))
    network.broken.add(dead)
    network.run(network.settled)
    states = {device: (one.state, one.hidden) for device, one in network.standings.items()}
    if tops == [dead]:  # everything stands behind it: seen from outside, that is the line
        assert network.told() == [("line", "raised")]
    else:
        assert network.told() == [(dead, "raised")]
        for device in network.parents:
            behind = not network.answers(device)
            assert states[device] == (("up", None) if not behind else states[device])
            assert not behind or device == dead or states[device] == ("unknown", "parent")
    network.broken.clear()
    network.run(network.settled)
    assert network.told()[1:] == [(network.told()[0][0], "cleared")]
    assert {one.state for one in network.standings.values()} == {"up"}


@given(network=networks(least=3), data=st.data())
def test_what_dies_while_the_line_is_cut_is_told_after_it(network: Network, data: st.DataObject) -> None:
    leaves = sorted(set(network.parents) - set(network.parents.values()))
    dead = data.draw(st.sampled_from(leaves))
    network.minute(cut_midway=True)
    network.run(2 * network.settled)
    network.broken.add(dead)
    network.minute(mend_midway=True)
    network.run(2 * network.settled)
    assert network.told() == [("line", "raised"), ("line", "cleared"), (dead, "raised")]


@given(network=networks())
def test_short_interruptions_are_never_told(network: Network) -> None:
    """Shorter than it takes any device to fail as often as it may: twice, at the ends."""
    network.limit = 3
    for _ in range(3):
        network.minute(cut_midway=True)
        network.minute(mend_midway=True)
        network.run(network.settled)
    assert network.told() == []


@given(
    edges=st.lists(st.tuples(st.integers(1, 6), st.one_of(st.none(), st.integers(1, 9))), max_size=12),
    failures=st.lists(st.integers(0, 4), min_size=6, max_size=6),
)
def test_any_parents_that_people_enter_are_survived(edges: list[tuple[int, int | None]], failures: list[int]) -> None:
    parents = dict.fromkeys(range(1, 7), None) | dict(edges)
    members = [
        Member(
            device,
            parents[device],
            2,
            Standing(
                state="up", seen_at=START, polled_at=START, failures=count, failing_since=START if count else None
            ),
        )
        for device, count in zip(range(1, 7), failures, strict=True)
    ]
    verdict = judge(members, None, START + MINUTE)
    assert set(verdict.standings) == set(range(1, 7))
