"""The index of service quality: points follow from shares, and a share that nobody can know gets none.

Groups, most points and thresholds are data (`config/quality-index.toml`), because their text was not verified.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct


class Indicator(Struct, frozen=True):
    """One share. max: most points; full: the share (0 to 1) that gives them all; part, whole: names of inputs."""

    code: str
    title: str
    max: float
    full: float
    part: str
    whole: str
    source: str = ""
    verified: bool = False


class Group(Struct, frozen=True):
    """Indicators that belong together; their most points add up to the group's."""

    code: str
    title: str
    max: float
    indicator: tuple[Indicator, ...]


class Index(Struct, frozen=True):
    """The index as it holds from a day on."""

    title: str
    effective_from: date
    source: str
    verified: bool
    group: tuple[Group, ...]

    @property
    def max(self) -> float:
        """The most points of all groups."""
        return sum(group.max for group in self.group)


class Score(Struct, frozen=True):
    """What an indicator comes to. part, whole: None when nobody supplies them; share, points: None when unknown."""

    indicator: Indicator
    part: int | None
    whole: int | None
    share: float | None
    points: float | None


class GroupScore(Struct, frozen=True):
    """A group with the scores of its indicators. points: of those that are known; known_max: the most they could be."""

    group: Group
    scores: tuple[Score, ...]

    @property
    def points(self) -> float:
        """Points of the indicators that are known."""
        return sum(score.points for score in self.scores if score.points is not None)

    @property
    def known_max(self) -> float:
        """The most points that the known indicators could get."""
        return sum(score.indicator.max for score in self.scores if score.points is not None)


def score(indicator: Indicator, inputs: Mapping[str, int | None]) -> Score:
    """Return an indicator's points: in proportion to the share, all of them from the threshold on, at most the maximum.

    Unknown when an input is, or when the whole is nothing: a share of nothing says nothing.
    """
    part, whole = inputs.get(indicator.part), inputs.get(indicator.whole)
    if part is None or not whole:
        return Score(indicator, part, whole, None, None)
    share = part / whole
    return Score(indicator, part, whole, share, round(indicator.max * min(1.0, share / indicator.full), 2))


def scores(index: Index, inputs: Mapping[str, int | None]) -> list[GroupScore]:
    """Return every group with its scores."""
    return [GroupScore(group, tuple(score(item, inputs) for item in group.indicator)) for group in index.group]


def in_force(indexes: Sequence[Index], day: date) -> Index | None:
    """Return the index that holds on a day, before the first one the first; None when there is none at all."""
    ordered = sorted(indexes, key=lambda index: index.effective_from)
    before = [index for index in ordered if index.effective_from <= day]
    return before[-1] if before else next(iter(ordered), None)


def flaws(index: Index) -> list[str]:
    """Return why an index cannot be used, in English for its author; nothing when it can."""
    found = [
        f"{group.code}: the indicators add up to {sum(item.max for item in group.indicator):g}, not to {group.max:g}"
        for group in index.group
        if round(sum(item.max for item in group.indicator) - group.max, 6)
    ]
    items = [item for group in index.group for item in group.indicator]
    found += [
        f"{item.code}: the threshold {item.full:g} is no share above 0" for item in items if not 0 < item.full <= 1
    ]
    return found
