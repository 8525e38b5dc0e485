"""What a stocktake found: the frozen list and the events of all counters, put together. Pure, whatever their order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

Verdict = Literal["found", "misplaced", "wrong_condition", "missing", "elsewhere", "unknown"]
Condition = Literal["good", "poor", "broken"]
Source = Literal["count", "self"]
WORST: Mapping[str, int] = {"good": 0, "poor": 1, "broken": 2}


class Expected(Struct, frozen=True):
    """A thing of the frozen list. place: where the register had it, None when it said nothing."""

    code: str
    place: str | None


class Event(Struct, frozen=True):
    """One act of counting. id: the order in which the server took it; uuid: its own name, so that twice is once.

    known: the code is a thing of the register. source "self": the holder confirmed it without anybody seeing it; yes
    False: the holder says that it is not theirs.
    """

    id: int
    uuid: str
    code: str
    known: bool
    place: str | None = None
    condition: Condition = "good"
    person: str = ""
    source: Source = "count"
    yes: bool = True


class Line(Struct, frozen=True):
    """What became of one code. place: where it was seen last; condition: the worst that anybody saw.

    disputed: what counters said differently ("place", "condition", "holder"); people: who saw it. by_eye: somebody
    counted it, not only its holder.
    """

    code: str
    verdict: Verdict
    place: str | None
    condition: Condition | None
    people: tuple[str, ...]
    disputed: tuple[str, ...]
    by_eye: bool


def outcome(expected: Sequence[Expected], events: Iterable[Event]) -> list[Line]:
    """Return a line for each code of the list or of an event, by code.

    Found wins over missing; of two places the last one that the server took counts, and of two conditions the worse
    one; both differences are shown. What holders say counts where nobody has looked.
    """
    by_code: dict[str, dict[str, Event]] = defaultdict(dict)
    for event in events:
        by_code[event.code][event.uuid] = event
    listed = {one.code: one for one in expected}
    return [
        _line(code, listed.get(code), sorted(by_code.get(code, {}).values(), key=lambda event: event.id))
        for code in sorted(listed.keys() | by_code.keys())
    ]


def _line(code: str, listed: Expected | None, events: Sequence[Event]) -> Line:
    seen = [event for event in events if event.source == "count"]
    said = [event for event in events if event.source == "self"]
    counting = seen or [event for event in said if event.yes]
    places = [event.place for event in counting if event.place]
    conditions = {event.condition for event in counting}
    disputed = [name for name, values in (("place", set(places)), ("condition", conditions)) if len(values) > 1]
    if said and not said[-1].yes:
        disputed.append("holder")
    place = places[-1] if places else None
    worst = max(conditions, key=lambda one: WORST[one], default=None)
    return Line(
        code=code,
        verdict=_verdict(listed, bool(counting), any(event.known for event in events), place, worst),
        place=place,
        condition=worst,
        people=tuple(dict.fromkeys(event.person for event in events if event.person)),
        disputed=tuple(disputed),
        by_eye=bool(seen),
    )


def _verdict(
    listed: Expected | None, is_found: bool, is_known: bool, place: str | None, worst: Condition | None
) -> Verdict:
    if listed is None:
        return "elsewhere" if is_known else "unknown"
    if not is_found:
        return "missing"
    if place and listed.place and place.casefold() != listed.place.casefold():
        return "misplaced"
    return "wrong_condition" if worst in {"poor", "broken"} else "found"
