"""Where the mark of a signature stands on a page."""

from typing import Final, Literal

Place = Literal["first_top", "last_left", "last_right"]

POINTS_PER_MM: Final = 72 / 25.4
WIDTH_MM, HEIGHT_MM, MARGIN_MM = 78.0, 26.0, 10.0


def page_of(place: Place, pages: int) -> int:
    """Return the number of the page, from 0."""
    return 0 if place == "first_top" else pages - 1


def box_of(place: Place, page: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """Return the rectangle in points. page: left, bottom, right, top of the page; the mark shrinks to a small one."""
    left, bottom, right, top = page
    margin = min(MARGIN_MM * POINTS_PER_MM, (right - left) / 20, (top - bottom) / 20)
    width = min(WIDTH_MM * POINTS_PER_MM, right - left - 2 * margin)
    height = min(HEIGHT_MM * POINTS_PER_MM, top - bottom - 2 * margin, width * HEIGHT_MM / WIDTH_MM)
    x = left + margin if place == "last_left" else right - margin - width
    y = top - margin - height if place == "first_top" else bottom + margin
    return (round(x), round(y), round(x + width), round(y + height))
