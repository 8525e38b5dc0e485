"""One step for many: which steps are offered, and what may be taken back."""

from collections.abc import Sequence

from msgspec import Struct

from plugins.onestop.domain.workflow import Transition, Workflow


class Offer(Struct, frozen=True):
    """A step that at least one of the dossiers can take. count: how many of them can."""

    action: str
    title: str
    needs_reason: bool
    hands_over: bool
    count: int


def offers_for_all(offered: Sequence[Sequence[Transition]]) -> list[Offer]:
    """Return the steps that the dossiers can take, those that most of them can first. offered: by dossier."""
    found: dict[str, list[Transition]] = {}
    for steps in offered:
        for step in steps:
            found.setdefault(step.action, []).append(step)
    made = [
        Offer(action, steps[0].title, any(s.needs_reason for s in steps), any(s.hands_over for s in steps), len(steps))
        for action, steps in found.items()
    ]
    return sorted(made, key=lambda offer: -offer.count)


def can_be_undone(workflow: Workflow, source: str, action: str) -> bool:
    """Tell whether a step may be taken back with a button while nothing followed.

    Not one that somebody outside was told of or asked, not one that settled or ended the matter, no signature and no
    number given: those are acts in law, asked about before.
    """
    step = next((one for one in workflow.exits(source) if one.action == action), None)
    if step is None:
        return False
    ends = (workflow.state(source), workflow.state(step.target))
    if any(state.holder == "citizen" or state.settles or state.final for state in ends):
        return False
    return not (step.notice or step.tells_citizen or step.unless_did or step.needs_number)
