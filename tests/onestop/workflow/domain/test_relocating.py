"""Moving a running dossier to another version: where it goes, and what keeps it."""

import pytest
from msgspec.structs import replace

from plugins.onestop.domain.workflow import State
from plugins.onestop.domain.workflows import LEADER_SIGNS, LONG_WAY, SPECIALIST_SETTLES
from plugins.onestop.workflow.domain.editing import drop_state, put_move, put_state, shift_state
from plugins.onestop.workflow.domain.relocating import Runner, place, suggested


@pytest.mark.parametrize(
    ("state", "states", "came_from", "outcome"),
    [
        ("appraising", {}, "", "appraising"),
        ("submitted", {}, "", "state_missing"),
        ("submitted", {"submitted": "appraising"}, "", "appraising"),
        ("submitted", {"submitted": ""}, "", "state_missing"),
        ("submitted", {"submitted": "returned"}, "", "would_end"),
        ("signed", {"signed": "at_desk"}, "", "would_settle"),
        ("at_desk", {"at_desk": "appraising"}, "", "would_unsettle"),
        ("withdraw_requested", {}, "needs_supplement", "withdraw_requested"),
        ("withdraw_requested", {}, "submitted", "no_way_back"),
        ("moon", {}, "", "state_missing"),
    ],
)
def test_place(state: str, states: dict[str, str], came_from: str, outcome: str) -> None:
    placed = place(LEADER_SIGNS, SPECIALIST_SETTLES, states, Runner(1, "x", state, came_from))
    assert (placed.target.code if placed.target else placed.obstacle) == outcome


def test_states_of_the_same_name_are_suggested() -> None:
    found = suggested(LONG_WAY, LEADER_SIGNS)
    assert found["appraising"] == "appraising"
    assert found["endorsing"] == ""
    assert "returned" not in found


def test_rows_of_a_draft() -> None:
    renamed = put_state(LEADER_SIGNS, replace(LEADER_SIGNS.state("signed"), code="ky"), "signed")
    assert {m.source for m in renamed.transitions if m.action == "to_desk"} == {"ky"}
    added = put_state(renamed, State("new", "Mới", "Mới", "leader"))
    assert added.states[-1].code == "new"
    assert shift_state(added, "new", -1).states[-2].code == "new"
    assert shift_state(added, "new", 1) == added
    gone = drop_state(added, "submitted")
    assert not [m for m in gone.transitions if "submitted" in {m.source, m.target}]
    move = LEADER_SIGNS.exits("submitted")[0]
    assert put_move(LEADER_SIGNS, move, ("submitted", move.action)) == LEADER_SIGNS
