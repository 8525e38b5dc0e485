"""The way of a filing as data, and what changed between two rounds of it."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from core.contracts.online import FilingState

Party = Literal["citizen", "desk"]
FilingAction = Literal["file", "ask", "file_again", "accept", "refuse", "withdraw"]


class FilingStep(Struct, frozen=True):
    """One allowed step. reason: the other side has to be told why."""

    source: FilingState
    action: FilingAction
    target: FilingState
    party: Party
    reason: bool = False


STEPS: Final = (
    FilingStep("draft", "file", "filed", "citizen"),
    FilingStep("filed", "accept", "accepted", "desk"),
    FilingStep("filed", "ask", "needs_supplement", "desk", reason=True),
    FilingStep("filed", "refuse", "refused", "desk", reason=True),
    FilingStep("filed", "withdraw", "withdrawn", "citizen"),
    FilingStep("needs_supplement", "file_again", "filed", "citizen"),
    FilingStep("needs_supplement", "refuse", "refused", "desk", reason=True),
    FilingStep("needs_supplement", "withdraw", "withdrawn", "citizen"),
)
EDITABLE: Final[frozenset[FilingState]] = frozenset({"draft", "needs_supplement"})
"""States in which the holder writes; in all others answers and files stand still."""
FINAL: Final[frozenset[FilingState]] = frozenset({"accepted", "refused", "withdrawn"})


def step(state: FilingState, action: FilingAction) -> FilingStep | None:
    """Return the step that leads out of a state by an action, None when there is none."""
    return next((found for found in STEPS if (found.source, found.action) == (state, action)), None)


class Sent(Struct, frozen=True):
    """A file as it was filed in one round. sha256: of its content."""

    paper: str
    attachment: int
    name: str
    size: int
    sha256: str


class Change(Struct, frozen=True):
    """What became of one answer or paper: before and after, in words; "" for nothing."""

    name: str
    before: str
    after: str


def answer_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Return the answers that differ between two rounds, in the order of the newer one; those left out come last."""
    names = dict.fromkeys([*after, *before])
    return tuple(
        Change(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def paper_changes(before: Sequence[Sent], after: Sequence[Sent]) -> tuple[Change, ...]:
    """Return the papers whose files differ in content between two rounds; a new name alone is no change."""
    keys = dict.fromkeys(file.paper for file in (*after, *before))
    found = []
    for key in keys:
        old, new = [f for f in before if f.paper == key], [f for f in after if f.paper == key]
        if sorted(f.sha256 for f in old) != sorted(f.sha256 for f in new):
            found.append(Change(key, ", ".join(f.name for f in old), ", ".join(f.name for f in new)))
    return tuple(found)
