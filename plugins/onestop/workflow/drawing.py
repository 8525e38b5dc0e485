"""A workflow as a picture: SVG without scripts or styles of its own; the tables beside it say the same in words."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from core.text.i18n import gettext as _
from plugins.onestop.domain.workflow import State, Workflow
from plugins.onestop.workflow.domain.layout import Arrow, Box, Point, layered

LINE: Final = 22
_HEAD: Final = Markup(
    '<defs><marker id="{0}-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" class="flow-tip"></path></marker></defs>'
)


def draw(workflow: Workflow, *, here: str = "", name: str = "flow", link: str = "") -> Markup:
    """Return the drawing of a workflow. here: state to be marked. name: of the drawing, unique in the page.

    link: address of a state's row ("#state-"), to which its code is added; "" draws no links.
    """
    drawing = layered(workflow)
    boxes = Markup("").join(_box(workflow, box, here, link) for box in drawing.boxes)
    arrows = Markup("").join(_arrow(arrow, name) for arrow in drawing.arrows)
    labels = Markup("").join(_label(arrow, place) for place, arrow in enumerate(drawing.arrows))
    return Markup(
        '<svg class="flow" width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}" role="group" '
        'aria-label="{2}">{3}{4}{5}{6}</svg>'
    ).format(drawing.width, drawing.height, _summary(workflow), _HEAD.format(name), arrows, labels, boxes)


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
    return Markup('<path class="flow-line{}" d="{}" marker-end="url(#{}-tip)"></path>').format(
        " flow-back" if arrow.back else "", _path(arrow.points), name
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


def _label(arrow: Arrow, place: int) -> Markup:
    """The numbers of the moves, near the arrow's beginning; neighbours are put at different heights."""
    (x0, y0), (x1, y1) = arrow.points[0], arrow.points[1]
    along = 0.36 + 0.16 * (place % 3)
    ease = 3 * along**2 - 2 * along**3
    x, y = x0 + (x1 - x0) * ease, y0 + (y1 - y0) * along
    text = ",".join(str(number) for number in arrow.numbers)
    width = 8 + 7 * len(text)
    return Markup(
        '<g class="flow-label"><rect x="{:.1f}" y="{:.1f}" width="{}" height="16" rx="8"></rect>'
        '<text x="{:.1f}" y="{:.1f}">{}</text></g>'
    ).format(x - width / 2, y - 8, width, x, y + 4, text)
