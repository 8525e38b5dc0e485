"""Everything that is doubtful about a workflow, at once: what forbids publishing it, and what somebody should look at.

What would let a dossier get lost is an error (`domain.workflow.flaws`). The rest are warnings: an administrator may
publish in spite of them, knowingly.
"""

from collections.abc import Collection, Iterator
from typing import Literal

from msgspec import Struct

from core.contracts.dossiers import DUTIES, Duty
from plugins.onestop.domain.conditions import value_fits
from plugins.onestop.domain.workflow import Transition, Workflow, flaws

Kind = Literal[
    "no_states",
    "twice",
    "unknown_state",
    "unknown_action",
    "unreachable",
    "dead_end",
    "exit_from_final",
    "no_duty",
    "unknown_duty",
    "bad_value",
    "budget_over_limit",
    "no_refusal",
    "no_return",
    "not_separated",
    "refusal_untold",
    "waits_for_ever",
    "nothing_asked",
    "nobody_there",
]


class Finding(Struct, frozen=True):
    """One thing. subject: a state, or state/action; detail: what is wrong about it; error: it forbids publishing."""

    kind: Kind
    subject: str
    detail: str = ""
    error: bool = False


def review(
    workflow: Workflow, *, staffed: Collection[Duty] | None = None, limit_minutes: int | None = None
) -> tuple[Finding, ...]:
    """Return every finding, errors first.

    staffed: duties that somebody in the organisation holds, None: not known. limit_minutes: the shortest legal limit of
    a procedure that takes this workflow, in open minutes; None: not known.
    """
    found = [Finding(flaw.kind, flaw.subject, "", True) for flaw in flaws(workflow)]
    if not workflow.states:
        return tuple(found)
    found += _malformed(workflow)
    found += _budgets(workflow, limit_minutes)
    found += _ends(workflow)
    found += _separation(workflow)
    found += _waiting(workflow)
    found += _staffing(workflow, staffed)
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: not finding.error))


def main_way(workflow: Workflow) -> tuple[str, ...]:
    """Return the states from the start to the first that settles without ending, by the fewest steps; () when none.

    Refusals, and whatever else asks the citizen for something, are no part of the usual way.
    """
    start = workflow.states[0].code
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while ways:
        way = ways.pop(0)
        state = workflow.find(way[-1])
        if state is not None and state.settles and not state.final:
            return way
        for move in workflow.exits(way[-1]):
            aside = move.needs_reason and move.tells_citizen
            if move.target not in seen and workflow.find(move.target) is not None and not aside:
                seen.add(move.target)
                ways.append((*way, move.target))
    return ()


def _malformed(workflow: Workflow) -> Iterator[Finding]:
    for state in workflow.states:
        if state.holder not in DUTIES:
            yield Finding("unknown_duty", state.code, state.holder, True)
    for move in workflow.transitions:
        for duty in move.duties:
            if duty not in DUTIES:
                yield Finding("unknown_duty", _name(move), duty, True)
        for condition in move.conditions:
            if not value_fits(condition):
                yield Finding("bad_value", _name(move), condition.kind, True)


def _budgets(workflow: Workflow, limit_minutes: int | None) -> Iterator[Finding]:
    """The steps of the usual way must fit into the limit: their budgets never override it."""
    known = {state.code: state for state in workflow.states}
    total = sum(known[code].budget_minutes for code in main_way(workflow) if known[code].clock == "runs")
    if limit_minutes is not None and total > limit_minutes:
        yield Finding("budget_over_limit", workflow.name, f"{total} > {limit_minutes}", True)


def _ends(workflow: Workflow) -> Iterator[Finding]:
    if not main_way(workflow):
        yield Finding("no_return", workflow.name)
    if not any(_refuses(workflow, move) for move in workflow.transitions):
        yield Finding("no_refusal", workflow.name)
    for move in workflow.transitions:
        if _refuses(workflow, move) and not (move.needs_reason and move.tells_citizen):
            yield Finding("refusal_untold", _name(move))


def _refuses(workflow: Workflow, move: Transition) -> bool:
    """A refusal either settles as it ends, or is named so."""
    target = workflow.find(move.target)
    return move.action == "refuse" or (target is not None and target.settles and target.final)


def _separation(workflow: Workflow) -> Iterator[Finding]:
    """Whoever signs or endorses must not have prepared it: the move has to name what was done before it."""
    for move in workflow.transitions:
        source = workflow.find(move.source)
        above = source is not None and source.holder in {"leader", "head"} and source.holder in move.duties
        back = move.needs_reason and _leads_back(workflow, move)
        if not above or back:
            continue
        before = {
            m.action
            for m in workflow.transitions
            if move.source in workflow.targets(m) and {"specialist", "head"} & set(m.duties)
        }
        if before and not before & set(move.unless_did):
            yield Finding("not_separated", _name(move), ", ".join(sorted(before)))


def _leads_back(workflow: Workflow, move: Transition) -> bool:
    """Tell whether a move hands the work back to those who prepare it."""
    targets = [workflow.find(code) for code in workflow.targets(move)]
    return all(target is not None and target.holder in {"specialist", "reception", "head"} for target in targets)


def _waiting(workflow: Workflow) -> Iterator[Finding]:
    for state in workflow.states:
        if state.holder != "citizen" or state.final:
            continue
        if not state.asks.strip():
            yield Finding("nothing_asked", state.code)
        ends = {code for move in workflow.exits(state.code) for code in workflow.targets(move)}
        if state.clock == "paused" and not any((end := workflow.find(code)) and end.final for code in ends):
            yield Finding("waits_for_ever", state.code)


def _staffing(workflow: Workflow, staffed: Collection[Duty] | None) -> Iterator[Finding]:
    if staffed is None:
        return
    for move in workflow.transitions:
        if not set(move.duties) & set(staffed):
            yield Finding("nobody_there", _name(move), ", ".join(move.duties))


def _name(move: Transition) -> str:
    return f"{move.source}/{move.action}"
