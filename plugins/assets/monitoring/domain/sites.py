"""Which silent devices are broken and which only stand behind something that is: pure, a whole site at once.

A device counts as down only with proof that the way to it worked while it was silent: something else on that way has
answered all the time since. So the order in which devices are polled does not matter, and when a commune's line is cut,
that is the one thing that is told. (NAV's box shadow goes by topology too; here the line itself is the parent of all.)
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from plugins.assets.monitoring.domain.states import Hidden, Standing, enter

LONG = timedelta(hours=1)
"""After such a silence one answer on the way is proof enough, also of something that comes and goes."""

Way = Literal["works", "was_broken", "unproved"]


class Member(Struct, frozen=True):
    """A device of a site. parent: the device through which it is reached. limit: failed polls until it may be down."""

    device: int
    parent: int | None
    limit: int
    standing: Standing


class Verdict(Struct, frozen=True):
    """The standings after a look at the whole site.

    dark_since: when the line was cut, None while it works. ask: devices to be asked at once, because what is silent
    elsewhere can't be judged without them.
    """

    standings: Mapping[int, Standing]
    dark_since: datetime | None
    ask: frozenset[int] = frozenset()


def judge(members: Sequence[Member], dark_since: datetime | None, at: datetime) -> Verdict:
    """Return what is broken and what only stands behind it. dark_since: since when the line is known to be cut."""
    site = _Site(members, at)
    if dark_since is not None:
        seen = [one.standing.seen_at for one in members if one.standing.seen_at is not None]
        if not seen or max(seen) <= dark_since:
            return Verdict(site.standings, dark_since)
        site.forget_silence([one for one in members if site.standings[one.device].state == "unknown"])
    for one in site.ordered:
        if one.parent is None:
            site.judge_top(one)
        else:
            site.judge_child(one, site.by_device[one.parent])
    cut = site.judge_line()
    if cut is None:
        for one in site.ordered:  # what stands behind a device that has just gone down
            if one.parent is not None:
                site.judge_child(one, site.by_device[one.parent])
    return Verdict(site.standings, cut, frozenset(site.ask) if cut is None else frozenset())


class _Site:
    """The standings of a site while they are judged; parents outside the site or in a loop are none."""

    def __init__(self, members: Sequence[Member], at: datetime) -> None:
        self.at = at
        known = {one.device: one for one in members}
        depths = {one.device: _depth(one, known) for one in members}
        sane = [one if one.parent in known and depths[one.device] else replace(one, parent=None) for one in members]
        self.ordered = sorted(sane, key=lambda one: (depths[one.device], one.device))
        self.by_device = {one.device: one for one in self.ordered}
        self.standings = {one.device: one.standing for one in members}
        self.ask: set[int] = set()

    def suspect(self, one: Member) -> bool:
        """Tell whether a device was silent often enough, and nothing is decided yet."""
        now = self.standings[one.device]
        return now.failures >= one.limit and now.state != "down" and now.hidden is None

    def goes_down(self, one: Member) -> None:
        self.standings[one.device] = enter(self.standings[one.device], "down", self.at)

    def is_behind(self, one: Member, what: Hidden) -> None:
        self.standings[one.device] = enter(self.standings[one.device], "unknown", self.at, what)

    def forget_silence(self, members: Sequence[Member]) -> None:
        """What stood behind something that works again starts anew: nobody knows yet what it is like itself."""
        for one in members:
            now = self.standings[one.device]
            self.standings[one.device] = replace(now, hidden=None, failures=0, failing_since=None)

    def way(self, one: Member, along: Sequence[Member]) -> Way:
        """Tell what the others along the way prove about it since the device fell silent."""
        silent_since = self.standings[one.device].failing_since or self.at
        others = [self.standings[other.device] for other in along if other.device != one.device]
        answered = [
            other.answering_since
            for other in others
            if other.failures == 0 and other.answering_since and other.seen_at and other.seen_at > silent_since
        ]
        if not answered:
            return "unproved"
        return "works" if min(answered) <= silent_since or self.at - silent_since > LONG else "was_broken"

    def judge_by_way(self, one: Member, along: Sequence[Member]) -> bool:
        """Judge a suspect by the others along its way; tell whether they were enough for that."""
        found = self.way(one, along)
        if found == "works":
            self.goes_down(one)
        elif found == "was_broken":
            self.forget_silence([one])
        return found != "unproved"

    def judge_top(self, one: Member) -> None:
        if (
            self.suspect(one)
            and not self.judge_by_way(one, self.ordered)
            and self.standings[one.device].seen_at is None
        ):
            self.goes_down(one)  # it never answered: no cut line explains that

    def judge_child(self, one: Member, parent: Member) -> None:
        above = self.standings[parent.device]
        if above.state == "up" and above.failures == 0 and self.standings[one.device].hidden == "parent":
            self.forget_silence([one])
        if not self.suspect(one):
            return
        if above.state == "down" or above.hidden:
            self.is_behind(one, "parent")
        elif not self.judge_by_way(one, self.below(parent)):
            if above.seen_at is None:
                self.goes_down(one)
            else:
                self.ask |= {parent.device, one.device}

    def below(self, parent: Member) -> list[Member]:
        """Return a device with everything that is reached through it."""
        inside = {parent.device}
        for one in self.ordered:
            if one.parent in inside:
                inside.add(one.device)
        return [one for one in self.ordered if one.device in inside]

    def judge_line(self) -> datetime | None:
        """Return since when the line is cut: nothing answers that did. Where that is not sure yet, ask the others."""
        tops = [one for one in self.ordered if one.parent is None and self.suspect(one)]
        live = [one for one in self.ordered if self.standings[one.device].state == "up"]
        if not tops:
            return None
        if len(tops) == 1 and all(one == tops[0] for one in live):
            self.goes_down(tops[0])  # the only one that was left: nothing tells it from its line
            return None
        undecided = {one.device for one in live if not self.suspect(one)}
        if undecided:
            self.ask |= undecided.union(one.device for one in tops)
            return None
        silent = [one for one in self.ordered if self.suspect(one)]
        starts = [since for one in silent if (since := self.standings[one.device].failing_since) is not None]
        for one in silent:
            self.is_behind(one, "line")
        return min(starts)


def _depth(one: Member, known: Mapping[int, Member]) -> int:
    """Return how many devices of the site stand before this one; 0 also in a loop, which people may have entered."""
    depth, start = 0, one.device
    passed = {start}
    while one.parent is not None and one.parent in known:
        one = known[one.parent]
        if one.device in passed:
            return 0
        passed.add(one.device)
        depth += 1
    return depth
