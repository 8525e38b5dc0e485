"""The way of a filing: no dead ends, nobody answers what is not filed; what changed between rounds."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.contracts.online import FilingState
from plugins.onestop.online.domain.filings import (
    EDITABLE,
    FINAL,
    STEPS,
    Sent,
    answer_changes,
    paper_changes,
    step,
)

TEXTS = st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=3), max_size=6)


def test_every_state_leads_to_an_end() -> None:
    reached: set[str] = set(FINAL)
    for _round in STEPS:
        reached |= {s.source for s in STEPS if s.target in reached}
    assert reached >= {s.source for s in STEPS}
    assert not [s for s in STEPS if s.source in FINAL]


def test_the_citizen_moves_what_is_editable_and_the_desk_what_is_filed() -> None:
    for s in STEPS:
        if s.party == "desk" and s.action != "refuse":
            assert s.source == "filed"
        if s.action in {"file", "file_again"}:
            assert s.source in EDITABLE


@given(TEXTS, TEXTS)
def test_changes_are_exactly_the_differences(before: dict[str, str], after: dict[str, str]) -> None:
    found = {c.name: (c.before, c.after) for c in answer_changes(before, after)}
    for name in set(before) | set(after):
        old, new = before.get(name, ""), after.get(name, "")
        assert found.get(name, (old, old)) == (old, new) if old != new else name not in found


def test_a_file_that_was_only_renamed_did_not_change() -> None:
    old, new = Sent("a", 1, "x.pdf", 3, "s1"), Sent("a", 2, "y.pdf", 3, "s1")
    assert paper_changes([old], [new]) == ()
    (change,) = paper_changes([old], [Sent("a", 2, "y.pdf", 3, "s2")])
    assert (change.before, change.after) == ("x.pdf", "y.pdf")
    (change,) = paper_changes([old], [])
    assert change.after == ""


class Way(RuleBasedStateMachine):
    """Anybody presses anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.state: FilingState = "draft"
        self.rounds = 0

    @rule(action=st.sampled_from(sorted({s.action for s in STEPS})))
    def press(self, action: str) -> None:
        found = step(self.state, action)  # type: ignore[arg-type]
        if found is not None:
            self.state = found.target
            self.rounds += action in {"file", "file_again"}

    @precondition(lambda self: self.state in FINAL)
    @rule(action=st.sampled_from(sorted({s.action for s in STEPS})))
    def the_end_is_the_end(self, action: str) -> None:
        assert step(self.state, action) is None  # type: ignore[arg-type]

    @invariant()
    def filed_at_least_once(self) -> None:
        assert self.state == "draft" or self.rounds > 0


TestWay = Way.TestCase
