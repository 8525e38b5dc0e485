"""Signatures drawn on a screen: lines of points, read from what a browser sends, drawn as SVG on paper."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

WIDTH, HEIGHT = 1000, 400
MOST_POINTS = 4000
FEWEST_POINTS = 8
"""Fewer are a touch by mistake, no signature."""

Point = tuple[Annotated[int, Meta(ge=0, le=WIDTH)], Annotated[int, Meta(ge=0, le=HEIGHT)]]
Strokes = list[list[Point]]


def read_strokes(text: str) -> Strokes | None:
    """Return the lines of a signature; None for anything else, for an empty frame, and for more than anybody draws."""
    if len(text) > MOST_POINTS * 12:
        return None
    try:
        strokes = msgspec.json.decode(text or "[]", type=Strokes)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None
    count = sum(len(stroke) for stroke in strokes)
    return strokes if FEWEST_POINTS <= count <= MOST_POINTS else None


def as_svg(strokes: Sequence[Sequence[Sequence[int]]]) -> str:
    """Return the signature as an SVG image."""
    lines = "".join(
        f'<polyline points="{" ".join(f"{x},{y}" for x, y in stroke)}"/>' for stroke in strokes if len(stroke) > 1
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke="#1d3a8a"'
        f' stroke-width="8" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    )
