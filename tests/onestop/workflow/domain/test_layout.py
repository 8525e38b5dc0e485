"""The drawing: nothing on top of anything else, every arrow from its state to its state, whatever the workflow."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given

from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.domain.workflows import LEADER_SIGNS, SHIPPED
from plugins.onestop.workflow.domain.column import column
from plugins.onestop.workflow.domain.layout import HEIGHT, WIDTH, Box, layered
from plugins.onestop.workflow.drawing import draw
from tests.onestop.workflow.domain.test_review import tangles


def overlap(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < WIDTH and abs(one.y - other.y) < HEIGHT


@pytest.mark.parametrize("workflow", SHIPPED, ids=lambda workflow: workflow.name)
def test_boxes_stand_apart_and_inside(workflow: Workflow) -> None:
    drawing = layered(workflow)
    assert {box.code for box in drawing.boxes} == {state.code for state in workflow.states}
    assert not [pair for pair in combinations(drawing.boxes, 2) if overlap(*pair)]
    assert all(0 <= box.x <= drawing.width - WIDTH and 0 <= box.y <= drawing.height - HEIGHT for box in drawing.boxes)


@pytest.mark.parametrize("workflow", SHIPPED, ids=lambda workflow: workflow.name)
def test_every_move_has_an_arrow_from_its_source_to_its_target(workflow: Workflow) -> None:
    drawing = layered(workflow)
    boxes = {box.code: box for box in drawing.boxes}
    for arrow in drawing.arrows:
        for code, (x, y) in ((arrow.source, arrow.points[0]), (arrow.target, arrow.points[-1])):
            box = boxes[code]
            assert box.x <= x <= box.x + WIDTH
            assert y in {box.y, box.y + HEIGHT}
    numbered = {number for arrow in drawing.arrows for number in arrow.numbers}
    assert numbered == set(range(1, len(workflow.transitions) + 1))


def test_the_start_is_on_top() -> None:
    drawing = layered(LEADER_SIGNS)
    top = min(drawing.boxes, key=lambda box: box.y)
    assert top.code == "accepted"


@given(tangles)
def test_any_tangle_can_be_drawn(workflow: Workflow) -> None:
    codes = [state.code for state in workflow.states]
    if len(set(codes)) < len(codes):
        return
    text = str(draw(workflow, here=codes[0] if codes else ""))
    assert text.count("<rect") >= len(codes)
    assert "style=" not in text


@pytest.mark.parametrize("workflow", SHIPPED, ids=lambda workflow: workflow.name)
def test_the_narrow_drawing_fits_a_phone(workflow: Workflow) -> None:
    drawing = column(workflow)
    assert drawing.width <= 340
    for above, below in pairwise(drawing.boxes):
        assert above.y + above.height < below.y


@pytest.mark.parametrize("workflow", SHIPPED, ids=lambda workflow: workflow.name)
def test_arrows_in_one_lane_never_touch(workflow: Workflow) -> None:
    lanes: dict[float, list[tuple[float, float]]] = {}
    for arrow in column(workflow).arrows:
        (_x, start), (lane, _a), (_b, _c), (_d, end) = arrow.points
        lanes.setdefault(lane, []).append((min(start, end), max(start, end)))
    for spans in lanes.values():
        for one, other in combinations(spans, 2):
            assert one[1] < other[0] or other[1] < one[0]
