"""What must hold before a move: small typed data with one meaning each, no code and nothing to evaluate."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct

from core.text.viet import search_key
from plugins.onestop.domain.checklist import Standing

Kind = Literal["fee_paid", "papers_complete", "paper", "result_number", "digitised", "channel", "case", "fewer_times"]


class Condition(Struct, frozen=True):
    """One thing that must hold. value: the paper's name, the channel, the case, or a number; "" where none is asked.

    papers_complete: what was handed in is enough in number (which papers are needed at all is the clerk's judgement).
    fewer_times: the action was taken fewer times than this number, the times before included (a supplement that may be
    asked for only once). paper: the paper of this name was handed in.
    """

    kind: Kind
    value: str = ""


class Known(Struct, frozen=True):
    """What a dossier is known to have. fee_open: VND still to be paid. papers: name -> how it stands.

    times: action -> how often it was taken.
    """

    fee_open: int = 0
    papers: Mapping[str, Standing] = {}
    result_number: str = ""
    digitised: bool = False
    channel: str = ""
    case: str = ""
    times: Mapping[str, int] = {}


TAKES: Final[Mapping[Kind, Literal["text", "channel", "number"]]] = {
    "paper": "text",
    "case": "text",
    "channel": "channel",
    "fewer_times": "number",
}
"""Which kinds need a value, and of what sort."""


def value_fits(condition: Condition) -> bool:
    """Tell whether a condition has the value that its kind needs, and none that it does not."""
    sort = TAKES.get(condition.kind)
    if sort == "number":
        return condition.value.isascii() and condition.value.isdigit() and int(condition.value) >= 1
    if sort == "channel":
        return condition.value in {"counter", "online", "post"}
    return bool(condition.value.strip()) if sort == "text" else condition.value == ""


def unmet(conditions: Iterable[Condition], papers: Iterable[str], action: str, known: Known) -> tuple[Condition, ...]:
    """Return what does not hold, all of it; a missing paper comes as a condition of the kind "paper"."""
    asked = [*conditions, *(Condition("paper", name) for name in papers)]
    return tuple(condition for condition in asked if not _TESTS[condition.kind](known, condition.value, action))


def _has_paper(known: Known, name: str) -> bool:
    """A paper is there under its name or a longer one that contains it, accents and case aside."""
    wanted = search_key(name)
    return any(wanted in search_key(own) and standing != "absent" for own, standing in known.papers.items())


_TESTS: Final[Mapping[Kind, Callable[[Known, str, str], bool]]] = {
    "fee_paid": lambda known, _value, _action: known.fee_open <= 0,
    "papers_complete": lambda known, _value, _action: "short" not in known.papers.values(),
    "paper": lambda known, value, _action: _has_paper(known, value),
    "result_number": lambda known, _value, _action: bool(known.result_number.strip()),
    "digitised": lambda known, _value, _action: known.digitised,
    "channel": lambda known, value, _action: known.channel == value,
    "case": lambda known, value, _action: search_key(known.case) == search_key(value),
    "fewer_times": lambda known, value, action: known.times.get(action, 0) < int(value),
}
