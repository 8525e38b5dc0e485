"""A workflow as a picture: SVG without scripts or styles of its own; the tables beside it say the same in words."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from core.text.i18n import gettext as _
from plugins.onestop.domain.workflow import State, Workflow
from plugins.onestop.workflow.domain.column import column
from plugins.onestop.workflow.domain.layout import Arrow, Box, Drawing, Point, layered

LINE: Final = 19
LABEL: Final = 16
_HEAD: Final = Markup(
    '<defs><marker id="{0}-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" class="flow-tip"></path></marker></defs>'
)


def draw(workflow: Workflow, *, here: str = "", link: str = "") -> Markup:
    """Return the drawing of a workflow twice, for wide and for narrow screens; the style sheet shows one of them.

    here: state to be marked. link: address of a state's row ("#state-"), to which its code is added; "": no links.
    """
    wide, narrow = layered(workflow), column(workflow)
    return _svg(workflow, wide, "wide", here, link) + _svg(workflow, narrow, "narrow", here, link)


def _svg(workflow: Workflow, drawing: Drawing, name: str, here: str, link: str) -> Markup:
    boxes = Markup("").join(_box(workflow, box, here, link) for box in drawing.boxes)
    arrows = Markup("").join(_arrow(arrow, name) for arrow in drawing.arrows)
    labels = _labels(drawing.arrows) if name == "wide" else _port_labels(drawing.arrows)
    return Markup(
        '<svg class="flow flow-{0}" width="{1:.0f}" height="{2:.0f}" viewBox="0 0 {1:.0f} {2:.0f}" role="group" '
        'aria-label="{3}">{4}{5}{6}{7}</svg>'
    ).format(
        name, drawing.width, drawing.height, _summary(workflow), _HEAD.format(f"flow-{name}"), arrows, labels, boxes
    )


def _summary(workflow: Workflow) -> str:
    return _(
        "Sơ đồ quy trình: %(states)s bước, %(moves)s cách chuyển; nội dung có đủ trong các bảng bên dưới.",
        states=len(workflow.states),
        moves=len(workflow.transitions),
    )


def _box(workflow: Workflow, box: Box, here: str, link: str) -> Markup:
    state = workflow.state(box.code)
    kind = _kind(workflow, state) + (" flow-here" if box.code == here else "")
    lines = _wrapped(_(state.title) if state.title else state.code)
    first = box.y + box.height / 2 - (len(lines) - 1) * 8 + 4
    words = Markup("").join(
        Markup('<text x="{}" y="{}">{}</text>').format(box.x + box.width / 2, first + 16 * n, line)
        for n, line in enumerate(lines)
    )
    shape = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}"></rect>').format(
        box.x, box.y, box.width, box.height, 24 if state.final else 4
    )
    drawn = Markup('<g class="flow-box {}">{}{}</g>').format(kind, shape, words)
    return Markup('<a href="{}{}">{}</a>').format(link, box.code, drawn) if link else drawn


def _kind(workflow: Workflow, state: State) -> str:
    if state.final:
        return "flow-final"
    if state.clock == "paused":
        return "flow-paused"
    if state.clock == "stopped":
        return "flow-settled"
    return "flow-start" if state == workflow.states[0] else "flow-runs"


def _wrapped(text: str) -> list[str]:
    """Return a title in at most two lines that fit into a box."""
    if len(text) <= LINE:
        return [text]
    first: list[str] = []
    rest = text.split()
    while rest and len(" ".join([*first, rest[0]])) <= LINE:
        first.append(rest.pop(0))
    if not first:
        return [f"{text[: LINE - 1]}…"]
    second = " ".join(rest)
    return [" ".join(first), second if len(second) <= LINE else f"{second[: LINE - 1]}…"]


def _arrow(arrow: Arrow, name: str) -> Markup:
    line = _path(arrow.points) if name == "wide" else _corners(arrow.points)
    return Markup('<path class="flow-line{}" d="{}" marker-end="url(#flow-{}-tip)"></path>').format(
        " flow-back" if arrow.back else "", line, name
    )


def _path(points: Sequence[Point]) -> str:
    """Return a smooth line that leaves and enters every place vertically."""
    start, *others = points
    parts = [f"M{start[0]:.1f} {start[1]:.1f}"]
    x0, y0 = start
    for x, y in others:
        bend = (y - y0) / 2
        parts.append(f"C{x0:.1f} {y0 + bend:.1f} {x:.1f} {y - bend:.1f} {x:.1f} {y:.1f}")
        x0, y0 = x, y
    return " ".join(parts)


def _corners(points: Sequence[Point]) -> str:
    """Return a line out to its lane, along it and back in, with rounded corners."""
    (x0, y0), (lane, _y), (_x, y1), (end, _end) = points
    turn = 6 if y1 > y0 else -6
    return (
        f"M{x0:.0f} {y0:.1f}H{lane - 6:.0f}Q{lane:.0f} {y0:.1f} {lane:.0f} {y0 + turn:.1f}"
        f"V{y1 - turn:.1f}Q{lane:.0f} {y1:.1f} {lane - 6:.0f} {y1:.1f}H{end:.0f}"
    )


def _port_labels(arrows: Sequence[Arrow]) -> Markup:
    """Return the numbers of the moves where their arrows leave the boxes."""
    return Markup("").join(
        _number(arrow.points[0][0] + 4 + _wide(arrow) / 2, arrow.points[0][1], arrow) for arrow in arrows
    )


def _number(x: float, y: float, arrow: Arrow) -> Markup:
    width, text = _wide(arrow), ",".join(str(number) for number in arrow.numbers)
    return Markup(
        '<g class="flow-label"><rect x="{:.1f}" y="{:.1f}" width="{}" height="16" rx="8"></rect>'
        '<text x="{:.1f}" y="{:.1f}">{}</text></g>'
    ).format(x - width / 2, y - 8, width, x, y + 4, text)


def _wide(arrow: Arrow) -> int:
    return 8 + 7 * len(",".join(str(number) for number in arrow.numbers))


def _labels(arrows: Sequence[Arrow]) -> Markup:
    """Return the numbers of the moves, near the beginning of their arrows, each where no other one stands yet."""
    taken: list[tuple[float, float, float]] = []
    drawn = []
    for arrow in arrows:
        width = _wide(arrow)
        spots = [_along(arrow.points, share) for share in (0.5, 0.38, 0.62, 0.27, 0.73, 0.2, 0.8)]
        x, y = next((spot for spot in spots if _free(*spot, width, taken)), spots[0])
        taken.append((x, y, width))
        drawn.append(_number(x, y, arrow))
    return Markup("").join(drawn)


def _free(x: float, y: float, width: float, taken: Sequence[tuple[float, float, float]]) -> bool:
    return not any(abs(x - a) < (width + w) / 2 and abs(y - b) < LABEL for a, b, w in taken)


def _along(points: Sequence[Point], share: float) -> Point:
    """Return a point on the first stretch of an arrow's line, a share of the way along (see `_path`)."""
    (x0, y0), (x1, y1) = points[0], points[1]
    ease = 3 * share**2 - 2 * share**3
    return x0 + (x1 - x0) * ease, y0 + (y1 - y0) * (1.5 * share - 1.5 * share**2 + share**3)
