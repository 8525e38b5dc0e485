"""The drawing for narrow screens: one state below the other, arrows in lanes beside them. Lengths are in pixels."""

from typing import Final

from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.workflow.domain.layout import Arrow, Box, Drawing, Edge, merged

WIDTH: Final = 138
LEAST: Final = 44
PORT: Final = 17
GAP: Final = 14
MARGIN: Final = 4
FIRST_LANE: Final = 176
LANE: Final = 7


def column(workflow: Workflow) -> Drawing:
    """Return the drawing: a box is as high as it has arrows, each arrow has a lane that no other one uses beside it."""
    edges = {edge: found for edge, found in merged(workflow).items() if edge[0] != edge[1]}
    ports: dict[str, list[tuple[Edge, bool]]] = {state.code: [] for state in workflow.states}
    for edge in edges:
        ports[edge[1]].append((edge, False))
    for edge in edges:
        ports[edge[0]].append((edge, True))
    boxes: list[Box] = []
    spots: dict[tuple[Edge, bool], float] = {}
    y = float(MARGIN)
    for code, mine in ports.items():
        height = max(LEAST, PORT * len(mine) + 8)
        boxes.append(Box(code, MARGIN, y, WIDTH, height))
        first = y + (height - PORT * (len(mine) - 1)) / 2
        spots |= {port: first + PORT * place for place, port in enumerate(mine)}
        y += height + GAP
    lanes = _lanes({edge: (spots[edge, True], spots[edge, False]) for edge in edges})
    right = MARGIN + WIDTH
    arrows = []
    for edge, (numbers, back) in edges.items():
        start, end, x = spots[edge, True], spots[edge, False], FIRST_LANE + LANE * lanes[edge]
        points = ((right, start), (x, start), (x, end), (right, end))
        arrows.append(Arrow(*edge, numbers, tuple((float(a), float(b)) for a, b in points), back))
    wide = FIRST_LANE + LANE * (1 + max(lanes.values(), default=0))
    return Drawing(float(wide), y - GAP + MARGIN, tuple(boxes), tuple(arrows))


def _lanes(spans: dict[Edge, tuple[float, float]]) -> dict[Edge, int]:
    """Return the lane of each arrow from 0, the short ones inside; arrows that pass one another never share one."""
    found: dict[Edge, int] = {}
    used: list[list[tuple[float, float]]] = []
    for edge, (one, other) in sorted(spans.items(), key=lambda item: abs(item[1][0] - item[1][1])):
        low, high = min(one, other) - 4, max(one, other) + 4
        lane = next((n for n, others in enumerate(used) if all(high < a or b < low for a, b in others)), len(used))
        if lane == len(used):
            used.append([])
        used[lane].append((low, high))
        found[edge] = lane
    return found
