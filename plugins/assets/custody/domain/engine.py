"""What can be done with a thing now, why not, and what it is like afterwards: pure, transitions are data."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

Party = Literal["giver", "receiver"]
Asked = Literal[
    "other", "place", "to_unit", "due_on", "decision", "decided_on", "reason", "condition", "council", "way", "wiped"
]
Fault = Literal["off", "state", "lent", "not_held", "busy", "other_unit", "other_holder"]


class Transition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that can be done; see config/transitions.toml. off: nobody may begin it any more.

    Raises ValueError for facts and conditions that nobody knows.
    """

    key: str
    title: str
    title_en: str
    paper: str
    mark: str
    begins: tuple[str, ...] = field(name="from")
    to: str = ""
    other: Literal["", "giver", "receiver"] = ""
    holder: Literal["other", "nobody", "keep"] = "keep"
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    signs: tuple[Party, ...] = ()
    off: bool = False

    def __post_init__(self) -> None:
        """Refuse what the engine does not know."""
        unknown = ({*self.required, *self.optional} - set(Asked.__args__)) | (set(self.needs) - NEEDS.keys())  # type: ignore[attr-defined]
        if unknown:
            raise ValueError(f"{self.key}: {', '.join(sorted(unknown))}")

    @property
    def required(self) -> list[str]:
        """The facts that have to be written."""
        return [ask for ask in self.asks if not ask.endswith("?")]

    @property
    def optional(self) -> list[str]:
        """The facts that may be written."""
        return [ask.removesuffix("?") for ask in self.asks if ask.endswith("?")]


class Thing(Struct, frozen=True, kw_only=True):
    """A thing as the rules see it. lent: it is out on loan; busy: other minutes about it wait for a signature."""

    status: str
    unit_id: int
    holder_id: int | None = None
    lent: bool = False
    busy: bool = False


NEEDS: Final[Mapping[str, tuple[Callable[[Thing], bool], Fault]]] = {
    "not_lent": (lambda thing: not thing.lent, "lent"),
    "held": (lambda thing: thing.holder_id is not None, "not_held"),
}


def faults(transition: Transition, thing: Thing) -> list[Fault]:
    """Return why the transition can't be done with the thing now; empty when it can."""
    found: list[Fault] = ["off"] if transition.off else []
    if thing.busy:
        found.append("busy")
    if thing.status not in transition.begins:
        found.append("state")
    found += [fault for holds, fault in (NEEDS[need] for need in transition.needs) if not holds(thing)]
    return found


def together(transition: Transition, things: Sequence[Thing], unit_id: int) -> list[list[Fault]]:
    """Return the faults of each thing of one set of minutes: of one unit, and given back by one person."""
    givers = {thing.holder_id for thing in things if thing.holder_id is not None}
    found = []
    for thing in things:
        own = faults(transition, thing)
        if thing.unit_id != unit_id:
            own.append("other_unit")
        if transition.other == "giver" and len(givers) > 1 and thing.holder_id != things[0].holder_id:
            own.append("other_holder")
        found.append(own)
    return found


def after(transition: Transition, thing: Thing, other_id: int | None, to_unit: int | None) -> Thing:
    """Return what the thing is like after the transition. Raises ValueError when it can't be done."""
    if faults(transition, replace(thing, busy=False)):
        raise ValueError(f"{transition.key} from {thing.status}")
    holders = {"other": other_id, "nobody": None, "keep": thing.holder_id}
    return Thing(
        status=transition.to or thing.status,
        unit_id=to_unit or thing.unit_id,
        holder_id=holders[transition.holder],
        lent=transition.key == "lend" or (thing.lent and transition.holder == "keep"),
    )
