"""Where the states of a workflow stand in its drawing: layers from the start downwards, few crossings, no library.

The usual steps of layered drawing (Sugiyama): turn the edges that go back, give every state a layer, let long edges
pass through places of their own, order each layer by its neighbours, then straighten. Lengths are in pixels.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from plugins.onestop.domain.workflow import BACK, Transition, Workflow

WIDTH: Final = 156
HEIGHT: Final = 50
GAP_X: Final = 26
GAP_Y: Final = 58
PASS: Final = 16
MARGIN: Final = 14
SWEEPS: Final = 8

Point = tuple[float, float]
Edge = tuple[str, str]


class Box(Struct, frozen=True):
    """A state in the drawing; x and y: its upper left corner."""

    code: str
    x: float
    y: float
    width: float = WIDTH
    height: float = HEIGHT


class Arrow(Struct, frozen=True):
    """All moves from one state to another. points: from the source's edge to the target's.

    numbers: of the moves, from 1, as the table beside the drawing counts them. back: leads to where it came from.
    """

    source: str
    target: str
    numbers: tuple[int, ...]
    points: tuple[Point, ...]
    back: bool = False


class Drawing(Struct, frozen=True):
    """A workflow with its places."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def layered(workflow: Workflow) -> Drawing:
    """Return the drawing for wide screens; states that cannot be reached stand below the others."""
    codes = [state.code for state in workflow.states]
    edges = merged(workflow)
    down = _downwards(codes, [edge for edge in edges if edge[0] != edge[1]])
    layers = _layers(codes, down)
    rows, chains = _with_passes(codes, layers, down)
    _order(rows, chains)
    places = _places(rows)
    boxes = tuple(Box(code, *places[code]) for code in codes)
    arrows = tuple(
        Arrow(edge[0], edge[1], numbers, _points(edge, chains, places), back) for edge, (numbers, back) in edges.items()
    )
    wide = max((places[node][0] + _width(node) for row in rows for node in row), default=0)
    return Drawing(wide + MARGIN, len(rows) * (HEIGHT + GAP_Y) - GAP_Y + 2 * MARGIN, boxes, arrows)


def merged(workflow: Workflow) -> dict[Edge, tuple[tuple[int, ...], bool]]:
    """Return (source, target) -> numbers of its moves, and whether all of them are ways back."""
    known = {state.code for state in workflow.states}
    found: dict[Edge, list[tuple[int, Transition]]] = {}
    for number, move in enumerate(workflow.transitions, start=1):
        for target in workflow.targets(move):
            if {move.source, target} <= known:
                found.setdefault((move.source, target), []).append((number, move))
    return {
        edge: (tuple(number for number, _move in moves), all(move.target == BACK for _number, move in moves))
        for edge, moves in found.items()
    }


def _downwards(codes: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """Return the edges without circles: those that lead back to a state on the way from the start are turned round."""
    exits: dict[str, list[str]] = {code: [] for code in codes}
    for source, target in edges:
        exits[source].append(target)
    done: set[str] = set()
    turned: set[Edge] = set()

    def visit(code: str, above: tuple[str, ...]) -> None:
        done.add(code)
        for target in exits[code]:
            if target in above or target == code:
                turned.add((code, target))
            elif target not in done:
                visit(target, (*above, code))

    for code in codes:
        if code not in done:
            visit(code, ())
    return [(b, a) if (a, b) in turned else (a, b) for a, b in edges]


def _layers(codes: Sequence[str], down: Sequence[Edge]) -> dict[str, int]:
    """Return code -> layer: one below the lowest state that leads to it."""
    layers = dict.fromkeys(codes, 0)
    for _round in codes:
        for source, target in down:
            layers[target] = max(layers[target], layers[source] + 1)
    return layers


def _with_passes(
    codes: Sequence[str], layers: Mapping[str, int], down: Sequence[Edge]
) -> tuple[list[list[str]], dict[Edge, list[str]]]:
    """Return the rows, and for each edge the places through which it goes, both ends included."""
    rows: list[list[str]] = [[] for _layer in range(max(layers.values(), default=0) + 1)]
    for code in codes:
        rows[layers[code]].append(code)
    chains: dict[Edge, list[str]] = {}
    for source, target in dict.fromkeys(down):
        chain = [source]
        for layer in range(layers[source] + 1, layers[target]):
            node = f"|{source}|{target}|{layer}"
            rows[layer].append(node)
            chain.append(node)
        chains[source, target] = [*chain, target]
    return rows, chains


def _order(rows: list[list[str]], chains: Mapping[Edge, Sequence[str]]) -> None:
    """Sort each row by where its neighbours in the row above (then below) stand."""
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for chain in chains.values():
        for upper, lower in pairwise(chain):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    for sweep in range(SWEEPS):
        neighbours = above if sweep % 2 == 0 else below
        for row in rows if sweep % 2 == 0 else reversed(rows):
            spot = {node: place for other in rows for place, node in enumerate(other)}
            middle = {node: _mean([spot[n] for n in neighbours.get(node, [])], spot[node]) for node in row}
            row.sort(key=lambda node, middle=middle, spot=spot: (middle[node], spot[node]))  # type: ignore[misc]


def _places(rows: Sequence[Sequence[str]]) -> dict[str, Point]:
    """Return the upper left corner of everything: rows are packed and centred over one another."""
    lengths = [sum(_width(node) + GAP_X for node in row) - GAP_X for row in rows]
    widest = max(lengths, default=0)
    places: dict[str, Point] = {}
    for number, row in enumerate(rows):
        x = MARGIN + (widest - lengths[number]) / 2
        y = MARGIN + number * (HEIGHT + GAP_Y)
        for node in row:
            places[node] = (round(x, 1), float(y))
            x += _width(node) + GAP_X
    return places


def _points(edge: Edge, chains: Mapping[Edge, Sequence[str]], places: Mapping[str, Point]) -> tuple[Point, ...]:
    """Return the line of an arrow; one that goes up runs beside the one that goes down."""
    source, target = edge
    if source == target:
        x, y = places[source]
        return ((x + WIDTH, y + 12), (x + WIDTH + 18, y + HEIGHT / 2), (x + WIDTH, y + HEIGHT - 12))
    up = (source, target) not in chains
    chain = list(chains[(target, source) if up else (source, target)])
    shift = (18 if up else -10) if (target, source) in chains or up else 0
    points: list[Point] = []
    for place, node in enumerate(chain):
        x, y = places[node]
        middle = x + _width(node) / 2 + shift
        if node.startswith("|"):
            points += [(middle, y), (middle, y + HEIGHT)]
        else:
            points.append((middle, y + HEIGHT if place == 0 else y))
    return tuple(reversed(points)) if up else tuple(points)


def _width(node: str) -> float:
    return PASS if node.startswith("|") else WIDTH


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
